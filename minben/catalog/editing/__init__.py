"""The editors' frame: kinds of things, their sections, how two texts differ."""
