"""Lending people to another department, and calling them back."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.events import LendingEnded
from minben.agencies.models import Department, Lending, RoleGrant, Staff
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role, clash
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text

from .standing import must_be_open

LENT = (Role.AGENT, Role.DISPATCHER, Role.OFFICER, Role.CHECKER, Role.CALLBACK)
"""The roles that somebody can be lent in: those that work. Watching and guarding are not lent."""
LONGEST = dt.timedelta(days=183)


@transaction.atomic
def lend(
    actor: Actor,
    staff: Staff,
    department: Department,
    role: Role,
    *,
    since: dt.date,
    until: dt.date,
    note: str = "",
) -> Lending:
    """Somebody works for another department as well, for at most half a year; both are led by ``actor``.

    Raises Invalid for days that are over or too many, Conflict for a role held there already or excluded.
    """
    holder = Staff.objects.select_for_update(of=("self",)).select_related("department").get(id=staff.id)
    require(actor, "agencies.lend", holder)
    require(actor, "agencies.lend", department)
    must_be_open(department)
    _days(since, until)
    _free_for(holder, department, role)
    made = Lending.objects.create(
        staff=holder,
        department=department,
        role=role.value,
        since=since,
        until=until,
        note=note,
        lent_by=actor.staff_id,
    )
    after = {"role": role.value, "department": department.id, "since": since, "until": until}
    trail.wrote(actor, "staff.lent", subject=("staff", holder.id), after=after, reason=note)
    if since <= timezone.localdate():
        _begin(actor, made)
    return made


@transaction.atomic
def call_back_lent(actor: Actor, lending_id: uuid.UUID) -> Lending:
    """End a lending at once. What the person had taken there goes back into the queue (cases listens)."""
    found = (
        Lending.objects.select_for_update(of=("self",))
        .select_related("staff__department", "department")
        .filter(pk=lending_id)
        .exclude(state=Lending.State.ENDED)
        .first()
    )
    if found is None:
        raise Missing(_("This lending is over already."))
    require(actor, "agencies.lend", found.staff)
    return _end(actor, found)


def sweep_lendings(today: dt.date) -> int:
    """Begin what starts today and end what is over. Safe in several workers at once; returns how many changed."""
    with transaction.atomic():
        live = Lending.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
            "staff", "department"
        )
        starting = list(
            live.filter(state=Lending.State.PLANNED, since__lte=today, until__gte=today, staff__active=True)[
                :200
            ]
        )
        over = list(live.filter(until__lt=today).exclude(state=Lending.State.ENDED)[:200])
        for one in starting:
            _begin(SYSTEM, one)
        for one in over:
            _end(SYSTEM, one)
    return len(starting) + len(over)


def _begin(actor: Actor, lending: Lending) -> None:
    """A grant of its own; when the role was given otherwise meanwhile, that one stays and none is added.

    Who became an administrator since it was planned works for nobody else: it ends before it began.
    """
    if clash(set(lending.staff.grants.values_list("role", flat=True)), lending.role) is not None:
        _end(actor, lending)
        return
    RoleGrant.objects.get_or_create(
        staff=lending.staff,
        role=lending.role,
        department=lending.department,
        defaults={"until": lending.until, "lending": lending},
    )
    lending.state = Lending.State.RUNNING
    lending.save(update_fields=["state"])
    after = {"role": lending.role, "department": lending.department_id, "until": lending.until}
    trail.wrote(actor, "staff.lending.began", subject=("staff", lending.staff_id), after=after)


def _end(actor: Actor, lending: Lending) -> Lending:
    RoleGrant.objects.filter(lending=lending).delete()
    lending.state = Lending.State.ENDED
    lending.save(update_fields=["state"])
    announce(LendingEnded(subject_id=lending.staff_id, department_id=lending.department_id))
    before = {"role": lending.role, "department": lending.department_id}
    trail.wrote(actor, "staff.lending.ended", subject=("staff", lending.staff_id), before=before)
    return lending


def _days(since: dt.date, until: dt.date) -> None:
    if until < since:
        raise _invalid("until", _("It ends before it starts. Check both days."))
    if until < timezone.localdate():
        raise _invalid("until", _("These days are over."))
    if until - since > LONGEST:
        raise _invalid("until", _("Nobody is lent for more than half a year. Ask for a transfer instead."))


def _free_for(staff: Staff, department: Department, role: Role) -> None:
    if role not in LENT:
        raise _invalid("role", _("Choose a role that works on cases."))
    if not staff.active:
        raise Conflict(_("This member of staff has left. Roles are for those at work."))
    held = set(staff.grants.values_list("role", flat=True))
    if clash(held, role.value) is not None:
        raise Conflict(_("An administrator works for nobody else."))
    there = staff.grants.filter(role=role.value, department=department).exists()
    open_ = Lending.objects.filter(staff=staff, role=role.value, department=department)
    if there or open_.exclude(state=Lending.State.ENDED).exists():
        raise _invalid("staff", _("This person works there in this role already, or is about to."))


def _invalid(field: str, text: Text) -> Invalid:
    return Invalid(text, fields={field: text})
