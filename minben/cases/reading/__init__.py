"""Reads of cases behind lists, boards and timelines; the plain ones are in ``cases.queries``."""
