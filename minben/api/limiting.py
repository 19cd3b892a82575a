"""How often a machine may call: counted in the memory of each server process, so a rate is one process's share.

The library ``limits`` does this too, but starts a thread of its own every ten milliseconds in which somebody calls: a
tenth of the time of a hot call (docs/performance.md).
"""

from __future__ import annotations

import math
import threading
import time

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import TooMany

UNKNOWN = 60
"""Calls a minute with a wrong key from one address; then that address waits."""
WINDOW = 60.0
MOST = 10_000
"""Callers remembered; at that number those whose minute is over are forgotten."""
_lock = threading.Lock()
_counts: dict[str, tuple[float, int]] = {}


class TooFast(TooMany):
    """Carries the seconds to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(_("Too many calls in this minute. Wait, then go on."))
        self.seconds = seconds


def count(who: str, rate: int) -> None:
    """One call more; the minute of a caller begins with their first call. Raises TooFast when it is used up."""
    now = time.monotonic()
    with _lock:
        ends, calls = _counts.get(who, (now, 0))
        if ends <= now:
            _forget_old(now)
            ends, calls = now + WINDOW, 0
        if calls >= rate:
            raise TooFast(max(1, math.ceil(ends - now)))
        _counts[who] = ends, calls + 1


def start_anew() -> None:
    """Forget all counts: for tests."""
    _counts.clear()


def _forget_old(now: float) -> None:
    if len(_counts) < MOST:
        return
    for who in [who for who, (ends, _calls) in _counts.items() if ends <= now]:
        del _counts[who]
