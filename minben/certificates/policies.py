"""Who may take a certificate back, or put another in its place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.policies import declare, holds
from minben.foundation.access.roles import Role

from .models import Certificate


def _revokes(actor: Actor, certificate: Certificate | None) -> bool:
    """A supervisor of the department that issued it, or whoever granted it while they work there."""
    if actor.kind != ActorKind.STAFF or not holds(Role.OFFICER, Role.SUPERVISOR)(actor, None):
        return False
    if certificate is None:
        return True
    leads = certificate.department_id in actor.departments(Role.SUPERVISOR)
    works = certificate.department_id in actor.departments(Role.OFFICER)
    return leads or (works and actor.staff_id == certificate.decided_by)


declare(
    "certificate.revoke",
    _revokes,
    _("A supervisor of the department that issued it revokes a certificate, or the officer who granted it."),
)


def _replaces(actor: Actor, certificate: Certificate | None) -> bool:
    """Who works in the department that issued it."""
    if actor.kind != ActorKind.STAFF or not holds(Role.OFFICER, Role.SUPERVISOR)(actor, None):
        return False
    works = actor.departments(Role.OFFICER, Role.SUPERVISOR)
    return certificate is None or (certificate.department_id in works and not certificate.is_letter)


declare(
    "certificate.replace",
    _replaces,
    _("The department that issued a certificate puts another in its place."),
)
