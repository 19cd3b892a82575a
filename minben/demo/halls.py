"""The halls of the practice city: counters, what is booked, and who waits today."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from minben.agencies.models import Department, Office, Staff
from minben.agencies.opening import local_day
from minben.catalog.models import PublicService
from minben.foundation.access.actor import SYSTEM
from minben.foundation.records.ids import id_at
from minben.parties.models import Party
from minben.visits.actions import set_counter, set_reception, set_service_time
from minben.visits.availability import asked_of, slots_between
from minben.visits.keeping import changed, new_token, reception_of
from minben.visits.models import Appointment, Counter, Ticket

from .people import person_id

HALL = "hall-city"
HALLS: dict[str, list[tuple[str, str, dict[str, str]]]] = {
    HALL: [
        ("1", "govservice", {"zh-hant": "綜合", "en": "General"}),
        ("2", "govservice", {"zh-hant": "綜合", "en": "General"}),
        ("3", "civil", {"zh-hant": "民政", "en": "Civil affairs"}),
        ("4", "urban", {"zh-hant": "城市管理", "en": "Urban management"}),
        ("5", "govservice", {"zh-hant": "綠色通道", "en": "Green lane"}),
    ],
    "hall-tangxi": [("1", "tangxi", {}), ("2", "tangxi", {})],
}
LONG = {"real-estate-transfer": 45, "marriage-registration": 40, "resident-id-card": 10}
USUAL = ("resident-id-card", "marriage-registration", "birth-medical-certificate", "real-estate-transfer")
AT_WORK = ("1", "2")
SERVED, WAITING, BOOKED, EVERY = 14, 6, 12, 4


@dataclass
class _Today:
    """What the rows of one day are made of."""

    office: Office
    now: dt.datetime
    services: list[PublicService]
    rng: random.Random
    people: list[uuid.UUID]

    def somebody(self) -> uuid.UUID | None:
        """One of the inhabitants; nobody while there are none."""
        return self.rng.choice(self.people) if self.people else None

    def service(self) -> PublicService | None:
        return self.rng.choice([*self.services, None]) if self.services else None


def furnish(people: int) -> None:
    """Counters once; numbers and appointments of today once a day. Safe to run at every start."""
    for code, counters in HALLS.items():
        office = Office.objects.filter(code=code).select_related("department__jurisdiction").first()
        if office is not None:
            with transaction.atomic():
                _counters(office, counters)
                _today(office, people)


def _counters(office: Office, counters: list[tuple[str, str, dict[str, str]]]) -> None:
    if Counter.objects.filter(office=office).exists():
        return
    set_reception(SYSTEM, office)
    departments = {one.code: one for one in Department.objects.filter(jurisdiction__practice=True)}
    for code, department, name in counters:
        set_counter(SYSTEM, office, code=code, department=departments.get(department), name=name)
    for service in PublicService.objects.filter(slug__in=LONG):
        set_service_time(SYSTEM, office, service, LONG[service.slug])


def _today(office: Office, people: int) -> None:
    now = timezone.now()
    day = local_day(office, now)
    if Ticket.objects.filter(office=office, day=day).exists():
        return
    services = list(PublicService.objects.filter(slug__in=USUAL).order_by("slug"))
    today = _Today(office, now, services, random.Random(f"{office.code} {day}"), inhabitants(people))
    Ticket.objects.filter(office=office, state__in=["waiting", "called"]).update(state="left", ended_at=now)
    sitting = _sit_down(today) if office.code == HALL else []
    _numbers(today, day, sitting)
    _bookings(today)
    changed(office.id)


def inhabitants(people: int) -> list[uuid.UUID]:
    """Those of the first so many people that live here."""
    wanted = [person_id(number) for number in range(people)]
    return list(Party.objects.filter(id__in=wanted).order_by("id").values_list("id", flat=True))


def _sit_down(today: _Today) -> list[Counter]:
    """Two clerks of the hall's own department are at work; the other counters wait for whoever practises."""
    Counter.objects.filter(office=today.office, opened_at__lt=today.now - dt.timedelta(hours=12)).update(
        open=False, staff_id=None, opened_at=None
    )
    clerks = Staff.objects.filter(department=today.office.department, account=None).order_by("number")
    counters = Counter.objects.filter(office=today.office, code__in=AT_WORK, staff_id=None).order_by("code")
    found = list(zip(counters, clerks, strict=False))
    for counter, clerk in found:
        counter.open, counter.staff_id, counter.opened_at = True, clerk.id, today.now
        counter.save(update_fields=["open", "staff_id", "opened_at"])
    return [counter for counter, _clerk in found]


def _numbers(today: _Today, day: dt.date, sitting: list[Counter]) -> None:
    """Served since this morning, one at each open counter, and those who wait; one with priority by law."""
    zone = today.office.department.jurisdiction.zone
    morning = dt.datetime.combine(day, dt.time(0, 1), tzinfo=zone)
    rows = []
    for number in range(1, SERVED + len(sitting) + WAITING + 1):
        since = max(morning, today.now - dt.timedelta(minutes=7 * (SERVED + WAITING + 2 - number)))
        made = Ticket(
            id=id_at(since), office=today.office, day=day, number=number, token=new_token(),
            service=today.service(), party_id=today.somebody() if number % 2 else None, since=since,
        )  # fmt: skip
        if sitting and number <= SERVED:
            _was_served(made, sitting[number % len(sitting)], since, today)
        elif number <= SERVED + len(sitting):
            if not sitting:
                continue
            _is_here(made, sitting[number - SERVED - 1], today)
        elif number == SERVED + len(sitting) + 3:
            made.statutory, made.basis, made.proof = True, "殘疾人保障法第五十條", "殘疾人證"
        rows.append(made)
    Ticket.objects.bulk_create(rows)


def _was_served(made: Ticket, counter: Counter, since: dt.datetime, today: _Today) -> None:
    called = since + dt.timedelta(minutes=today.rng.randrange(3, 12))
    made.state, made.counter, made.staff_id, made.calls = "served", counter, counter.staff_id, 1
    made.called_at = min(called, today.now)
    made.ended_at = min(called + dt.timedelta(minutes=today.rng.randrange(4, 15)), today.now)


def _is_here(made: Ticket, counter: Counter, today: _Today) -> None:
    made.state, made.counter, made.staff_id, made.calls = "called", counter, counter.staff_id, 1
    made.called_at = today.now - dt.timedelta(minutes=today.rng.randrange(1, 6))


def _bookings(today: _Today) -> None:
    """Times of today and the next days that are free, every fourth of them taken."""
    if not today.people:
        return
    reception = reception_of(today.office.id)
    first = local_day(today.office, today.now)
    slots = slots_between(asked_of(reception, None), first, first + dt.timedelta(days=4), today.now)
    free = [slot for found in slots.values() for slot in found if slot.free][::EVERY][:BOOKED]
    Appointment.objects.bulk_create(
        Appointment(
            office=today.office, service=today.service(), starts_at=slot.starts_at, minutes=reception.minutes,
            token=new_token(), party_id=today.rng.choice(today.people), told_at=today.now,
        )
        for slot in free
    )  # fmt: skip
