"""The verbs of the government itself."""

from .correcting import amend_department, amend_office, amend_staff
from .people import grant_role, hire_staff, record_leave, release_staff, revoke_role
from .places import (
    move_department,
    open_department,
    open_jurisdiction,
    open_office,
    set_calendar_exception,
)
from .signing_in import change_password, renew_first_password, reset_second_step

__all__ = [
    "amend_department",
    "amend_office",
    "amend_staff",
    "change_password",
    "grant_role",
    "hire_staff",
    "move_department",
    "open_department",
    "open_jurisdiction",
    "open_office",
    "record_leave",
    "release_staff",
    "renew_first_password",
    "reset_second_step",
    "revoke_role",
    "set_calendar_exception",
]
