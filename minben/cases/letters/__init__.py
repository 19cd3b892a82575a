"""Letters (文書): which there are, what their texts may name, and how one is made of a step of a case."""
