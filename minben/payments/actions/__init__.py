"""A fee is demanded, paid, waived, called off, refunded."""

from .demand import belongs_to, call_off, demand
from .hear import hear, record
from .pay import begin, look
from .settle import ask_exemption, give_back, given_up, insist, refund, returned, waive, waive_before

__all__ = [
    "ask_exemption",
    "begin",
    "belongs_to",
    "call_off",
    "demand",
    "give_back",
    "given_up",
    "hear",
    "insist",
    "look",
    "record",
    "refund",
    "returned",
    "waive",
    "waive_before",
]
