"""What waits until a second administrator lets it in: where it is put down, and what it becomes.

The operator on the server (the command line) is no administrator of the desk: what they ask holds at once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from minben.foundation.access import clients
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.models import Admission, ApiClient

OVERLAP = dt.timedelta(hours=24)
KEY = ("prefix", "digest")
HELD = ("roles", "scopes", "expires_on", "previous_digest", "previous_until", *KEY)


@dataclass(frozen=True)
class Wider:
    """What is asked for beyond what a client has."""

    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    longer: bool = False
    expires_on: dt.date | None = None
    key: str = ""

    def __bool__(self) -> bool:
        return bool(self.roles or self.scopes or self.longer or self.key)


def alone(actor: Actor) -> bool:
    """May this one let in at once? Who works on the server itself holds all its secrets anyway."""
    return actor.kind == ActorKind.SYSTEM


def waiting(client: ApiClient) -> Admission | None:
    return Admission.objects.select_for_update().filter(client=client, state=Admission.State.WAITING).first()


def ask(actor: Actor, client: ApiClient, wider: Wider) -> Admission:
    """Put it down, or add it to what waits for the client already; who asked last is who asked."""
    assert actor.staff_id is not None
    asked = waiting(client) or Admission(client=client)
    asked.asked_by = actor.staff_id
    asked.roles = list(dict.fromkeys([*asked.roles, *wider.roles]))
    asked.scopes = list(dict.fromkeys([*asked.scopes, *wider.scopes]))
    if wider.longer:
        asked.longer, asked.expires_on = True, wider.expires_on
    if wider.key:
        asked.prefix, asked.digest = wider.key[:9], clients.digest_of(wider.key)
    asked.save()
    return asked


def grown(client: ApiClient, wider: Wider, prefix: str = "", digest: str | None = None) -> ApiClient:
    """The client with all of it; a key that worked goes on for a day beside the new one."""
    client.roles = list(dict.fromkeys([*client.roles, *wider.roles]))
    client.scopes = list(dict.fromkeys([*client.scopes, *wider.scopes]))
    if wider.longer:
        client.expires_on = wider.expires_on
    if digest:
        client.previous_digest = client.digest
        client.previous_until = timezone.now() + OVERLAP if client.digest else None
        client.prefix, client.digest = prefix, digest
    client.save(update_fields=HELD)
    return client


def key_waits_again(actor: Actor, client: ApiClient) -> None:
    """What the key opens becomes more (another department's cases): it works again once it is let in."""
    if alone(actor) or client.digest is None:
        return
    assert actor.staff_id is not None
    asked = waiting(client) or Admission(client=client, asked_by=actor.staff_id)
    if asked.digest is None:
        asked.prefix, asked.digest = client.prefix, client.digest
    asked.save()
    client.digest = client.previous_digest = client.previous_until = None
    client.save(update_fields=HELD)
