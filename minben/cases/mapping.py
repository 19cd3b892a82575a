"""Where cases are: counted by cells of a grid in the database, within the actor's scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Avg, Count, F, FloatField, Max, QuerySet, Value
from django.db.models.functions import Floor

from minben.foundation.access.actor import Actor

from .models import CaseScope
from .queries import Filter, scoped

NEWEST = 10_000
"""So many of the newest cases are put on a map: more would say less, and take longer."""
ACROSS = 20
SMALLEST = 0.001
"""Degrees, about a hundred metres: a cell is no smaller."""


MOSTLY = 0.02
"""The grid is laid over where nearly all are: one point in another country does not make one heap of a city."""


class _Part(Aggregate):
    """The value below which a part of the rows lies."""

    function = "percentile_cont"
    template = "%(function)s(%(part)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Cell:
    """One square of the grid: how many cases it holds, and their middle."""

    row: int
    column: int
    count: int
    latitude: float
    longitude: float
    place: str

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
    """The map of a list, in two statements. Cases without a point are not on it."""
    rows = _newest(actor, narrowed)
    edge: dict[str, Any] = rows.aggregate(
        south=_Part("case__latitude", part=MOSTLY),
        north=_Part("case__latitude", part=1 - MOSTLY),
        west=_Part("case__longitude", part=MOSTLY),
        east=_Part("case__longitude", part=1 - MOSTLY),
        placed=Count("id"),
    )
    if not edge["placed"]:
        return Grid()
    size = max((edge["north"] - edge["south"]) / ACROSS, (edge["east"] - edge["west"]) / ACROSS, SMALLEST)
    found = _counted(rows, edge["south"], edge["west"], size)
    return Grid(found, size, edge["south"], edge["west"], edge["placed"], edge["placed"] >= NEWEST)


def in_cell(actor: Actor, narrowed: Filter, whole: Grid, key: str, *, limit: int = 25) -> list[CaseScope]:
    """The newest cases of one cell; none for a key that is none."""
    cell = next((cell for cell in whole.cells if cell.key == key), None)
    if cell is None:
        return []
    rows = _celled(_newest(actor, narrowed), whole.south, whole.west, whole.size)
    here = rows.filter(row=cell.row, column=cell.column).order_by("-sort_key")
    return list(here.select_related("case__department")[:limit])


def _newest(actor: Actor, narrowed: Filter) -> QuerySet[CaseScope]:
    placed = scoped(actor, narrowed).filter(case__latitude__isnull=False, case__longitude__isnull=False)
    newest = placed.order_by("-sort_key").values("id")[:NEWEST]
    return CaseScope.objects.filter(id__in=newest)


def _celled(rows: QuerySet[CaseScope], south: float, west: float, size: float) -> Any:
    return rows.annotate(
        row=_step("case__latitude", south, size), column=_step("case__longitude", west, size)
    )


def _step(field: str, start: float, size: float) -> Floor:
    """Which cell of its row or column a coordinate falls into."""
    return Floor((F(field) - Value(start)) / Value(size), output_field=FloatField())


def _counted(rows: QuerySet[CaseScope], south: float, west: float, size: float) -> tuple[Cell, ...]:
    found = (
        _celled(rows, south, west, size)
        .values("row", "column")
        .annotate(
            count=Count("id"),
            latitude=Avg("case__latitude"),
            longitude=Avg("case__longitude"),
            place=Max("case__place"),
        )
        .order_by("-count", "row", "column")
    )
    return tuple(Cell(**(row | {"row": int(row["row"]), "column": int(row["column"])})) for row in found)
