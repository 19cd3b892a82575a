"""Closing a department, and opening it again. Its history, its name on old cases and its staff's names stay."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.leaning import Handover, left_of, pass_all_on
from minben.agencies.models import Department
from minben.agencies.queries import forget_names
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Text

from .places import move_department


@transaction.atomic
def close_department(
    actor: Actor, department: Department, *, reason: str, successor: Department | None = None
) -> Department:
    """Nothing is sent to it any more; ``successor`` takes over open work, queues, services, staff and offices.

    Closed, it stands under its successor, so that those who take over can read its history. Without a successor:
    only when nothing leans on it. Raises Conflict while something stays, Invalid for a successor that cannot be one.
    """
    require(actor, "agencies.manage")
    held, heir = _locked(department, successor)
    if not reason.strip():
        raise Invalid(_("Say why it is closed."), fields={"reason": _("Say why it is closed.")})
    if held.is_centre:
        raise Conflict(_("The hotline centre cannot be closed. Mark another department as the centre first."))
    if not held.active:
        raise Conflict(_("This department is closed already."))
    if heir is not None:
        _may_inherit(held, heir)
        _hand_over(actor, held, heir)
    if left_of(held):
        raise Conflict(_("Something still leans on this department. Pass it on first."))
    return _set(actor, held, active=False, action="department.closed", reason=reason.strip()[:500], heir=heir)


def _locked(department: Department, successor: Department | None) -> tuple[Department, Department | None]:
    """Both rows, always in the same order, so that two closings cannot wait for each other."""
    keys = [one.id for one in (department, successor) if one is not None]
    rows = Department.objects.select_for_update(of=("self",)).select_related("jurisdiction")
    found = {row.id: row for row in rows.filter(id__in=keys).order_by("id")}
    return found[department.id], found[successor.id] if successor is not None else None


def _may_inherit(held: Department, heir: Department) -> None:
    """Raises Invalid at the field."""
    text: Text = ""
    if heir.id == held.id:
        text = _("A department cannot take over from itself. Choose another one.")
    elif not heir.active:
        text = _("This department is closed. Choose one that is open.")
    elif heir.jurisdiction_id != held.jurisdiction_id:
        text = _("It belongs to another place. Choose a department of the same one.")
    if text:
        raise Invalid(text, fields={"successor": text})


def _hand_over(actor: Actor, held: Department, heir: Department) -> None:
    if Department.objects.filter(parent=held, active=True).exists():
        raise Conflict(_("Departments stand below it. Move or close them first."))
    if held.parent_id != heir.id:
        move_department(actor, held, parent=heir)
        held.refresh_from_db(fields=["parent", "ancestors"])
    pass_all_on(Handover(actor, held, heir, timezone.now()))


@transaction.atomic
def reopen_department(actor: Actor, department: Department) -> Department:
    """It can be chosen again, empty: what its successor took over stays there. Raises Conflict when it is open, or stands under a closed one."""
    require(actor, "agencies.manage")
    held = Department.objects.select_for_update(of=("self",)).select_related("parent").get(id=department.id)
    if held.active:
        raise Conflict(_("This department is open."))
    if held.parent is not None and not held.parent.active:
        raise Conflict(_("The department above it is closed. Open that one, or move this one."))
    return _set(actor, held, active=True, action="department.reopened", reason="")


def _set(
    actor: Actor,
    held: Department,
    *,
    active: bool,
    action: str,
    reason: str,
    heir: Department | None = None,
) -> Department:
    before, held.active = held.successor_id, active
    held.closed_on = None if active else timezone.localdate()
    held.successor = heir
    held.save(update_fields=["active", "closed_on", "successor"])
    trail.wrote(
        actor,
        action,
        subject=("department", held.id),
        before={"active": not active, "successor": before},
        after={"active": active, "successor": heir.id if heir else None},
        reason=reason,
    )
    transaction.on_commit(forget_names)
    return held
