"""Which times an office still has, by its hours, counters and bookings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from minben.agencies.models import Office
from minben.agencies.opening import local_day, moments_on

from .models import Appointment, Counter, Reception, ServiceTime
from .slots import Places, Slot, Taken, day_slots

STANDS = (Appointment.State.BOOKED, Appointment.State.ARRIVED, Appointment.State.SERVED)
LEAD = dt.timedelta(minutes=15)
"""So long before it a time can be booked."""


@dataclass(frozen=True)
class Asked:
    """A visit to be booked: of which service (None: something else), how long, and at which counters."""

    reception: Reception
    service_id: UUID | None
    minutes: int
    counters: frozenset[UUID]
    serving: dict[UUID, frozenset[UUID]]

    @property
    def office(self) -> Office:
        return self.reception.office

    @property
    def places(self) -> Places:
        each = self.reception.per_counter
        return Places(all=len(self.serving) * each, own=len(self.counters) * each)

    def shares(self, service_id: UUID | None) -> bool:
        """Does a booking of that service take up a counter that this one needs?"""
        return bool(self.counters & counters_for(self.serving, service_id))


def serving_of(counters: Iterable[Counter]) -> dict[UUID, frozenset[UUID]]:
    """By counter the services it serves; an empty set is all. Counters come with their services."""
    return {one.id: frozenset(service.id for service in one.services.all()) for one in counters}


def counters_for(serving: dict[UUID, frozenset[UUID]], service_id: UUID | None) -> frozenset[UUID]:
    """Which counters serve it; “something else” is for those that serve all."""
    return frozenset(key for key, only in serving.items() if not only or service_id in only)


def asked_of(reception: Reception, service_id: UUID | None) -> Asked:
    """Two statements and the length of the service."""
    counters = Counter.objects.filter(office_id=reception.office_id, active=True).prefetch_related("services")
    serving = serving_of(counters)
    minutes = length_of(reception, service_id)
    return Asked(reception, service_id, minutes, counters_for(serving, service_id), serving)


def length_of(reception: Reception, service_id: UUID | None) -> int:
    """Minutes that a visit takes, as it was set up."""
    if service_id is None:
        return reception.minutes
    rows = ServiceTime.objects.filter(office_id=reception.office_id, service_id=service_id)
    return rows.values_list("minutes", flat=True).first() or reception.minutes


def last_day(reception: Reception, now: dt.datetime) -> dt.date:
    return local_day(reception.office, now) + dt.timedelta(days=reception.days_ahead)


def slots_between(
    asked: Asked, first: dt.date, last: dt.date, now: dt.datetime, *, without: UUID | None = None
) -> dict[dt.date, list[Slot]]:
    """By day, from ``first`` to ``last``, what can be booked; ``without``: a booking that would move. One statement."""
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    spans = {day: moments_on(asked.office, day) for day in days}
    taken = _taken(
        asked, [moment for ranges in spans.values() for span in ranges for moment in span], without
    )
    after = now + LEAD
    return {
        day: day_slots(spans[day], asked.minutes, asked.places, taken, after=after) if spans[day] else []
        for day in days
    }


def _taken(asked: Asked, edges: list[dt.datetime], without: UUID | None) -> list[Taken]:
    if not edges:
        return []
    rows = Appointment.objects.filter(
        office_id=asked.reception.office_id,
        starts_at__range=(min(edges), max(edges)),
        state__in=STANDS,
    )
    if without is not None:
        rows = rows.exclude(id=without)
    return [
        Taken(starts_at, minutes, asked.shares(service_id))
        for starts_at, minutes, service_id in rows.values_list("starts_at", "minutes", "service_id")
    ]
