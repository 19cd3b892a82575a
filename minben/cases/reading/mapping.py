"""Where cases are: counted by cells of a grid, within the actor's scope."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from math import floor
from statistics import fmean
from typing import NamedTuple

from minben.cases.models import CaseScope
from minben.cases.queries import Filter, scoped
from minben.foundation.access.actor import Actor

NEWEST = 10_000
"""So many of the newest cases are put on a map: more would say less, and take longer."""
ACROSS = 20
SMALLEST = 0.001
"""Degrees, about a hundred metres: a cell is no smaller."""


MOSTLY = 0.02
"""The grid is laid over where nearly all are: one point in another country does not make one heap of a city."""


@dataclass(frozen=True)
class Cell:
    """One square of the grid: how many cases it holds, and their middle."""

    row: int
    column: int
    count: int
    latitude: float
    longitude: float
    place: str
    members: tuple[uuid.UUID, ...] = ()
    """Keys of its scope rows, the newest first."""

    @property
    def far(self) -> bool:
        """Outside of where nearly all are: in the list, and on the map when it is moved there."""
        return not (-1 <= self.row <= ACROSS + 1 and -1 <= self.column <= ACROSS + 1)

    @property
    def key(self) -> str:
        return f"{self.row}.{self.column}"


@dataclass(frozen=True)
class Grid:
    """The cells that hold anything, fullest first. ``size`` is their side in degrees."""

    cells: tuple[Cell, ...] = ()
    size: float = SMALLEST
    south: float = 0.0
    west: float = 0.0
    placed: int = 0
    cut: bool = False


def grid(actor: Actor, narrowed: Filter) -> Grid:
    """The map of a list, in one statement. Cases without a point are not on it."""
    points = _newest(actor, narrowed)
    if not points:
        return Grid()
    south, north = _edges([point.latitude for point in points])
    west, east = _edges([point.longitude for point in points])
    size = max((north - south) / ACROSS, (east - west) / ACROSS, SMALLEST)
    found = _cells(points, south, west, size)
    return Grid(found, size, south, west, len(points), len(points) >= NEWEST)


def in_cell(whole: Grid, key: str, *, limit: int = 25) -> list[CaseScope]:
    """The newest cases of one cell; none for a key that is none."""
    cell = next((cell for cell in whole.cells if cell.key == key), None)
    if cell is None:
        return []
    rows = CaseScope.objects.filter(id__in=cell.members[:limit]).order_by("-sort_key")
    return list(rows.select_related("case__department"))


class _Point(NamedTuple):
    scope: uuid.UUID
    latitude: float
    longitude: float
    place: str


def _newest(actor: Actor, narrowed: Filter) -> list[_Point]:
    """Rows know whether their case has a point, so that an index leads to the newest of them.

    The case is not asked as well: the planner takes the two for independent, and would sort all.
    """
    rows = scoped(actor, narrowed).filter(placed=True)
    columns = ("id", "case__latitude", "case__longitude", "case__place")
    found = rows.order_by("-sort_key").values_list(*columns)[:NEWEST]
    return [_Point(*row) for row in found if None not in row]


def _edges(values: list[float]) -> tuple[float, float]:
    """Between them lie all but the outermost two per cent on each side."""
    ordered, outer = sorted(values), int(len(values) * MOSTLY)
    return ordered[outer], ordered[-1 - outer]


def _cells(points: list[_Point], south: float, west: float, size: float) -> tuple[Cell, ...]:
    """The fullest first."""
    held: defaultdict[tuple[int, int], list[_Point]] = defaultdict(list)
    for point in points:
        held[floor((point.latitude - south) / size), floor((point.longitude - west) / size)].append(point)
    found = [_cell(row, column, inside) for (row, column), inside in held.items()]
    return tuple(sorted(found, key=lambda cell: (-cell.count, cell.row, cell.column)))


def _cell(row: int, column: int, inside: list[_Point]) -> Cell:
    return Cell(
        row=row,
        column=column,
        count=len(inside),
        latitude=fmean(point.latitude for point in inside),
        longitude=fmean(point.longitude for point in inside),
        place=max(point.place for point in inside),
        members=tuple(point.scope for point in inside),
    )
