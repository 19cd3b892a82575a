"""The hall: rules, counters, one who waits, one at the counter of whoever looks, one served and not content, one still to come."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from minben.agencies.models import Office
from minben.catalog.models import PublicService
from minben.foundation.access.actor import SYSTEM
from minben.foundation.records.ids import new_id
from minben.visits.actions import rate_visit, set_counter, set_reception, set_service_time
from minben.visits.availability import asked_of, slots_between
from minben.visits.models import Appointment, Counter, Reception, Ticket

if TYPE_CHECKING:
    from .scene import Scene


def furnish(scene: Scene) -> None:
    now, town = timezone.now(), scene.town
    hall = Office.objects.get()
    whole = PublicService.objects.get(slug="whole")
    reception = set_reception(SYSTEM, hall)
    set_service_time(SYSTEM, hall, whole, 20)
    mine = set_counter(SYSTEM, hall, code="1", department=town.water)
    other = set_counter(SYSTEM, hall, code="2", department=town.water, services=[whole])
    Counter.objects.filter(id=mine.id).update(open=True, staff_id=scene.work.staff.id, opened_at=now)
    Counter.objects.filter(id=other.id).update(open=True, staff_id=new_id(), opened_at=now)
    held = {
        "office": hall,
        "day": timezone.localdate(),
        "since": now,
        "service": whole,
        "party": scene.person,
    }
    waiting = Ticket.objects.create(number=1, token="waiting-token", **held)
    at_mine = {"counter": mine, "staff_id": scene.work.staff.id, "called_at": now}
    Ticket.objects.create(number=2, token="called-token", state="called", **at_mine, **held)
    served = Ticket.objects.create(
        number=3, token="served-token", state="served", ended_at=now, **at_mine, **held
    )
    rate_visit(SYSTEM, served.id, level=1, reasons=["slow"])
    coming = Appointment.objects.create(
        office=hall, service=whole, starts_at=now + dt.timedelta(minutes=1), minutes=20, token="coming-token",
        party=scene.person, account_id=scene.account.id, told_at=now,
    )  # fmt: skip
    Appointment.objects.create(
        office=hall, service=whole, starts_at=now + dt.timedelta(days=1), minutes=20, token="later-token",
        party=scene.person, account_id=scene.account.id, told_at=now,
    )  # fmt: skip
    scene.known["soon"] = _soon(reception)
    scene.known |= {
        "reception_id": reception.id, "counter_id": mine.id, "waiting": "waiting-token", "served": "served-token",
        "coming": "coming-token", "later": "later-token", "wall": reception.wall_token, "waiting_id": waiting.id,
        "served_id": served.id, "appointment_id": coming.id,
    }  # fmt: skip


def _soon(reception: Reception) -> dt.date:
    """A day with free times that no booking of the scene is on."""
    now, today = timezone.now(), timezone.localdate()
    days = slots_between(
        asked_of(reception, None), today + dt.timedelta(days=3), today + dt.timedelta(days=14), now
    )
    return next(day for day, slots in days.items() if slots)
