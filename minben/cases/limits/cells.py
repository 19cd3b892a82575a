"""The matrix of time limits: place × step × kind × urgency. Everything reads it through :func:`limit_for`.

What came with the installation is ``time_limits.yaml``; what a place set instead is :class:`TimeLimit`. The more exact
limit goes first (kind and urgency, urgency, kind, all); of the same exactness the place's own, then that of the place
above it, then what came.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Jurisdiction
from minben.agencies.names import Remembered
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized
from minben.foundation.worktime import Unit
from minben.processes.actions.clocks import Limit
from minben.processes.models import TimeLimit

SHIPPED = Path(__file__).parent / "time_limits.yaml"
STEPS: dict[str, Text] = {
    "dispatch": _("Dispatch"),
    "sign": _("Sign for the order"),
    "return": _("Return of an order"),
    "contact": _("First contact"),
    "answer": _("Answer the request"),
    "callback": _("Call back after the answer"),
    "joint": _("Answer of a department beside the lead"),
    "pre_check": _("Look an application through"),
    "supply": _("Wait for a supplement"),
    "lacking": _("Wait for material that may follow"),
    "decide": _("Decide on an application"),
    "at_once": _("Decide on an instant matter"),
    "deliver": _("Deliver the result"),
    "later_check": _("Check a promise"),
    "correction": _("Put right what was promised"),
    "extension": _("One extension, at most"),
    "repair": _("Put right after a bad rating"),
    "appeal": _("Decide on an appeal against a rating"),
    "reopen": _("Reopen a closed case"),
}
"""In the order in which a case comes to them."""
UNITS: dict[str, Text] = {
    Unit.MINUTE: _("minutes"),
    Unit.HOUR: _("hours"),
    Unit.WORKHOUR: _("working hours"),
    Unit.WORKDAY: _("working days, to the end of the last"),
    Unit.DAY: _("natural days, not ending on a free day"),
    Unit.MONTH: _("months"),
    Unit.OPEN_DAY: _("working days, to the same minute"),
    Unit.FULL_DAY: _("natural days, to the same minute"),
}
LAW_MOST = {"pre_check": 5, "decide": 20, "deliver": 10, "extension": 10}
"""Working days that 行政許可法 (art. 32, 42, 44) gives for applications, unless another law says otherwise."""
MOST_RETURNS = 2


@dataclass(frozen=True)
class Cell:
    """A step, for a kind and an urgency; "" means every one."""

    clock: str
    kind: str = ""
    urgency: str = ""


@dataclass(frozen=True)
class Held:
    """One limit of the matrix as it holds. ``row`` is the place's own setting behind it, None when it came so."""

    cell: Cell
    limit: Limit
    row: TimeLimit | None


Rows = Mapping[Cell, Sequence[TimeLimit]]
"""The rows of one place by cell, the newest first."""


@functools.cache
def shipped() -> dict[Cell, Limit]:
    """What came with the installation."""
    found: dict[Cell, Limit] = {}
    for entry in _entries():
        amount, unit = str(entry["limit"]).split()
        limit = Limit(Decimal(amount), Unit(unit), entry["rule"]["en"])
        for kind in entry.get("kind", [""]):
            for urgency in entry.get("urgency", [""]):
                found[Cell(entry["clock"], kind, urgency)] = limit
    return found


@functools.cache
def _entries() -> list[dict[str, Any]]:
    return list(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


@functools.cache
def _sources() -> dict[str, dict[str, str]]:
    return {entry["rule"]["en"]: entry["rule"] for entry in _entries()}


def source_said(rule: str) -> str:
    """The source of a limit in the reader's language, where it is one of the system's own."""
    texts = _sources().get(rule)
    return str(localized(texts)) if texts else gettext(rule) if rule else ""


def limit_for(
    clock: str, *, kind: str, urgency: str, place: uuid.UUID | None = None, at: dt.datetime | None = None
) -> Limit:
    """The limit of a step for a request of this kind and urgency that begins ``at`` (now). Raises KeyError for none."""
    found = limit_or_none(clock, kind=kind, urgency=urgency, place=place, at=at)
    if found is None:
        raise KeyError(clock)
    return found


def limit_or_none(
    clock: str, *, kind: str, urgency: str, place: uuid.UUID | None = None, at: dt.datetime | None = None
) -> Limit | None:
    """As :func:`limit_for`; None where nothing is limited."""
    places = _places(place)
    for cell in _exact_first(clock, kind, urgency):
        held = _of_cell(cell, places, at or timezone.now())
        if held is not None:
            return held.limit
    return None


def matrix(place: uuid.UUID, at: dt.datetime) -> dict[str, list[Held]]:
    """All that holds in a place by step, the general before the exact."""
    places = _places(place)
    cells = {*shipped(), *(cell for rows in places for cell in rows)}
    found: dict[str, list[Held]] = {step: [] for step in STEPS}
    for cell in sorted(
        cells, key=lambda cell: (bool(cell.kind) + 2 * bool(cell.urgency), cell.urgency, cell.kind)
    ):
        held = _of_cell(cell, places, at)
        if held is not None and cell.clock in found:
            found[cell.clock].append(held)
    return found


def cell_held(cell: Cell, place: uuid.UUID, at: dt.datetime) -> Held | None:
    """What is set for exactly this cell, without looking at more general ones."""
    return _of_cell(cell, _places(place), at)


def forget() -> None:
    """A limit was changed: this process asks the database again at once, others within a minute."""
    _rows_held.forget()


def _exact_first(clock: str, kind: str, urgency: str) -> Iterator[Cell]:
    yield Cell(clock, kind, urgency)
    yield Cell(clock, "", urgency)
    yield Cell(clock, kind, "")
    yield Cell(clock)


def _of_cell(cell: Cell, places: Sequence[Rows], at: dt.datetime) -> Held | None:
    for rows in places:
        row = next((row for row in rows.get(cell, ()) if row.valid_from <= at), None)
        if row is not None and row.amount is not None:
            return Held(cell, Limit(row.amount, Unit(row.unit), row.rule), row)
    came = shipped().get(cell)
    return Held(cell, came, None) if came is not None else None


def _places(place: uuid.UUID | None) -> Sequence[Rows]:
    """Rows of the place and of those above it, the nearest first."""
    return (_rows_held.one(place) or ()) if place is not None else ()


def _load(keys: set[uuid.UUID]) -> dict[uuid.UUID, Sequence[Rows]]:
    """Two statements, whatever is asked for: places and set limits are few."""
    own: dict[uuid.UUID, dict[Cell, list[TimeLimit]]] = {}
    for row in TimeLimit.objects.order_by("-valid_from", "-id"):
        cell = Cell(row.clock, row.kind, row.urgency)
        own.setdefault(row.jurisdiction_id, {}).setdefault(cell, []).append(row)
    if not own:
        return dict.fromkeys(keys, ())
    above = dict(Jurisdiction.objects.values_list("id", "parent_id"))
    return {key: [own[one] for one in _line(key, above) if one in own] for key in keys}


def _line(key: uuid.UUID, above: Mapping[uuid.UUID, uuid.UUID | None]) -> Iterator[uuid.UUID]:
    one: uuid.UUID | None = key
    while one is not None:
        yield one
        one = above.get(one)


_rows_held: Remembered[uuid.UUID, Sequence[Rows]] = Remembered(_load)
