"""About how long one waits: pure functions over what recent visits took."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

SEEN = 50
"""So many of the last visits of a service count."""
ENOUGH = 5
"""With fewer the figure of the set-up counts."""


def usual(seconds: Sequence[float], default: float) -> float:
    """What a visit takes: the median of the last ones, the figure of the set-up before there are enough."""
    return float(median(seconds)) if len(seconds) >= ENOUGH else default


def minutes_until(ahead: Sequence[float], remaining: Sequence[float], counters: int) -> int | None:
    """Whole minutes, rounded up; None when no counter is open.

    ``ahead``: seconds that those take who are called before; ``remaining``: seconds left at counters that are busy.
    Each of those ahead goes to the counter that is free first, as at the office.
    """
    if counters <= 0:
        return None
    free = sorted([max(0.0, one) for one in remaining][:counters])
    free = [0.0] * (counters - len(free)) + free
    for seconds in ahead:
        free[0] += max(0.0, seconds)
        free.sort()
    return math.ceil(free[0] / 60)
