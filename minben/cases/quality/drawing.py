"""Drawing a sample that anybody can draw again: same pool, same seed, same cases."""

from __future__ import annotations

import math
import random
import uuid
from collections.abc import Collection, Sequence


def wanted_of(pool: int, *, share: int, number: int) -> int:
    """How many of ``pool`` cases are drawn: the share (rounded up) or the number, whichever is more, never over it."""
    return min(pool, max(math.ceil(pool * share / 100), number))


def draw(pool: Collection[uuid.UUID], wanted: int, *, seed: str) -> list[uuid.UUID]:
    """``wanted`` of the pool in the order of their keys. The order in which the pool is given changes nothing."""
    ordered: Sequence[uuid.UUID] = sorted(pool)
    return sorted(random.Random(seed).sample(ordered, min(wanted, len(ordered))))
