"""Keys of machines: made, changed, revoked by the system administrator. A key is shown once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.foundation.access import clients
from minben.foundation.access.actor import Actor
from minben.foundation.access.models import ApiClient
from minben.foundation.access.policies import require
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.access.scopes import Scope
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text

POLICY = "agencies.clients"
OVERLAP = dt.timedelta(hours=24)
FASTEST = 600_000


@dataclass(frozen=True)
class NewKey:
    """A client and its key in full: only now, it is stored nowhere."""

    client: ApiClient
    key: str


@transaction.atomic
def make_client(
    actor: Actor,
    *,
    name: str,
    department_id: uuid.UUID,
    roles: Iterable[str],
    scopes: Iterable[str],
    rate: int = 600,
    expires_on: dt.date | None = None,
) -> NewKey:
    """Let a machine call in a department's name. Raises Invalid by field."""
    require(actor, POLICY)
    held, opened = list(dict.fromkeys(roles)), list(dict.fromkeys(scopes))
    _check(name, department_id, held, opened, rate, expires_on)
    key = clients.new_key()
    made = ApiClient.objects.create(
        name=" ".join(name.split()),
        department_id=department_id,
        roles=held,
        scopes=opened,
        prefix=key[:9],
        digest=clients.digest_of(key),
        rate=rate,
        expires_on=expires_on,
    )
    after = {"name": made.name, "roles": held, "scopes": opened, "rate": rate, "expires_on": expires_on}
    trail.wrote(actor, "client.made", subject=("client", made.id), after=after)
    transaction.on_commit(clients.forget)
    return NewKey(made, key)


@transaction.atomic
def rotate_client(actor: Actor, client_id: uuid.UUID, *, at_once: bool = False) -> NewKey:
    """A new key; the one before works for another day, or not at all (``at_once``: it leaked)."""
    require(actor, POLICY)
    row, key = _working(client_id), clients.new_key()
    row.previous_digest = None if at_once else row.digest
    row.previous_until = None if at_once else timezone.now() + OVERLAP
    row.prefix, row.digest = key[:9], clients.digest_of(key)
    row.save(update_fields=["previous_digest", "previous_until", "prefix", "digest"])
    trail.wrote(actor, "client.rotated", subject=("client", row.id), after={"at_once": at_once})
    transaction.on_commit(clients.forget)
    return NewKey(row, key)


@transaction.atomic
def revoke_client(actor: Actor, client_id: uuid.UUID, *, reason: str) -> ApiClient:
    """Close a client for good, within the seconds that other processes remember it."""
    require(actor, POLICY)
    if not reason.strip():
        message = _("Say why: it stays in the trail.")
        raise Invalid(message, fields={"reason": message})
    row = _working(client_id)
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    trail.wrote(actor, "client.revoked", subject=("client", row.id), reason=reason)
    transaction.on_commit(clients.forget)
    return row


def _working(client_id: uuid.UUID) -> ApiClient:
    row = ApiClient.objects.select_for_update().filter(pk=client_id).first()
    if row is None:
        raise Missing(_("There is no such client."))
    if row.revoked_at is not None:
        raise Conflict(_("This client was revoked. Make a new one."))
    return row


def _check(
    name: str,
    department_id: uuid.UUID,
    roles: list[str],
    scopes: list[str],
    rate: int,
    expires_on: dt.date | None,
) -> None:
    wrong: dict[str, Text] = {}
    if not 0 < len(name.strip()) <= 120:
        wrong["name"] = _("Say which system it is, in at most 120 characters.")
    if not Department.objects.filter(pk=department_id, active=True).exists():
        wrong["department"] = _("Choose a department that is open.")
    if not roles or not set(roles) <= {str(role) for role in CASE_ROLES}:
        wrong["roles"] = _("Choose roles that work on cases; administrators are people.")
    if not scopes or not set(scopes) <= set(Scope.values):
        wrong["scopes"] = _("Choose what it may ask for.")
    if not 1 <= rate <= FASTEST:
        wrong["rate"] = _("Between 1 and %(most)s calls a minute are possible.") % {"most": FASTEST}
    if expires_on is not None and expires_on < timezone.localdate():
        wrong["expires_on"] = _("This day is over already.")
    if wrong:
        raise Invalid(_("Some answers need another look."), fields=wrong)
