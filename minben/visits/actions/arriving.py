"""Numbers of the day: taken at the door, given by staff, or by an appointment's arrival; priority by law with its proof."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.opening import hours_on, local_day
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.idempotency import once
from minben.parties.queries import has_statutory_priority
from minben.visits.availability import asked_of
from minben.visits.keeping import changed, new_token, reception_of, wrong
from minben.visits.models import Appointment, Reception, Ticket

PROVEN = "Party"
"""Basis of a priority that is proven on the record of the person: the record itself says which law."""


def take_number(
    actor: Actor,
    office_id: uuid.UUID,
    service_id: uuid.UUID | None,
    *,
    key: str,
    party_id: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Ticket:
    """A number for somebody who comes without an appointment; twice with one ``key`` is one number.

    Raises Conflict while the office is closed, Invalid for what no counter serves. Only staff name a party.
    """
    require(actor, "visit.book")
    moment = now or timezone.now()
    given = {"office": office_id, "service": service_id, "party": party_id}

    def work() -> dict[str, Any]:
        reception = reception_of(office_id, lock=True)
        if actor.serves:
            require(actor, "visit.office", reception.office)
        _must_be_open(reception, moment)
        if not asked_of(reception, service_id).counters:
            raise wrong("service", _("No counter of this office serves this. Choose something else."))
        known = party_id if actor.serves else None
        made = _give(actor, reception, Ticket.WALKED_IN, moment, service_id=service_id, party_id=known)
        return {"id": str(made.id)}

    result, _new = once(actor.key, f"number:{key}", given, work)
    return Ticket.objects.get(pk=uuid.UUID(result["id"]))


@transaction.atomic
def arrive(actor: Actor, appointment_id: uuid.UUID, *, now: dt.datetime | None = None) -> Ticket:
    """Whoever booked is here and gets a number; saying so twice gives the same one.

    Raises Conflict on another day than the booked one, or when it was cancelled.
    """
    require(actor, "visit.own")
    moment = now or timezone.now()
    office_id = Appointment.objects.filter(pk=appointment_id).values_list("office_id", flat=True).first()
    if office_id is None:
        raise Missing(_("There is no such appointment."))
    reception = reception_of(office_id, lock=True)
    held = Appointment.objects.select_for_update().get(pk=appointment_id)
    given = Ticket.objects.filter(appointment=held).first()
    if given is not None:
        return given
    _must_be_due(reception, held, moment)
    held.state = Appointment.State.ARRIVED
    held.save(update_fields=["state"])
    return _give(
        actor,
        reception,
        Ticket.BOOKED,
        moment,
        service_id=held.service_id,
        party_id=held.party_id,
        appointment=held,
    )


def _must_be_due(reception: Reception, held: Appointment, now: dt.datetime) -> None:
    if held.state != Appointment.State.BOOKED:
        raise Conflict(_("This appointment was cancelled. Take a number without it."))
    if local_day(reception.office, held.starts_at) != local_day(reception.office, now):
        raise Conflict(_("This appointment is for another day."))


def _must_be_open(reception: Reception, now: dt.datetime) -> None:
    """Numbers are given from an hour before opening until closing: people queue at the door."""
    zone = reception.office.department.jurisdiction.zone
    local = now.astimezone(zone)
    spans = hours_on(reception.office, local.date())
    if not spans:
        raise Conflict(_("The office is closed today. Numbers are given on days when it is open."))
    soon = (local + dt.timedelta(hours=1)).time() if local.hour < 23 else dt.time.max
    if soon < spans[0][0] or local.time() >= spans[-1][1]:
        raise Conflict(_("The office is closed now. Numbers are given while it is open."))


def _give(actor: Actor, reception: Reception, letter: str, now: dt.datetime, **fields: Any) -> Ticket:
    """The reception is locked, so numbers have no gap and no double."""
    day = local_day(reception.office, now)
    before = Ticket.objects.filter(office_id=reception.office_id, day=day, letter=letter)
    number = (before.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > 32_000:
        raise Conflict(_("There are no more numbers today."))
    made = Ticket.objects.create(
        office=reception.office,
        day=day,
        letter=letter,
        number=number,
        token=new_token(),
        since=now,
        **_priority(fields.get("party_id"), day),
        **fields,
    )
    trail.wrote(actor, "visit.number", subject=("visit", made.id), after={"number": made.shown})
    changed(reception.office_id)
    return made


def _priority(party_id: uuid.UUID | None, day: dt.date) -> dict[str, Any]:
    """Of what is known of somebody the queue asks for this alone."""
    if party_id is None or party_id not in has_statutory_priority([party_id], day):
        return {}
    return {"statutory": True, "basis": PROVEN}


@transaction.atomic
def record_priority(actor: Actor, ticket_id: uuid.UUID, *, basis: str, proof: str) -> Ticket:
    """Staff saw the proof of a priority by law: who saw what is kept. Raises Invalid without law or proof."""
    held = waiting_ticket(ticket_id)
    require(actor, "visit.office", held.office)
    fields = {}
    if not basis.strip():
        fields["basis"] = _("Name the law that gives priority.")
    if not proof.strip():
        fields["proof"] = _("Write what you saw: the kind of document, without its number.")
    if fields:
        raise Invalid(_("Some answers need another look."), fields=fields)
    held.statutory, held.basis, held.proof = True, basis.strip()[:300], proof.strip()[:300]
    held.proof_seen_by = actor.staff_id
    held.save(update_fields=["statutory", "basis", "proof", "proof_seen_by"])
    trail.wrote(
        actor, "visit.priority", subject=("visit", held.id), after={"basis": held.basis, "proof": held.proof}
    )
    changed(held.office_id)
    return held


@transaction.atomic
def leave(actor: Actor, ticket_id: uuid.UUID, *, now: dt.datetime | None = None) -> Ticket:
    """Whoever holds the number gives it back and goes. Raises Conflict when they were called already."""
    require(actor, "visit.own")
    held = waiting_ticket(ticket_id)
    held.state, held.ended_at = Ticket.State.LEFT, now or timezone.now()
    held.save(update_fields=["state", "ended_at"])
    trail.wrote(actor, "visit.left", subject=("visit", held.id))
    changed(held.office_id)
    return held


def waiting_ticket(ticket_id: uuid.UUID) -> Ticket:
    """Locked. Raises Missing, or Conflict when nobody waits with it any more."""
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("office__department__jurisdiction")
    held = rows.filter(pk=ticket_id).first()
    if held is None:
        raise Missing(_("There is no such number."))
    if held.state != Ticket.State.WAITING:
        raise Conflict(_("This number waits no more."))
    return held
