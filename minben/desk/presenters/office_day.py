"""The rows of an office's day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from minben.visits.fairness import choose
from minben.visits.models import Appointment, Counter, Ticket
from minben.visits.names import service_names
from minben.visits.queries import Day
from minben.visits.queue import Line, Place, line_of, rules_of, waiting

from .counter import version_tag


@dataclass(frozen=True)
class Waits:
    """Somebody who waits, what for, and about how long still."""

    ticket: Ticket
    service: str
    place: Place


@dataclass(frozen=True)
class DayShown:
    """An office's day as it is drawn. ``waits`` stands in the fair order of the whole office."""

    day: Day
    everybody: Place
    waits: list[Waits]
    names: dict[UUID | None, str]
    counters: list[Counter]
    tag: str

    @property
    def parties(self) -> list[UUID]:
        rows: list[Appointment | Ticket] = [
            *self.day.expected,
            *self.day.waiting,
            *self.day.called,
            *self.day.over,
        ]
        return [row.party_id for row in rows if row.party_id is not None]

    @property
    def expected(self) -> list[tuple[Appointment, str]]:
        return [(one, self.names[one.service_id]) for one in self.day.expected]

    @property
    def called(self) -> list[tuple[Ticket, str]]:
        return [(one, self.names[one.service_id]) for one in self.day.called]

    @property
    def over(self) -> list[tuple[Ticket, str]]:
        return [(one, self.names[one.service_id]) for one in self.day.over]


def shown(day: Day, now: dt.datetime) -> DayShown:
    """A fixed number of statements, however long the day is."""
    line = line_of(day.reception, now)
    rows: list[Appointment | Ticket] = [*day.expected, *day.waiting, *day.called, *day.over]
    names = service_names([row.service_id for row in rows])
    counters = Counter.objects.filter(office_id=day.reception.office_id, active=True).order_by("code")
    return DayShown(
        day,
        line.everybody(),
        _waits(day, line, names, now),
        names,
        list(counters),
        version_tag(day.reception),
    )


def _waits(day: Day, line: Line, names: dict[UUID | None, str], now: dt.datetime) -> list[Waits]:
    held = {one.id: one for one in day.waiting}
    order = choose(
        [waiting(one) for one in held.values()], rules_of(day.reception.office_id), now, run=0
    ).order
    return [Waits(held[key], names[held[key].service_id], line.place_of(held[key])) for key in order]
