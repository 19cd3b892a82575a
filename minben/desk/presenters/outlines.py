"""The outlines that lie under the practice city's map, and in which of them a point lies."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from minben.foundation.records.translated import Localized, localized

FILE = Path(__file__).parent.parent / "static/desk/map/xiuyun.json"
LANGUAGES = {"zh-Hant": "zh-hant", "zh-Hans": "zh-hans", "en": "en"}
Point = tuple[float, float]
"""East, then north, as in the file."""


@dataclass(frozen=True)
class Outline:
    names: dict[str, str]
    edge: tuple[Point, ...]


@cache
def outlines() -> tuple[Outline, ...]:
    """As the file has them."""
    shapes = json.loads(FILE.read_text(encoding="utf-8"))["features"]
    return tuple(_outline(shape) for shape in shapes)


def _outline(shape: dict) -> Outline:
    names = {LANGUAGES[key]: name for key, name in shape["properties"].items() if key in LANGUAGES}
    (edge,) = shape["geometry"]["coordinates"]
    return Outline(names, tuple((east, north) for east, north in edge))


def district_at(*, north: float, east: float) -> Localized | None:
    """The name, in the page's language, of the outline around a point; None outside of all."""
    found = next((one for one in outlines() if inside((east, north), one.edge)), None)
    return localized(found.names) if found else None


def inside(point: Point, edge: Sequence[Point]) -> bool:
    """Whether a ray from ``point`` to the east crosses the closed ``edge`` an odd number of times."""
    east, north = point
    crossings = 0
    for (east_a, north_a), (east_b, north_b) in pairwise(edge):
        if (north_a > north) != (north_b > north):
            at = east_a + (north - north_a) / (north_b - north_a) * (east_b - east_a)
            crossings += east < at
    return crossings % 2 == 1
