"""What an installation still needs before it can work, as its administrators read it on their first page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.roles import ADMINISTRATORS, Role
from minben.foundation.options import held
from minben.foundation.options.groups import Group, Kind, Option, declare

from .models import Department, RoleGrant, Staff

NAME = "first_steps"
LOOKED_OVER = (
    ("site", _("Texts of the site")),
    ("notices", _("Texts of notices")),
    ("days", _("Days of this place")),
)
"""What fits many places as it came: somebody says that it was looked over."""
WORKING = (Role.AGENT, Role.DISPATCHER, Role.OFFICER)
"""Without one of these a request is not taken, not given on or not answered."""


@dataclass(frozen=True)
class Founded:
    """What is there: departments beside the centre, staff beside the administrators, and how many hold each role."""

    departments: bool
    staff: bool
    holders: Mapping[str, int]

    def has(self, *roles: Role, each: int = 1) -> bool:
        """Are there so many people with each of these roles?"""
        return all(self.holders.get(role.value, 0) >= each for role in roles)


def founded() -> Founded:
    """Three statements."""
    lasting = Q(until=None) | Q(until__gte=timezone.localdate())
    grants = RoleGrant.objects.filter(lasting, staff__active=True).values_list("role")
    administrators = RoleGrant.objects.filter(role__in=ADMINISTRATORS).values("staff_id")
    return Founded(
        departments=Department.objects.filter(active=True, is_centre=False).exists(),
        staff=Staff.objects.filter(active=True).exclude(id__in=administrators).exists(),
        holders=dict(grants.annotate(people=Count("staff_id", distinct=True))),
    )


def looked_over() -> frozenset[str]:
    """The parts of which somebody said that they fit."""
    return frozenset(held.of(NAME)["seen"])


def _options() -> tuple[Option, ...]:
    return (Option("seen", _("Looked over"), Kind.MANY, [], choices=LOOKED_OVER, needed=False),)


declare(
    Group(
        NAME,
        _("First steps"),
        _("What was looked over after the installation was set up."),
        _options,
        part_of="home",
    )
)
