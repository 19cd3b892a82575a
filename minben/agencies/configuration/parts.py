"""Lists of the file that other rooms hold: each declares what an entry looks like, how it is written and taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from minben.agencies.models import Jurisdiction

from .step import Step

if TYPE_CHECKING:
    from .reading import Configuration, Shape, Wrong


@dataclass(frozen=True)
class Part:
    """``wrongs``: mistakes of entries that have the right shape. ``steps``: what must change, none when all is so."""

    name: str
    shape: Shape
    write: Callable[[Jurisdiction], list[dict[str, Any]]]
    wrongs: Callable[[Configuration], Iterator[Wrong]]
    steps: Callable[[Configuration, Jurisdiction], Iterator[Step]]


_parts: dict[str, Part] = {}


def declare(part: Part) -> None:
    """Called by a room when it starts."""
    _parts[part.name] = part


def parts() -> list[Part]:
    return list(_parts.values())
