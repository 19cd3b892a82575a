"""Appointments: booked, moved, cancelled by whom they belong to."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.opening import local_day
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.idempotency import once
from minben.parties.actions import make_provisional
from minben.parties.reaching import region_of
from minben.visits import notices
from minben.visits.availability import Asked, asked_of, last_day, slots_between
from minben.visits.keeping import changed, new_token, reception_of, wrong
from minben.visits.models import Appointment, Reception


@dataclass(frozen=True)
class Who:
    """Who comes: a party that is known, or a name and a way to reach them."""

    party_id: uuid.UUID | None = None
    name: str = ""
    phone: str = ""
    email: str = ""


def book(
    actor: Actor,
    office_id: uuid.UUID,
    service_id: uuid.UUID | None,
    starts_at: dt.datetime,
    who: Who,
    *,
    key: str,
    language: str = "zh-hant",
    now: dt.datetime | None = None,
) -> Appointment:
    """Book a time. Twice with one ``key`` is one appointment.

    Raises Invalid for a time that is over, too far off or outside opening hours, and for somebody without a name or a
    way to be reached; Conflict when the time is full: the last place goes to one of two who want it at once.
    """
    require(actor, "visit.book")
    _check(who)
    moment = now or timezone.now()
    given = {"office": office_id, "service": service_id, "at": starts_at, "who": who}

    def work() -> dict[str, Any]:
        reception = reception_of(office_id, lock=True)
        asked = _open_for(reception, service_id)
        _free(asked, starts_at, moment)
        made = _made(actor, asked, starts_at, who, language, moment)
        return {"id": str(made.id)}

    result, _new = once(actor.key, f"appointment:{key}", given, work)
    return Appointment.objects.get(pk=uuid.UUID(result["id"]))


def _open_for(reception: Reception, service_id: uuid.UUID | None) -> Asked:
    if not reception.booking:
        raise Conflict(_("This office takes no bookings at the moment. Come without one and take a number."))
    asked = asked_of(reception, service_id)
    if not asked.counters:
        raise wrong("service", _("No counter of this office serves this. Choose another office."))
    return asked


def _free(
    asked: Asked, starts_at: dt.datetime, now: dt.datetime, *, without: uuid.UUID | None = None
) -> None:
    day = local_day(asked.office, starts_at)
    if starts_at <= now:
        raise wrong("time", _("This time is over. Choose a later one."))
    if day > last_day(asked.reception, now):
        raise wrong("time", _("So far ahead nothing can be booked yet. Choose an earlier day."))
    slots = slots_between(asked, day, day, now, without=without)[day]
    found = next((slot for slot in slots if slot.starts_at == starts_at), None)
    if found is None:
        text = _("At that time the office is closed, or it is too late to book it. Choose another time.")
        raise wrong("time", text)
    if not found.free:
        raise Conflict(
            _("Somebody else was quicker: this time is taken. Choose another one."),
            fields={"time": _("This time is taken.")},
        )


def _made(
    actor: Actor,
    asked: Asked,
    starts_at: dt.datetime,
    who: Who,
    language: str,
    now: dt.datetime,
) -> Appointment:
    made = Appointment.objects.create(
        office=asked.office,
        service_id=asked.service_id,
        starts_at=starts_at,
        minutes=asked.minutes,
        told_at=now,
        token=new_token(),
        party_id=who.party_id or _provisional(actor, asked, who, language),
        account_id=None if actor.serves else actor.account_id,
        language=language,
    )
    trail.wrote(actor, "appointment.booked", subject=("appointment", made.id), after={"at": starts_at})
    notices.tell(made, "appointment_booked", asked_for=True)
    changed(asked.office.id)
    return made


def _provisional(actor: Actor, asked: Asked, who: Who, language: str) -> uuid.UUID:
    region = region_of(asked.office.department.jurisdiction.calendar)
    made = make_provisional(
        actor,
        name=who.name,
        phone=who.phone,
        email=who.email,
        source="appointment",
        language=language,
        region=region,
    )
    return made.id


def _check(who: Who) -> None:
    if who.party_id is not None:
        return
    fields = {}
    if not who.name.strip():
        fields["name"] = _("Write your name as you want to be called at the counter.")
    if not who.phone.strip() and not who.email.strip():
        fields["phone"] = _("Write a telephone number or an e-mail address.")
    if fields:
        raise Invalid(_("Some answers need another look."), fields=fields)


@transaction.atomic
def move(
    actor: Actor, appointment_id: uuid.UUID, starts_at: dt.datetime, *, now: dt.datetime | None = None
) -> Appointment:
    """To another time of the same office and service. Raises Conflict when it is too late to change it, or as booking."""
    require(actor, "visit.own")
    moment = now or timezone.now()
    held, reception = _changing(actor, appointment_id, moment)
    if held.starts_at == starts_at:
        return held
    _free(_open_for(reception, held.service_id), starts_at, moment, without=held.id)
    before = held.starts_at
    held.starts_at, held.moved, held.told_at, held.reminded_at = starts_at, held.moved + 1, moment, None
    held.save(update_fields=["starts_at", "moved", "told_at", "reminded_at"])
    trail.wrote(
        actor,
        "appointment.moved",
        subject=("appointment", held.id),
        before={"at": before},
        after={"at": starts_at},
    )
    notices.tell(held, "appointment_booked", asked_for=True)
    changed(held.office_id)
    return held


@transaction.atomic
def cancel(actor: Actor, appointment_id: uuid.UUID, *, now: dt.datetime | None = None) -> Appointment:
    """Give the time back. Raises Conflict when it is too late, or it was used or cancelled already."""
    require(actor, "visit.own")
    held, _reception = _changing(actor, appointment_id, now or timezone.now())
    held.state = Appointment.State.CANCELLED
    held.save(update_fields=["state"])
    trail.wrote(actor, "appointment.cancelled", subject=("appointment", held.id))
    changed(held.office_id)
    return held


def changeable(held: Appointment, reception: Reception, now: dt.datetime) -> bool:
    """Until when is configured: afterwards somebody waits at a counter for nothing."""
    latest = held.starts_at - dt.timedelta(minutes=reception.change_minutes)
    return held.state == Appointment.State.BOOKED and now <= latest


def _changing(actor: Actor, appointment_id: uuid.UUID, now: dt.datetime) -> tuple[Appointment, Reception]:
    """Locked: the office first, then the appointment."""
    office_id = Appointment.objects.filter(pk=appointment_id).values_list("office_id", flat=True).first()
    if office_id is None:
        raise Missing(_("There is no such appointment."))
    reception = reception_of(office_id, lock=True)
    held = Appointment.objects.select_for_update().get(pk=appointment_id)
    if held.state != Appointment.State.BOOKED:
        raise Conflict(_("This appointment is used or cancelled already."))
    if not actor.serves and not changeable(held, reception, now):
        raise Conflict(_("It is too late to change it here. Phone the office if you cannot come."))
    return held, reception
