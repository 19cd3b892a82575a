"""What every list asks for (names of departments and staff, and the like), remembered for a minute in each process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
KEPT_SECONDS = 60.0


class Remembered(Generic[K, V]):
    """A map filled on demand: what is asked for and not fresh is loaded in one statement."""

    def __init__(self, load: Callable[[set[K]], dict[K, V]], *, seconds: float = KEPT_SECONDS) -> None:
        self._load, self._seconds = load, seconds
        self._held: dict[K, tuple[float, V]] = {}

    def get(self, ids: Iterable[K]) -> dict[K, V]:
        """Values by id; unknown ids are left out."""
        now, wanted = time.monotonic(), set(ids)
        stale = {key for key in wanted if key not in self._held or self._held[key][0] < now}
        if stale:
            self._held |= {key: (now + self._seconds, value) for key, value in self._load(stale).items()}
        return {key: self._held[key][1] for key in wanted if key in self._held}

    def one(self, key: K) -> V | None:
        """The value of one id; None when it is unknown."""
        held = self._held.get(key)
        if held is not None and held[0] >= time.monotonic():
            return held[1]
        return self.get([key]).get(key)

    def forget(self) -> None:
        """Called by the actions, so that this process shows a new name at once; others within a minute."""
        self._held.clear()
