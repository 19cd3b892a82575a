"""Hiring staff, giving and taking roles, recording leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Cover, Department, RoleGrant, Staff
from minben.agencies.queries import forget_names
from minben.foundation.access.actions.accounts import staff_account
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import ADMINISTRATORS, Role, clash
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid
from minben.foundation.textsearch import pinyin_key

from .standing import must_be_open


@transaction.atomic
def hire_staff(
    actor: Actor,
    department: Department,
    number: str,
    *,
    name: str,
    email: str = "",
    password: str | None = None,
    title: str = "",
    phone: str = "",
    practice: bool = False,
) -> Staff:
    """A new employee; with ``email`` also an account for the desk. Roles are given by the security administrator."""
    require(actor, "agencies.manage")
    must_be_open(department)
    if Staff.objects.filter(number=number).exists():
        raise _invalid("number", _("Another member of staff has this number."))
    account = staff_account(email, name=name, password=password, practice=practice) if email else None
    made = Staff.objects.create(
        account=account,
        department=department,
        number=number,
        name=name,
        title=title,
        phone=phone,
        sort_key=pinyin_key(name)[:200],
    )
    after = {"number": number, "name": name, "email": email}
    trail.wrote(actor, "staff.hired", subject=("staff", made.id), after=after)
    return made


@transaction.atomic
def release_staff(actor: Actor, staff: Staff, *, reason: str = "") -> Staff:
    """Somebody leaves: the account is closed, the roles end, the name stays on what was done."""
    require(actor, "agencies.manage")
    if actor.staff_id == staff.id:
        raise Conflict(_("Nobody releases themselves. Ask the other administrator."))
    left = Staff.objects.select_for_update().get(id=staff.id)
    left.active = False
    left.save(update_fields=["active"])
    roles = list(left.grants.order_by("id").values_list("role", flat=True))
    left.grants.all().delete()
    if left.account is not None:
        left.account.is_active = False
        left.account.save(update_fields=["is_active"])
    trail.wrote(
        actor,
        "staff.released",
        subject=("staff", left.id),
        before={"active": True, "roles": roles},
        after={"active": False, "roles": []},
        reason=reason,
    )
    transaction.on_commit(forget_names)
    return left


@transaction.atomic
def grant_role(actor: Actor, staff: Staff, role: Role, *, department: Department | None = None) -> RoleGrant:
    """Give a role in a department (default: one's own). Raises Conflict when a role held already excludes it."""
    require(actor, "agencies.grant", role)
    holder = Staff.objects.select_for_update().get(id=staff.id)
    if not holder.active:
        raise Conflict(_("This member of staff has left. Roles are for those at work."))
    where = department or holder.department
    must_be_open(where)
    _compatible(holder, role, where)
    grant, new = RoleGrant.objects.get_or_create(staff=holder, role=role.value, department=where)
    if grant.until is not None:
        grant.until, grant.lending, new = None, None, True
        grant.save(update_fields=["until", "lending"])
    if new:
        after = {"role": role.value, "department": grant.department_id}
        trail.wrote(actor, "staff.role.granted", subject=("staff", holder.id), after=after)
    return grant


def _compatible(holder: Staff, role: Role, where: Department) -> None:
    """Raises Conflict for a role that excludes one that is held, and for the same administrator twice."""
    held = set(holder.grants.values_list("role", flat=True))
    excluding = clash(held, role.value)
    if excluding is not None:
        raise Conflict(
            _(
                "%(held)s and %(wanted)s may not be held by one person. Take the first one away, then try again."
            )
            % {"held": Role(excluding).label, "wanted": role.label}
        )
    if role in ADMINISTRATORS and holder.grants.filter(role=role.value).exclude(department=where).exists():
        raise Conflict(_("This administrator role is held already. It counts everywhere, so once is enough."))


@transaction.atomic
def revoke_role(
    actor: Actor, staff: Staff, role: Role, *, department: Department | None = None, reason: str = ""
) -> bool:
    """Take a role away; True if it was held."""
    require(actor, "agencies.grant")
    where = department or staff.department
    count = RoleGrant.objects.filter(staff=staff, role=role.value, department=where).delete()[0]
    if count:
        before = {"role": role.value, "department": where.id}
        trail.wrote(actor, "staff.role.revoked", subject=("staff", staff.id), before=before, reason=reason)
    return bool(count)


@transaction.atomic
def record_leave(
    actor: Actor,
    staff: Staff,
    since: dt.date,
    until: dt.date,
    *,
    substitute: Staff | None = None,
    note: str = "",
) -> Cover:
    """From ``since`` to ``until``, both included, ``substitute`` takes the tasks of ``staff``."""
    require(actor, "agencies.leave", staff)
    if until < since:
        raise _invalid("until", _("The leave ends before it starts. Check both days."))
    if substitute is not None and substitute.id == staff.id:
        raise _invalid("substitute", _("Nobody can stand in for themselves. Choose a colleague."))
    made = Cover.objects.create(staff=staff, substitute=substitute, since=since, until=until, note=note)
    after = {"since": since, "until": until, "substitute": substitute.id if substitute else None}
    trail.wrote(actor, "staff.leave.recorded", subject=("staff", staff.id), after=after)
    return made


def _invalid(field: str, text: Any) -> Invalid:
    return Invalid(text, fields={field: text})
