"""From a key to the machine behind it, without a statement for each call.

What was found is remembered for :data:`KEPT` seconds in this process, an unknown key too: a key that was revoked
elsewhere works at most that much longer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import threading
import time
from dataclasses import dataclass
from enum import Enum

from django.db.models import Q
from django.utils import timezone

from .actor import Actor, ActorKind, Grant
from .models import Admission, ApiClient

KEPT = 10.0
MOST = 5000
MARK = "mb_"


@dataclass(frozen=True)
class Client:
    """A machine that may call now, as an actor, and how often."""

    actor: Actor
    rate: int


class Waits(Enum):
    """A key that a second administrator has not let in yet."""

    YET = "yet"


Found = Client | Waits | None
_held: dict[str, tuple[float, Found]] = {}
_lock = threading.Lock()


def new_key() -> str:
    """A fresh key: 256 random bits behind a mark that scanners for leaked keys can look for."""
    return f"{MARK}{secrets.token_urlsafe(32)}"


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def client_of(key: str) -> Found:
    """Whose key it is; None for one that is unknown, revoked or over, ``Waits.YET`` for one nobody let in."""
    digest = digest_of(key)
    found = _held.get(digest)
    if found is not None and time.monotonic() - found[0] < KEPT:
        return found[1]
    client = _load(digest)
    with _lock:
        if len(_held) >= MOST:
            _held.clear()
        _held[digest] = (time.monotonic(), client)
    return client


def forget() -> None:
    """A key changed in this process: ask the database again."""
    with _lock:
        _held.clear()


def _load(digest: str) -> Found:
    now = timezone.now()
    row = ApiClient.objects.filter(
        Q(digest=digest) | Q(previous_digest=digest, previous_until__gt=now), revoked_at=None
    ).first()
    if row is None:
        return Waits.YET if _waits(digest) else None
    if row.expires_on is not None and row.expires_on < timezone.localdate(now):
        return None
    _used(row, timezone.localdate(now))
    return Client(actor_of_client(row), row.rate)


def _waits(digest: str) -> bool:
    asked = Admission.objects.filter(digest=digest, state=Admission.State.WAITING)
    return asked.filter(client__revoked_at=None).exists()


def _used(row: ApiClient, today: dt.date) -> None:
    """The day is enough to see which keys nobody uses any more; one write a day."""
    if row.last_used_on != today:
        ApiClient.objects.filter(pk=row.pk).update(last_used_on=today)


def actor_of_client(row: ApiClient) -> Actor:
    return Actor(
        kind=ActorKind.MACHINE,
        account_id=row.id,
        name=row.name,
        grants=tuple(Grant(role, row.department_id) for role in row.roles),
        scopes=frozenset(row.scopes),
    )
