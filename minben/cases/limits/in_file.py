"""Time limits in the configuration file: ``{cell: answer.enquiry.E2, limit: 3 workday, source: …}``.

A cell is the step, then a kind and an urgency where it is not of all; ``any`` stands for every kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from minben.agencies.configuration import parts
from minben.agencies.configuration.reading import Configuration, Entry, Shape, Wrong
from minben.agencies.configuration.step import Step
from minben.agencies.models import Jurisdiction
from minben.cases.actions.time_limits import history, restore_limit, set_limit, wrong_with
from minben.foundation.worktime import Unit
from minben.processes.actions.clocks import Limit
from minben.processes.models import TimeLimit

from .cells import Cell, shipped

NAME = "time_limits"
AS_IT_CAME = "as it came"
EVERY = "any"


def write(place: Jurisdiction) -> list[dict[str, Any]]:
    """The newest setting of every cell that was ever set; one that was taken back says so."""
    rows: dict[Cell, TimeLimit] = {}
    for row in TimeLimit.objects.filter(jurisdiction=place).order_by("valid_from", "id"):
        rows[Cell(row.clock, row.kind, row.urgency)] = row
    return [_written(cell, rows[cell], place) for cell in sorted(rows, key=_key)]


def _written(cell: Cell, row: TimeLimit, place: Jurisdiction) -> dict[str, Any]:
    limit = f"{row.amount.normalize():f} {row.unit}" if row.amount is not None else AS_IT_CAME
    entry: dict[str, Any] = {"cell": _key(cell), "limit": limit, "source": row.rule or "–"}
    if row.valid_from > timezone.now():
        entry["from"] = row.valid_from.astimezone(place.zone).date()
    return entry


def wrongs(asked: Configuration) -> Iterator[Wrong]:
    for entry in asked.lists[NAME]:
        try:
            cell, limit = _cell(entry), _limit(entry)
        except ValueError as problem:
            yield Wrong(entry.line, str(problem))
            continue
        for message in wrong_with(cell, limit).values() if limit else ():
            yield Wrong(entry.line, str(message))


def steps(asked: Configuration, place: Jurisdiction) -> Iterator[Step]:
    """One for each cell that the file wants otherwise; a day that is over already means at once."""
    for entry in asked.lists[NAME]:
        cell, limit = _cell(entry), _limit(entry)
        newest = history(place, cell).first()
        text = _("time limit %(cell)s: %(limit)s") % {"cell": entry["cell"], "limit": entry["limit"]}
        if limit is None:
            if newest is not None and newest.amount is not None:
                yield Step(entry.line, text, partial(restore_limit, place=place, cell=cell))
        elif _held(newest, cell) != limit:
            since = entry.get("from")
            today = timezone.now().astimezone(place.zone).date()
            later = since if since is not None and since > today else None
            yield Step(entry.line, text, partial(set_limit, place=place, cell=cell, limit=limit, since=later))


def _held(newest: TimeLimit | None, cell: Cell) -> Limit | None:
    if newest is None or newest.amount is None:
        return shipped().get(cell)
    return Limit(newest.amount, Unit(newest.unit), newest.rule)


def _key(cell: Cell) -> str:
    parts_of_it = [cell.clock, cell.kind or EVERY, cell.urgency]
    return ".".join(parts_of_it if cell.urgency else parts_of_it[:2] if cell.kind else parts_of_it[:1])


def _cell(entry: Entry) -> Cell:
    words = str(entry.get("cell")).split(".")
    if len(words) > 3:
        raise ValueError(_("Write a step, or a step with kind and urgency, like “answer.enquiry.E2”."))
    clock, kind, urgency = [*words, "", ""][:3]
    return Cell(clock, "" if kind == EVERY else kind, urgency)


def _limit(entry: Entry) -> Limit | None:
    """None for a limit that is as it came."""
    written = str(entry.get("limit")).strip()
    if written == AS_IT_CAME:
        return None
    amount, _space, unit = written.partition(" ")
    try:
        return Limit(Decimal(amount), Unit(unit.strip()), str(entry.get("source") or ""))
    except (ValueError, InvalidOperation) as error:
        raise ValueError(
            _("“%(limit)s” is no time limit: write it like “3 workday”.") % {"limit": written[:40]}
        ) from error


parts.declare(
    parts.Part(
        NAME,
        Shape(
            "cell",
            frozenset({"limit", "source"}),
            {"cell": "code", "limit": "text", "source": "text", "from": "date"},
        ),
        write,
        wrongs,
        steps,
    )
)
