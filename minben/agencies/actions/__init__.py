"""The verbs of the government itself."""

from .people import grant_role, hire_staff, record_leave, release_staff, revoke_role
from .places import (
    move_department,
    open_department,
    open_jurisdiction,
    open_office,
    set_calendar_exception,
)

__all__ = [
    "grant_role",
    "hire_staff",
    "move_department",
    "open_department",
    "open_jurisdiction",
    "open_office",
    "record_leave",
    "release_staff",
    "revoke_role",
    "set_calendar_exception",
]
