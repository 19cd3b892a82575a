"""The three administrators side by side: who holds which, what each may do, and what none of them may."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Staff
from minben.agencies.queries import administrators
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Text

MAY: dict[Role, tuple[Text, Text]] = {
    Role.SYSTEM: (
        _(
            "Departments, offices, days, hiring, correcting and releasing staff, API clients, where requests go. "
            "Sees the outbox with masked addresses."
        ),
        _("Gives no role, lets nobody in again and no machine in, sees no trail."),
    ),
    Role.SECURITY: (
        _(
            "Gives and takes roles, lets others in again, lets machines in, keeps the providers to sign in with."
        ),
        _("Hires and releases nobody, changes no department, sees no trail."),
    ),
    Role.AUDIT: (
        _("Looks through the trail of changes and looks, exports it, verifies its seals."),
        _("Changes nothing at all, not even the trail."),
    ),
}
"""What each may do, and what is left to the others. tests/integration/security/test_three_administrators.py holds it."""


@dataclass(frozen=True)
class Administrator:
    role: Role
    may: Text
    may_not: Text
    holders: list[Staff]
    mine: bool

    @property
    def alone(self) -> bool:
        """One person only: when they are away nobody does this work."""
        return len(self.holders) == 1


def the_three(actor: Actor) -> list[Administrator]:
    """In the order of the roles; two statements."""
    holders: dict[str, list[Staff]] = {}
    for person in administrators():
        for grant in person.grants.all():
            holders.setdefault(grant.role, []).append(person)
    return [
        Administrator(role, may, may_not, holders.get(role.value, []), actor.has(role))
        for role, (may, may_not) in MAY.items()
    ]
