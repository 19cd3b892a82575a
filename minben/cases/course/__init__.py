"""The course of a case: its state tables, the built-in flow and drawn processes, and the one way a step is taken."""
