"""What every loader is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..outcome import Outcome
from ..reading import Row


class Loader(Protocol):
    """Takes rows in, ``chunk`` at a time, in one transaction each. The same rows again change nothing."""

    chunk: int = 200

    def load(self, rows: Sequence[Row]) -> Outcome: ...

    def finish(self) -> None:
        """After the last rows: nothing, unless a loader works beside."""
