"""The verbs of an edition: from a first draft to the day it is replaced, withdrawn or rolled back."""

from .drafting import begin, drop, keep
from .publishing import publish_due, publish_now, roll_back, schedule, unschedule, withdraw_thing
from .rehearsing import rehearsed
from .reviewing import approve, send_back, submit

__all__ = [
    "approve",
    "begin",
    "drop",
    "keep",
    "publish_due",
    "publish_now",
    "rehearsed",
    "roll_back",
    "schedule",
    "send_back",
    "submit",
    "unschedule",
    "withdraw_thing",
]
