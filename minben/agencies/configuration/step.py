"""One change that a configuration asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from minben.foundation.access.actor import Actor

Act = Callable[[Actor], object]


@dataclass(frozen=True)
class Step:
    """One change, in words; ``line`` is where the file asks for it."""

    line: int
    text: str
    act: Act
