"""Who may do what at an office. A member of the public by the token of what is theirs; staff where they work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, Office
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.policies import declare, holds
from minben.foundation.access.roles import Role

from .models import Counter

CLERKS = (Role.AGENT, Role.OFFICER, Role.SUPERVISOR)


def _line(department: Department) -> set[UUID]:
    return {department.id, *map(UUID, department.ancestors)}


def _not_a_machine(actor: Actor, _subject: Any) -> bool:
    return actor.kind != ActorKind.MACHINE


def _sits(actor: Actor, subject: Any) -> bool:
    """A clerk of the counter's department, or of one above it."""
    if not holds(*CLERKS)(actor, None) or actor.kind != ActorKind.STAFF:
        return False
    if not isinstance(subject, Counter):
        return subject is None
    return bool(_line(subject.department) & actor.departments(*CLERKS))


def _works_at(actor: Actor, subject: Any) -> bool:
    """A clerk of the office's department, of one above it, or of one that has a counter there."""
    if not holds(*CLERKS)(actor, None) or actor.kind != ActorKind.STAFF:
        return False
    if not isinstance(subject, Office):
        return subject is None
    own = actor.departments(*CLERKS)
    return bool(_line(subject.department) & own) or subject.id in offices_with_counters(own, subject.id)


def offices_with_counters(departments: frozenset[UUID], *only: UUID) -> set[UUID]:
    """Offices, perhaps only of these, where one of the departments has a counter in use. One statement."""
    rows = Counter.objects.filter(active=True, department_id__in=departments)
    return set((rows.filter(office_id__in=only) if only else rows).values_list("office_id", flat=True))


def works_at(actor: Actor, offices: Iterable[Office]) -> list[Office]:
    """Those of ``offices`` where the actor works: the same rule for many, with one statement."""
    own = actor.departments(*CLERKS)
    served = offices_with_counters(own)
    return [one for one in offices if _line(one.department) & own or one.id in served]


def _arranges(actor: Actor, subject: Any) -> bool:
    """The supervisor of the office's department or of one above it, and the system administrator."""
    if actor.kind != ActorKind.STAFF:
        return False
    if actor.has(Role.SYSTEM):
        return True
    own = actor.departments(Role.SUPERVISOR)
    return bool(own) if not isinstance(subject, Office) else bool(_line(subject.department) & own)


declare("visit.book", _not_a_machine)
declare("visit.own", _not_a_machine)
declare("visit.serve", _sits, _("You may sit at counters of your own department."))
declare("visit.office", _works_at, _("You may look at offices where your department has a counter."))
declare(
    "visit.arrange",
    _arranges,
    _("Counters are set up by the supervisor of the office and by the system administrator."),
)
