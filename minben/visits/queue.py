"""The line of an office: who waits for which counter, who stands before whom, about how long it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from .availability import counters_for, serving_of
from .fairness import Rules, Waiting, choose
from .models import Counter, Reception, ServiceTime, Ticket
from .waiting import SEEN, minutes_until, usual


def rules_of(office_id: UUID) -> Rules:
    early, late, every = Reception.objects.values_list("early", "late", "ordinary_every").get(
        office_id=office_id
    )
    return Rules(early, late, every)


def waiting_at(office_id: UUID, day: dt.date) -> QuerySet[Ticket]:
    """Those of today only: a number of yesterday calls nobody."""
    rows = Ticket.objects.filter(office_id=office_id, state=Ticket.State.WAITING, day=day)
    return rows.select_related("appointment").order_by("since", "id")


def line_for(counter: Counter, now: dt.datetime) -> list[Waiting]:
    """Who may be called at this counter: what it serves, and whom colleagues passed on to it."""
    day = now.astimezone(counter.office.department.jurisdiction.zone).date()
    only = [service.id for service in counter.services.all()]
    fits = Q(service_id__in=only) if only else Q()
    mine = (Q(for_counter=None) & fits) | Q(for_counter=counter)
    return [waiting(one) for one in waiting_at(counter.office_id, day).filter(mine)]


def waiting(one: Ticket) -> Waiting:
    booked = one.appointment.starts_at if one.appointment is not None else None
    return Waiting(one.id, one.since, one.statutory, booked, one.for_counter_id is not None)


@dataclass(frozen=True)
class Place:
    """Somebody's place: how many are called before, and about how many minutes; None when no counter is open."""

    before: int
    minutes: int | None


@dataclass
class Line:
    """The whole line of an office now, read once for any number of questions."""

    reception: Reception
    now: dt.datetime
    waiting: list[Ticket]
    counters: list[Counter]
    busy: dict[UUID, Ticket]
    times: dict[UUID | None, float]

    def place_of(self, ticket: Ticket) -> Place:
        """As the counters would call that serve what the ticket is for, if nobody else came."""
        counters = self._counters(ticket.service_id, ticket.for_counter_id)
        rivals = [
            one for one in self.waiting if counters & self._counters(one.service_id, one.for_counter_id)
        ]
        order = choose([waiting(one) for one in rivals], self._rules(), self.now, run=0).order
        before = order[: order.index(ticket.id)] if ticket.id in order else order
        by_key = {one.id: one for one in rivals}
        return self._place([by_key[key] for key in before], counters)

    def place_at_the_end(self, service_id: UUID | None) -> Place:
        """Of somebody who takes a number now."""
        counters = self._counters(service_id, None)
        return self._place(
            [one for one in self.waiting if counters & self._counters(one.service_id, one.for_counter_id)],
            counters,
        )

    def everybody(self) -> Place:
        """Of the office as a whole: how many wait, and how long about for the next who comes."""
        return self._place(self.waiting, frozenset(one.id for one in self.counters))

    def _place(self, before: list[Ticket], counters: frozenset[UUID]) -> Place:
        ahead = [self._takes(one.service_id) for one in before]
        left = [self._left(one) for key, one in self.busy.items() if key in counters]
        return Place(len(before), minutes_until(ahead, left, len(counters)))

    def _counters(self, service_id: UUID | None, only: UUID | None) -> frozenset[UUID]:
        if only is not None:
            return frozenset(one.id for one in self.counters if one.id == only)
        return counters_for(serving_of(self.counters), service_id)

    def _takes(self, service_id: UUID | None) -> float:
        return self.times.get(service_id, self.reception.minutes * 60.0)

    def _left(self, one: Ticket) -> float:
        """A visit that takes longer than usual is about to end."""
        since = (self.now - (one.called_at or self.now)).total_seconds()
        return max(60.0, self._takes(one.service_id) - since)

    def _rules(self) -> Rules:
        return Rules(self.reception.early, self.reception.late, self.reception.ordinary_every)


def line_of(reception: Reception, now: dt.datetime) -> Line:
    """Six statements, however long the line is."""
    day = now.astimezone(reception.office.department.jurisdiction.zone).date()
    counters = Counter.objects.filter(office_id=reception.office_id, active=True, open=True)
    found = list(counters.prefetch_related("services").order_by("code"))
    called = Ticket.objects.filter(office_id=reception.office_id, state=Ticket.State.CALLED, day=day)
    busy = {one.counter_id: one for one in called if one.counter_id is not None}
    waits = list(waiting_at(reception.office_id, day))
    return Line(
        reception,
        now,
        waits,
        found,
        busy,
        times_of(reception, [one.service_id for one in [*waits, *busy.values()]]),
    )


def times_of(reception: Reception, services: Iterable[UUID | None]) -> dict[UUID | None, float]:
    """Seconds that a visit takes, by service: the median of the last ones, else the figure of the set-up."""
    wanted = [one for one in set(services) if one is not None]
    given: dict[str, Any] = {"services": wanted, "office": reception.office_id, "most": SEEN}
    rows = ServiceTime.objects.filter(office_id=reception.office_id)
    written: dict[UUID | None, int] = dict(rows.values_list("service_id", "minutes"))
    seen: dict[UUID | None, list[float]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LAST, given)
        for service_id, seconds in cursor.fetchall():
            seen.setdefault(service_id, []).append(float(seconds))
    return {
        key: usual(seen.get(key, []), written.get(key, reception.minutes) * 60.0) for key in {*seen, *written}
    }


_LAST = """
SELECT s.id, EXTRACT(EPOCH FROM t.ended_at - t.called_at)
FROM unnest(%(services)s::uuid[]) AS s(id)
CROSS JOIN LATERAL (
  SELECT ended_at, called_at FROM visits_ticket
  WHERE office_id = %(office)s AND state = 'served' AND service_id = s.id
  ORDER BY ended_at DESC LIMIT %(most)s
) t WHERE t.called_at IS NOT NULL
UNION ALL
(SELECT NULL, EXTRACT(EPOCH FROM ended_at - called_at) FROM visits_ticket
 WHERE office_id = %(office)s AND state = 'served' AND service_id IS NULL AND called_at IS NOT NULL
 ORDER BY ended_at DESC LIMIT %(most)s)
"""
"""Each service by its index, however many visits the office ever had."""
