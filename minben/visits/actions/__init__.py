"""What can be done at an office: one verb a function."""

from .arriving import arrive, leave, record_priority, take_number
from .booking import Who, book, cancel, move
from .calling import bring_back, call_again, call_next, keep_note, miss, pass_on, serve
from .opening import close_counter, open_counter
from .rating import rate_visit
from .setting_up import set_counter, set_reception, set_service_time

__all__ = [
    "Who",
    "arrive",
    "book",
    "bring_back",
    "call_again",
    "call_next",
    "cancel",
    "close_counter",
    "keep_note",
    "leave",
    "miss",
    "move",
    "open_counter",
    "pass_on",
    "rate_visit",
    "record_priority",
    "serve",
    "set_counter",
    "set_reception",
    "set_service_time",
    "take_number",
]
