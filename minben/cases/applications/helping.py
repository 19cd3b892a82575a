"""Who fills in a form for somebody else, as they stood then: a member of staff, or another system.

A form may wait days for a fee or a signature. What goes in then goes in as what its helper was allowed when they sent it,
also if they have left since.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from minben.agencies.models import Department
from minben.catalog.models import LifeEventType, PublicService
from minben.foundation.access.actor import Actor, ActorKind, Grant
from minben.foundation.access.roles import Role

WAY = "way"
HELPERS = (Role.AGENT, Role.DISPATCHER, Role.OFFICER, Role.SUPERVISOR)
"""Who may fill in a form for somebody at a counter or on the telephone."""


@dataclasses.dataclass(frozen=True)
class Way:
    """How a form comes. ``helper`` is None for somebody who fills in their own; ``party_id``: for whom, if known."""

    channel: str = "web"
    language: str = ""
    party_id: uuid.UUID | None = None
    external_id: str = ""
    helper: Actor | None = None


def kept(way: Way) -> dict[str, Any]:
    """As plain values, for a sealed draft."""
    return {
        "channel": way.channel,
        "language": way.language,
        "party_id": str(way.party_id or ""),
        "external_id": way.external_id,
        "helper": _kept_actor(way.helper) if way.helper else None,
    }


def way_of(data: Mapping[str, Any]) -> Way:
    """How the form came that holds ``data``; from the public site when it does not say."""
    told = data.get(WAY)
    if not told:
        return Way()
    return Way(
        channel=told["channel"],
        language=told["language"],
        party_id=uuid.UUID(told["party_id"]) if told["party_id"] else None,
        external_id=told["external_id"],
        helper=_actor(told["helper"]) if told["helper"] else None,
    )


def _kept_actor(actor: Actor) -> dict[str, Any]:
    return {
        "kind": str(actor.kind),
        "account": str(actor.account_id or ""),
        "staff": str(actor.staff_id or ""),
        "name": actor.name,
        "grants": [[grant.role, str(grant.department_id or "")] for grant in actor.grants],
        "scopes": sorted(actor.scopes),
    }


def _actor(told: Mapping[str, Any]) -> Actor:
    return Actor(
        kind=ActorKind(told["kind"]),
        account_id=_id(told["account"]),
        staff_id=_id(told["staff"]),
        name=told["name"],
        grants=tuple(Grant(role, _id(department)) for role, department in told["grants"]),
        scopes=frozenset(told["scopes"]),
    )


def _id(text: str) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


@dataclasses.dataclass(frozen=True)
class Reach:
    """The forms that somebody may fill in for others: of their departments, and of places whose centre they sit in.

    The one form of a life event is that of the department which answers for the whole; without one it is the centre's.
    """

    departments: frozenset[uuid.UUID]
    places: frozenset[uuid.UUID]

    def covers(self, offer: PublicService | LifeEventType) -> bool:
        department = _department(offer)
        if department is None:
            return bool(self.places)
        place = offer.jurisdiction_id if isinstance(offer, PublicService) else department.jurisdiction_id
        return place in self.places or not _around(department).isdisjoint(self.departments)

    def services(self) -> Q:
        """The same as a condition on services' versions."""
        wanted = Q(service__jurisdiction__in=self.places) | Q(service__department__in=self.departments)
        for key in self.departments:
            wanted |= Q(service__department__ancestors__contains=[str(key)])
        return wanted


def reach_of(actor: Actor) -> Reach:
    """One statement."""
    held = actor.departments(*HELPERS)
    centres = Department.objects.filter(id__in=held, is_centre=True)
    return Reach(held, frozenset(centres.values_list("jurisdiction_id", flat=True)))


def is_near(actor: Actor, offer: PublicService | LifeEventType, *roles: Role) -> bool:
    """Does the actor hold one of ``roles`` in the department that answers for it, or above?"""
    department = _department(offer)
    return department is not None and not _around(department).isdisjoint(actor.departments(*roles))


def _department(offer: PublicService | LifeEventType) -> Department | None:
    return offer.department if isinstance(offer, PublicService) else offer.lead


def _around(department: Department) -> frozenset[uuid.UUID]:
    return frozenset({department.id, *map(uuid.UUID, department.ancestors)})
