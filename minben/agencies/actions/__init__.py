"""The verbs of the government itself."""

from .announcing import announce_to_staff, confirm_read, withdraw_announcement
from .closing import close_department, reopen_department
from .correcting import amend_department, amend_office, amend_staff
from .leave import ask_leave, decide_leave, take_back_leave
from .lending import call_back_lent, lend
from .own_days import drop_own_day, set_own_days
from .people import grant_role, hire_staff, record_leave, release_staff, revoke_role
from .places import (
    clear_calendar_exception,
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
    "announce_to_staff",
    "ask_leave",
    "call_back_lent",
    "change_password",
    "clear_calendar_exception",
    "close_department",
    "confirm_read",
    "decide_leave",
    "drop_own_day",
    "grant_role",
    "hire_staff",
    "lend",
    "move_department",
    "open_department",
    "open_jurisdiction",
    "open_office",
    "record_leave",
    "release_staff",
    "renew_first_password",
    "reopen_department",
    "reset_second_step",
    "revoke_role",
    "set_calendar_exception",
    "set_own_days",
    "take_back_leave",
    "withdraw_announcement",
]
