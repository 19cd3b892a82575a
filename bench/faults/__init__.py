"""Killing the city while people write to it: ``minben bench faults``. What was acknowledged must be there, once."""
