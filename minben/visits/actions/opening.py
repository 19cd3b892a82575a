"""A clerk sits down at a counter, and gets up."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing
from minben.visits.keeping import changed
from minben.visits.models import Counter, Ticket


@transaction.atomic
def open_counter(actor: Actor, counter_id: uuid.UUID, *, now: dt.datetime | None = None) -> Counter:
    """Sit down here; the counter that one sat at before is left. Raises Conflict when a colleague sits here.

    Whoever left it open overnight is up by now: a counter that was opened on an earlier day is free.
    """
    moment = now or timezone.now()
    held = locked(counter_id)
    require(actor, "visit.serve", held)
    if held.staff_id == actor.staff_id and held.open:
        return held
    if held.staff_id is not None and held.staff_id != actor.staff_id and not _forgotten(held, moment):
        raise Conflict(_("A colleague sits at this counter. Choose another one."))
    for left in Counter.objects.select_for_update().filter(staff_id=actor.staff_id).exclude(id=held.id):
        _close(actor, left)
    held.open, held.staff_id, held.opened_at, held.run = True, actor.staff_id, moment, 0
    held.save(update_fields=["open", "staff_id", "opened_at", "run"])
    trail.wrote(actor, "counter.opened", subject=("counter", held.id))
    changed(held.office_id)
    return held


@transaction.atomic
def close_counter(actor: Actor, counter_id: uuid.UUID) -> Counter:
    """Get up. Raises Conflict while somebody stands at it."""
    held = locked(counter_id)
    require(actor, "visit.serve", held)
    _close(actor, held)
    return held


def _close(actor: Actor, held: Counter) -> None:
    if Ticket.objects.filter(counter=held, state=Ticket.State.CALLED).exists():
        raise Conflict(_("Somebody is at your counter. Serve them first, or say that they did not come."))
    held.open, held.staff_id, held.opened_at = False, None, None
    held.save(update_fields=["open", "staff_id", "opened_at"])
    trail.wrote(actor, "counter.closed", subject=("counter", held.id))
    changed(held.office_id)


def _forgotten(held: Counter, now: dt.datetime) -> bool:
    zone = held.office.department.jurisdiction.zone
    opened = held.opened_at
    return opened is None or opened.astimezone(zone).date() < now.astimezone(zone).date()


def locked(counter_id: uuid.UUID) -> Counter:
    """With its office and departments. Raises Missing for one that is not used any more."""
    rows = Counter.objects.select_for_update(of=("self",))
    held = (
        rows.select_related("office__department__jurisdiction", "department")
        .filter(pk=counter_id, active=True)
        .first()
    )
    if held is None:
        raise Missing(_("There is no such counter."))
    return held
