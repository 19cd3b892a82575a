"""Closing a department, and opening it again. Its history, its name on old cases and its staff's names stay."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.leaning import left_of
from minben.agencies.models import Department
from minben.agencies.queries import forget_names
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid


@transaction.atomic
def close_department(actor: Actor, department: Department, *, reason: str) -> Department:
    """Nothing is sent to it any more. Raises Conflict while something leans on it, Invalid without a reason.

    Open work is passed on by those who lead it, not by closing: who takes it over is a decision in each case.
    """
    require(actor, "agencies.manage")
    held = Department.objects.select_for_update().get(id=department.id)
    if not reason.strip():
        raise Invalid(_("Say why it is closed."), fields={"reason": _("Say why it is closed.")})
    if held.is_centre:
        raise Conflict(_("The hotline centre cannot be closed. Mark another department as the centre first."))
    if not held.active:
        raise Conflict(_("This department is closed already."))
    if left_of(held):
        raise Conflict(_("Something still leans on this department. Pass it on first."))
    return _set(actor, held, active=False, action="department.closed", reason=reason.strip()[:500])


@transaction.atomic
def reopen_department(actor: Actor, department: Department) -> Department:
    """It can be chosen again. Raises Conflict when it is open, or stands under a closed one."""
    require(actor, "agencies.manage")
    held = Department.objects.select_for_update(of=("self",)).select_related("parent").get(id=department.id)
    if held.active:
        raise Conflict(_("This department is open."))
    if held.parent is not None and not held.parent.active:
        raise Conflict(_("The department above it is closed. Open that one, or move this one."))
    return _set(actor, held, active=True, action="department.reopened", reason="")


def _set(actor: Actor, held: Department, *, active: bool, action: str, reason: str) -> Department:
    held.active = active
    held.closed_on = None if active else timezone.localdate()
    held.successor = None
    held.save(update_fields=["active", "closed_on", "successor"])
    trail.wrote(
        actor,
        action,
        subject=("department", held.id),
        before={"active": not active},
        after={"active": active},
        reason=reason,
    )
    transaction.on_commit(forget_names)
    return held
