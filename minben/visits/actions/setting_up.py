"""How an office receives people: its rules, its counters, how long things take."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, Office
from minben.catalog.models import PublicService
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing
from minben.visits.keeping import changed, new_token, wrong
from minben.visits.models import Counter, Reception, ServiceTime, Ticket

LIMITS = {
    "per_counter": (1, 12),
    "minutes": (1, 240),
    "days_ahead": (1, 90),
    "change_minutes": (0, 2880),
    "early": (0, 120),
    "late": (0, 120),
    "ordinary_every": (2, 20),
}
"""From and to, both included."""


@transaction.atomic
def set_reception(actor: Actor, office: Office, **rules: Any) -> Reception:
    """Receive people here by number and by time, or change the rules. Raises Invalid for a figure out of bounds."""
    require(actor, "visit.arrange", office)
    for name, value in rules.items():
        if name in LIMITS and not LIMITS[name][0] <= value <= LIMITS[name][1]:
            least, most = LIMITS[name]
            raise wrong(name, _("Between %(least)s and %(most)s.") % {"least": least, "most": most})
    held, new = Reception.objects.select_for_update().get_or_create(
        office=office, defaults={"wall_token": new_token()}
    )
    before = {name: getattr(held, name) for name in rules}
    for name, value in rules.items():
        setattr(held, name, value)
    held.save()
    trail.wrote(
        actor, "reception.set", subject=("office", office.id), before={} if new else before, after=rules
    )
    changed(office.id)
    return held


@transaction.atomic
def set_counter(
    actor: Actor,
    office: Office,
    *,
    code: str,
    department: Department | None = None,
    name: dict[str, Any] | None = None,
    services: Sequence[PublicService] = (),
    active: bool = True,
    counter_id: uuid.UUID | None = None,
) -> Counter:
    """A new counter, or another one of an old. Raises Invalid for a code in use; Conflict while somebody is at it."""
    require(actor, "visit.arrange", office)
    written = code.strip()[:8]
    if not written:
        raise wrong("code", _("Write what is called: a figure or a letter and a figure."))
    if any(key != counter_id for key in _called(office, written)):
        raise wrong("code", _("Another counter here is called so."))
    held = _counter(office, counter_id)
    held.code, held.name, held.active = written, dict(name or {}), active
    held.department = department or office.department
    if not active:
        _must_be_empty(held)
        held.open, held.staff_id, held.opened_at = False, None, None
    held.save()
    held.services.set(services)
    after = {"code": written, "active": active, "services": sorted(one.slug for one in services)}
    trail.wrote(actor, "counter.set", subject=("counter", held.id), after=after)
    changed(office.id)
    return held


def _called(office: Office, code: str) -> list[uuid.UUID]:
    return list(Counter.objects.filter(office=office, code=code).values_list("id", flat=True))


def _counter(office: Office, counter_id: uuid.UUID | None) -> Counter:
    if counter_id is None:
        return Counter(office=office)
    found = Counter.objects.select_for_update().filter(office=office, pk=counter_id).first()
    if found is None:
        raise Missing(_("There is no such counter."))
    return found


def _must_be_empty(held: Counter) -> None:
    if Ticket.objects.filter(counter=held, state=Ticket.State.CALLED).exists():
        raise Conflict(_("Somebody is at this counter. Close it when they were served."))


@transaction.atomic
def set_service_time(actor: Actor, office: Office, service: PublicService, minutes: int | None) -> None:
    """How long the service takes here; None: as the office says for everything. Raises Invalid out of bounds."""
    require(actor, "visit.arrange", office)
    least, most = LIMITS["minutes"]
    if minutes is not None and not least <= minutes <= most:
        raise wrong("minutes", _("Between %(least)s and %(most)s.") % {"least": least, "most": most})
    rows = ServiceTime.objects.filter(office=office, service=service)
    if minutes is None:
        rows.delete()
    else:
        ServiceTime.objects.update_or_create(office=office, service=service, defaults={"minutes": minutes})
    trail.wrote(actor, "service_time.set", subject=("office", office.id), after={service.slug: minutes})
