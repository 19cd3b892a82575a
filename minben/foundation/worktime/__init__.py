"""Working time: the one owner of legal deadlines (DESIGN §4.3). Pure: values in, value out, no clock, no query."""

from .calendars import Calendar, Hours, calendar_for
from .counting import Unit, after_pause, due, working_minutes

__all__ = ["Calendar", "Hours", "Unit", "after_pause", "calendar_for", "due", "working_minutes"]
