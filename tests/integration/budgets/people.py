"""Somebody of whom much is known, and the relations around them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.utils import timezone

from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.models import OpenSession, SignIn
from minben.foundation.audit import trail
from minben.foundation.identity.models import ExternalIdentity
from minben.parties.actions import register_person
from minben.parties.models import (
    Consent,
    LifeEvent,
    Party,
    PartyLink,
    Preference,
    Priority,
    Relationship,
)

if TYPE_CHECKING:
    from .scene import Scene


def furnish(scene: Scene) -> None:
    _known(scene.person)
    clerk = scene.work.staff.account
    assert clerk is not None
    for account in (scene.account, clerk):
        OpenSession.objects.create(account=account, session_key=f"s{account.pk}"[:40], means="password")
        SignIn.objects.create(account=account, succeeded=True, means="password")
        ExternalIdentity.objects.create(
            account=account, door="public", issuer="https://id", subject=str(account.pk)
        )
        Authenticator.objects.create(user=account, type="webauthn", data={"name": "key", "credential": {}})
    trail.saw(scene.work.actor, "party", kind="party", ids=[scene.person.id])
    scene.known["party_id"] = scene.person.id


def _known(person: Party) -> None:
    now, today = timezone.now(), timezone.localdate()
    child = register_person(SYSTEM, name="陳小美", phone="13800138001", source="counter")
    twin = register_person(SYSTEM, name="陳美麗", phone="13800138002", source="counter")
    Relationship.objects.create(from_party=person, to_party=child, kind="parent", since=today)
    PartyLink.objects.create(party=twin, customer=person, since=now, why="the same birthday")
    Priority.objects.create(party=person, kind="age", basis="law", proof="card", since=today)
    Preference.objects.create(party=person, name="hours", value="morning")
    Consent.objects.create(party=person, purpose="notices", given=True, at=now, means="counter")
    LifeEvent.objects.create(
        party=person, kind="having-a-baby", day=today - dt.timedelta(days=9), source="test"
    )
