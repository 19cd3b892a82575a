"""Who may change the government itself (DOMAIN: three administrators, none alone)."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.policies import any_staff, declare, holds
from minben.foundation.access.roles import Role

from .models import Department, RoleGrant


def leads(actor: Actor, subject: object) -> bool:
    """Does a supervisor lead this department, or that of this member of staff, or one above it?"""
    department = subject if isinstance(subject, Department) else getattr(subject, "department", None)
    if actor.kind != ActorKind.STAFF or not isinstance(department, Department):
        return False
    line = {department.id, *map(UUID, department.ancestors)}
    return bool(line & actor.departments(Role.SUPERVISOR))


def _leads_or_none(actor: Actor, subject: object) -> bool:
    return holds(Role.SUPERVISOR)(actor, None) and (subject is None or leads(actor, subject))


def _own_or_led(actor: Actor, subject: object) -> bool:
    """Somebody's own leave, or that of the department one leads; without a subject: any staff."""
    if actor.kind != ActorKind.STAFF:
        return False
    own = getattr(subject, "id", None) == actor.staff_id
    return subject is None or own or leads(actor, subject) or actor.has(Role.SYSTEM, Role.SECURITY)


def _manages(actor: Actor, _subject: object) -> bool:
    """The system administrator; until there is one, the security administrator may hire the first."""
    if actor.kind != ActorKind.STAFF:
        return False
    if actor.has(Role.SYSTEM):
        return True
    return actor.has(Role.SECURITY) and not RoleGrant.objects.filter(role=Role.SYSTEM).exists()


declare(
    "agencies.manage",
    _manages,
    _("Only the system administrator manages departments, offices and staff."),
)


def _gives_roles(actor: Actor, subject: object) -> bool:
    """The security administrator; the first of these is named by the system administrator, as nobody else can."""
    if actor.kind != ActorKind.STAFF:
        return False
    if actor.has(Role.SECURITY):
        return True
    first = subject == Role.SECURITY and actor.has(Role.SYSTEM)
    return first and not RoleGrant.objects.filter(role=Role.SECURITY).exists()


declare("agencies.grant", _gives_roles, _("Only the security administrator gives and takes roles."))


def _lets_in(actor: Actor, subject: object) -> bool:
    """The security administrator, for everybody else."""
    return _secures(actor, but_not_of="id", subject=subject)


def _secures(actor: Actor, *, but_not_of: str, subject: object) -> bool:
    """The security administrator, where this attribute of the subject does not name them."""
    myself = subject is not None and getattr(subject, but_not_of, None) == actor.staff_id
    return actor.kind == ActorKind.STAFF and actor.has(Role.SECURITY) and not myself


declare(
    "agencies.let_in",
    _lets_in,
    _("Only the security administrator lets others in again, and not themselves."),
)
declare(
    "agencies.leave",
    _own_or_led,
    _("You may record your own leave; your supervisor and the administrators may for you."),
)
declare(
    "agencies.staff",
    holds(Role.SYSTEM, Role.SECURITY),
    _("The list of staff is for the system and the security administrator."),
)
declare(
    "agencies.departments",
    holds(Role.SYSTEM, Role.SECURITY),
    _("The list of departments is for the system and the security administrator."),
)
declare(
    "agencies.lend",
    _leads_or_none,
    _("You may lend people between departments that you lead."),
)
declare(
    "agencies.approve",
    _leads_or_none,
    _("Leave is approved by the supervisor of the department, and never by oneself."),
)
declare(
    "agencies.announce",
    holds(Role.SUPERVISOR, Role.SYSTEM),
    _("Announcements are made by supervisors and the system administrator."),
)
declare(
    "agencies.clients",
    holds(Role.SYSTEM),
    _("Only the system administrator manages the keys of machines."),
)


def _admits(actor: Actor, subject: object) -> bool:
    """The security administrator, for what somebody else asked."""
    return _secures(actor, but_not_of="asked_by", subject=subject)


declare(
    "agencies.admit",
    _admits,
    _("Only the security administrator lets machines in, and never what they asked for themselves."),
)
declare("agencies.feed", any_staff, _("The address of a team calendar belongs to one member of staff."))
