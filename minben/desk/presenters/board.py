"""The supervisor's board: counts as a table with bars, and lists of what needs a look."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.agencies.queries import department_names
from minben.cases.models import Case, Kind, Rating, RepairCase, SubOrder
from minben.cases.reading import overview
from minben.cases.reading.overview import Share
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Text

from .export import Echo, safe

AGES: tuple[Text, ...] = (
    gettext_lazy("Up to a day"),
    gettext_lazy("1 to 3 days"),
    gettext_lazy("3 to 7 days"),
    gettext_lazy("7 to 15 days"),
    gettext_lazy("More than 15 days"),
)


@dataclass(frozen=True)
class Bar:
    """A count with its share of the largest one, in steps of five per cent (a class of the sheet)."""

    label: Text
    count: int
    width: int


@dataclass(frozen=True)
class LatePart:
    """A part that is late, and which department it waits for."""

    order: SubOrder
    department: str


@dataclass(frozen=True)
class Board:
    ages: list[Bar]
    late: list[Case]
    soon: list[Case]
    hurried: list[Case]
    ratings: list[Rating]
    parts: list[LatePart]
    repairs: list[RepairCase]
    may_act: bool

    @property
    def shown(self) -> list[Case]:
        rated = [r.case for r in self.ratings] + [one.rating.case for one in self.repairs]
        parts = [part.order.case for part in self.parts]
        return [*self.late, *self.soon, *self.hurried, *parts, *(case for case in rated if case is not None)]


def board_of(actor: Actor, now: dt.datetime) -> Board:
    """At most seven statements and the names. An analyst sees counts; single cases are for supervisors."""
    acts = actor.has(Role.SUPERVISOR)
    return Board(
        ages=_bars(overview.by_age(actor, now)),
        late=overview.late(actor, now) if acts else [],
        soon=overview.at_risk(actor, now) if acts else [],
        hurried=overview.hurried(actor) if acts else [],
        ratings=overview.bad_ratings(actor, now) if acts else [],
        parts=_parts(overview.late_parts(actor, now)) if acts else [],
        repairs=overview.late_repairs(actor, now) if acts else [],
        may_act=acts,
    )


def _parts(orders: list[SubOrder]) -> list[LatePart]:
    names = department_names(order.department_id for order in orders)
    return [LatePart(order, names.get(order.department_id, "")) for order in orders]


def _bars(counts: list[int]) -> list[Bar]:
    most = max(counts, default=0)
    return [Bar(label, n, _width(n, most)) for label, n in zip(AGES, counts, strict=True)]


def _width(count: int, most: int) -> int:
    return round(20 * count / most) * 5 if most else 0


def csv_of(shares: list[Share]) -> Iterator[str]:
    """The counts as CSV."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(
        [_("Department"), _("Kind"), _("Open"), _("Late"), _("Due within a day")]
    )
    for share in shares:
        cells = [
            share.department or _("Hotline centre"),
            Kind(share.kind).label,
            share.open,
            share.late,
            share.soon,
        ]
        yield writer.writerow([safe(cell) for cell in cells])
