"""A fee is demanded, paid, waived, called off, refunded."""

from .demand import belongs_to, call_off, demand, line_belongs_to
from .hear import hear, record
from .parts import give_back_line, return_line
from .pay import begin, look
from .settle import ask_exemption, give_back, given_up, insist, refund, returned, waive, waive_before

__all__ = [
    "ask_exemption",
    "begin",
    "belongs_to",
    "call_off",
    "demand",
    "give_back",
    "give_back_line",
    "given_up",
    "hear",
    "insist",
    "line_belongs_to",
    "look",
    "record",
    "refund",
    "return_line",
    "returned",
    "waive",
    "waive_before",
]
