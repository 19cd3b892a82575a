"""At the counter: call the next one, call again, serve, miss, pass on."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases.actions.visiting import keep_visit
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.visits.events import VisitServed
from minben.visits.fairness import choose
from minben.visits.keeping import changed
from minben.visits.models import Appointment, Counter, Ticket
from minben.visits.names import service_names
from minben.visits.queue import line_for, rules_of

from .opening import locked


@transaction.atomic
def call_next(actor: Actor, counter_id: uuid.UUID, *, now: dt.datetime | None = None) -> Ticket | None:
    """Call whom the fair order says; None when nobody waits for this counter.

    While somebody is at the counter nobody new is called: pressing twice gives the same number. Two counters that
    press in the same moment get two different people. Raises Conflict while the counter is closed.
    """
    moment = now or timezone.now()
    counter = _at(actor, counter_id)
    here = Ticket.objects.filter(counter=counter, state=Ticket.State.CALLED).first()
    if here is not None:
        return here
    choice = choose(line_for(counter, moment), rules_of(counter.office_id), moment, run=counter.run)
    for key in choice.order:
        found = _taken(key)
        if found is not None:
            counter.run = choice.runs[key]
            counter.save(update_fields=["run"])
            return _call(actor, counter, found, moment)
    return None


def _taken(key: uuid.UUID) -> Ticket | None:
    """Mine, unless a colleague has it this very moment or called it since it was read."""
    rows = Ticket.objects.select_for_update(skip_locked=True, of=("self",))
    return rows.filter(pk=key, state=Ticket.State.WAITING).first()


def _call(actor: Actor, counter: Counter, held: Ticket, now: dt.datetime) -> Ticket:
    held.state, held.counter, held.staff_id = Ticket.State.CALLED, counter, actor.staff_id
    held.called_at, held.calls, held.for_counter = now, held.calls + 1, None
    held.save(update_fields=["state", "counter", "staff_id", "called_at", "calls", "for_counter"])
    trail.wrote(actor, "visit.called", subject=("visit", held.id), after={"counter": counter.code})
    changed(counter.office_id)
    return held


@transaction.atomic
def call_again(
    actor: Actor,
    counter_id: uuid.UUID,
    *,
    ticket_id: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Ticket:
    """The wall says it once more. The time at the counter begins now."""
    counter = _at(actor, counter_id)
    held = _here(counter, ticket_id)
    held.called_at, held.calls = now or timezone.now(), held.calls + 1
    held.save(update_fields=["called_at", "calls"])
    changed(counter.office_id)
    return held


@transaction.atomic
def serve(
    actor: Actor,
    counter_id: uuid.UUID,
    *,
    note: str = "",
    case_number: str = "",
    ticket_id: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Ticket:
    """It is done: the visit stands in the person's story, and may be rated once. Raises Invalid for a case not known here.

    ``ticket_id`` is who stood on the screen: pressed twice, or on an old page, it must not end the visit of the next one.
    """
    counter, moment = _at(actor, counter_id), now or timezone.now()
    held = _here(counter, ticket_id)
    held.note = " ".join((note or held.note).split())[:500]
    took = int((moment - (held.called_at or moment)).total_seconds())
    held.case_id = keep_visit(
        actor,
        visit_id=held.id,
        party_id=held.party_id,
        case_number=case_number,
        summary=service_names([held.service_id], "zh-hant")[held.service_id],
        note=held.note,
        seconds=max(0, took),
    )
    _end(actor, held, Ticket.State.SERVED, moment)
    _appointment(held, Appointment.State.SERVED)
    waited = int(((held.called_at or moment) - held.since).total_seconds())
    announce(
        VisitServed(held.id, held.office_id, held.service_id, held.party_id, max(0, waited), max(0, took))
    )
    return held


@transaction.atomic
def miss(
    actor: Actor,
    counter_id: uuid.UUID,
    *,
    ticket_id: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Ticket:
    """They did not come when they were called. The office can bring them back today."""
    held = _here(_at(actor, counter_id), ticket_id)
    _end(actor, held, Ticket.State.MISSED, now or timezone.now())
    _appointment(held, Appointment.State.MISSED)
    return held


@transaction.atomic
def pass_on(
    actor: Actor,
    counter_id: uuid.UUID,
    to_id: uuid.UUID,
    *,
    ticket_id: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Ticket:
    """To another counter of the office, where they come before those without a time. Raises Invalid for a closed one."""
    counter = _at(actor, counter_id)
    held = _here(counter, ticket_id)
    to = Counter.objects.filter(pk=to_id, office_id=counter.office_id, open=True).exclude(pk=counter.id)
    goal = to.first()
    if goal is None:
        text = _("Choose another counter that is open.")
        raise Invalid(text, fields={"to": text})
    held.state, held.counter, held.for_counter, held.called_at = Ticket.State.WAITING, None, goal, None
    held.save(update_fields=["state", "counter", "for_counter", "called_at"])
    trail.wrote(actor, "visit.passed_on", subject=("visit", held.id), after={"counter": goal.code})
    changed(counter.office_id)
    return held


@transaction.atomic
def keep_note(
    actor: Actor, counter_id: uuid.UUID, *, note: str, ticket_id: uuid.UUID | None = None
) -> Ticket:
    """What colleagues should know of the visit that is here."""
    held = _here(_at(actor, counter_id), ticket_id)
    held.note = " ".join(note.split())[:500]
    held.save(update_fields=["note"])
    trail.wrote(actor, "visit.noted", subject=("visit", held.id))
    changed(held.office_id)
    return held


@transaction.atomic
def bring_back(actor: Actor, ticket_id: uuid.UUID, *, now: dt.datetime | None = None) -> Ticket:
    """Somebody who was missed came after all: they wait again, as if they had come just now."""
    moment = now or timezone.now()
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("office__department__jurisdiction")
    held = rows.filter(pk=ticket_id).first()
    if held is None:
        raise Missing(_("There is no such number."))
    require(actor, "visit.office", held.office)
    today = moment.astimezone(held.office.department.jurisdiction.zone).date()
    if held.state != Ticket.State.MISSED or held.day != today:
        raise Conflict(_("Only a number of today that was missed can be brought back."))
    held.state, held.since, held.ended_at, held.counter = Ticket.State.WAITING, moment, None, None
    held.save(update_fields=["state", "since", "ended_at", "counter"])
    _appointment(held, Appointment.State.ARRIVED)
    trail.wrote(actor, "visit.brought_back", subject=("visit", held.id))
    changed(held.office_id)
    return held


def _at(actor: Actor, counter_id: uuid.UUID) -> Counter:
    """The counter that ``actor`` sits at, locked."""
    held = locked(counter_id)
    require(actor, "visit.serve", held)
    if not held.open or held.staff_id != actor.staff_id:
        raise Conflict(_("You do not sit at this counter any more. Open it again."))
    return held


def _here(counter: Counter, ticket_id: uuid.UUID | None) -> Ticket:
    """Who is at the counter. Raises Conflict for nobody, or for somebody else than ``ticket_id``."""
    held = (
        Ticket.objects.select_for_update(of=("self",))
        .filter(counter=counter, state=Ticket.State.CALLED)
        .first()
    )
    if held is None:
        raise Conflict(_("Nobody is at your counter. Call the next one."))
    if ticket_id is not None and held.pk != ticket_id:
        raise Conflict(
            _("Number %(shown)s is at your counter now. Nothing was changed.") % {"shown": held.shown}
        )
    return held


def _end(actor: Actor, held: Ticket, state: Ticket.State, now: dt.datetime) -> None:
    held.state, held.ended_at = state, now
    held.save(update_fields=["state", "ended_at", "note", "case_id"])
    trail.wrote(actor, f"visit.{state.value}", subject=("visit", held.id), case_id=held.case_id)
    changed(held.office_id)


def _appointment(held: Ticket, state: Appointment.State) -> None:
    if held.appointment_id is not None:
        Appointment.objects.filter(pk=held.appointment_id).update(state=state)
