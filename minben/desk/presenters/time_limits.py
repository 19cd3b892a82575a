"""The matrix of time limits as its screens show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minben.agencies.models import Jurisdiction
from minben.agencies.queries import calendar_of, staff_names
from minben.cases import limits
from minben.cases.limits import Cell, Held
from minben.cases.models import Kind, Urgency
from minben.foundation.worktime import Unit, due
from minben.processes.actions.clocks import Limit
from minben.processes.models import TimeLimit


@dataclass(frozen=True)
class Line:
    """One limit that holds. ``own``: set here, not as it came."""

    requests: str
    limit: str
    source: str
    href: str
    own: bool
    since: dt.datetime | None
    by: str


@dataclass(frozen=True)
class Past:
    """One setting that was made. ``holds``: it is the one in force; ``coming``: it will be."""

    row: TimeLimit
    limit: str
    by: str
    holds: bool
    coming: bool


def steps(place: Jurisdiction, now: dt.datetime) -> list[tuple[str, str, list[Line]]]:
    """Each step with its name and its limits, the general first."""
    found = limits.matrix(place.id, now)
    names = _names(held.row for lines in found.values() for held in lines)
    return [
        (step, str(limits.STEPS[step]), [_line(held, names) for held in lines])
        for step, lines in found.items()
    ]


def _names(rows: Iterable[TimeLimit | None]) -> dict[UUID, str]:
    return dict(staff_names({row.staff_id for row in rows if row is not None and row.staff_id}))


def _line(held: Held, names: dict[UUID, str]) -> Line:
    row = held.row
    return Line(
        requests=requests_of(held.cell),
        limit=said(held.limit),
        source=limits.source_said(held.limit.rule),
        href=address_of(held.cell),
        own=row is not None,
        since=row.valid_from if row else None,
        by=_by(row, names) if row else "",
    )


def _by(row: TimeLimit, names: dict[UUID, str]) -> str:
    return names.get(row.staff_id, "") if row.staff_id else _("Configuration file")


def address_of(cell: Cell, name: str = "desk:settings_time_limit") -> str:
    """The page of a cell."""
    pairs = [("kind", cell.kind), ("urgency", cell.urgency)]
    query = urlencode([(key, value) for key, value in pairs if value])
    return reverse(name, args=[cell.clock]) + (f"?{query}" if query else "")


def requests_of(cell: Cell) -> str:
    """Which requests a limit is for, in words."""
    kind = str(Kind(cell.kind).label) if cell.kind else ""
    urgency = str(Urgency(cell.urgency).label) if cell.urgency else ""
    return " · ".join(filter(None, [kind, urgency])) or _("All others")


def said(limit: Limit) -> str:
    """“3 working days”."""
    count = 1 if limit.amount <= 1 else 2
    return _amount(limit.unit, count) % {"n": f"{limit.amount.normalize():f}"}


def _amount(unit: Unit, count: int) -> str:
    texts = {
        Unit.MINUTE: ngettext("%(n)s minute", "%(n)s minutes", count),
        Unit.HOUR: ngettext("%(n)s hour", "%(n)s hours", count),
        Unit.DAY: ngettext("%(n)s natural day", "%(n)s natural days", count),
        Unit.MONTH: ngettext("%(n)s month", "%(n)s months", count),
        Unit.WORKHOUR: ngettext("%(n)s working hour", "%(n)s working hours", count),
        Unit.WORKDAY: ngettext("%(n)s working day", "%(n)s working days", count),
        Unit.FULL_DAY: ngettext("%(n)s natural day to the minute", "%(n)s natural days to the minute", count),
        Unit.OPEN_DAY: ngettext("%(n)s working day to the minute", "%(n)s working days to the minute", count),
    }
    return texts[unit]


def history(rows: list[TimeLimit], now: dt.datetime) -> list[Past]:
    """Newest first; at most one of them holds."""
    names = _names(rows)
    holding = next((row.id for row in rows if row.valid_from <= now), None)
    return [Past(row, _was(row), _by(row, names), row.id == holding, row.valid_from > now) for row in rows]


def _was(row: TimeLimit) -> str:
    if row.amount is None:
        return _("As it came")
    return said(Limit(row.amount, Unit(row.unit), row.rule))


def preview(place: Jurisdiction, cell: Cell, amount: Decimal, unit: str, now: dt.datetime) -> dict[str, Any]:
    """When a request taken now would be due, and whether that is longer than the law gives."""
    limit = Limit(amount, Unit(unit), "")
    most = limits.LAW_MOST.get(cell.clock) if cell.kind in {"", Kind.APPLICATION} else None
    longer = most is not None and (limit.unit != Unit.WORKDAY or limit.amount > most)
    until = due(now, limit.amount, limit.unit, calendar_of(place))
    return {"until": until, "law_most": most if longer else None}
