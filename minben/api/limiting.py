"""How often a machine may call: counted in the memory of each server process, so a rate is one process's share."""

from __future__ import annotations

import math
import time

from django.utils.translation import gettext_lazy as _
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from minben.foundation.records.errors import TooMany

UNKNOWN = 60
"""Calls a minute with a wrong key from one address; then that address waits."""
_limiter = FixedWindowRateLimiter(MemoryStorage())


class TooFast(TooMany):
    """Carries the seconds to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(_("Too many calls in this minute. Wait, then go on."))
        self.seconds = seconds


def count(who: str, rate: int) -> None:
    """One call more. Raises TooFast when the minute's calls are used up."""
    item = RateLimitItemPerMinute(rate)
    if not _limiter.hit(item, who):
        until = _limiter.get_window_stats(item, who).reset_time
        raise TooFast(max(1, math.ceil(until - time.time())))


def start_anew() -> None:
    """Forget all counts: for tests."""
    _limiter.storage.reset()
