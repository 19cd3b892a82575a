"""Keys of machines: made, amended, changed, revoked by the system administrator. A key is shown once.

Whatever gives a machine more (a new client, a new key, more rights, a longer time) waits for a second administrator
(``admitting``); whatever takes something away holds at once.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.admissions import Wider, alone, ask, grown, waiting
from minben.agencies.models import Department
from minben.foundation.access import clients
from minben.foundation.access.actor import Actor
from minben.foundation.access.models import Admission, ApiClient
from minben.foundation.access.policies import require
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.access.scopes import Scope
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text

POLICY = "agencies.clients"
FASTEST = 600_000
AMENDED = ("roles", "scopes", "rate", "expires_on")


@dataclass(frozen=True)
class NewKey:
    """A client and its key in full: only now, it is stored nowhere. ``waits``: nobody let it in yet."""

    client: ApiClient
    key: str
    waits: bool = False


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
    """Let a machine call in a department's name, once a second administrator lets it in. Raises Invalid by field."""
    require(actor, POLICY)
    held, opened = list(dict.fromkeys(roles)), list(dict.fromkeys(scopes))
    _refuse_wrong(_check(name, department_id) | _check_rights(held, opened, rate, expires_on))
    key = clients.new_key()
    made = ApiClient.objects.create(
        name=" ".join(name.split()),
        department_id=department_id,
        roles=[],
        scopes=[],
        rate=rate,
        expires_on=expires_on,
    )
    after = {"name": made.name, "roles": held, "scopes": opened, "rate": rate, "expires_on": expires_on}
    trail.wrote(actor, "client.made", subject=("client", made.id), after=after)
    return _widened(actor, made, Wider(tuple(held), tuple(opened), key=key))


@transaction.atomic
def amend_client(
    actor: Actor,
    client_id: uuid.UUID,
    *,
    roles: Iterable[str],
    scopes: Iterable[str],
    rate: int,
    expires_on: dt.date | None,
) -> bool:
    """Correct what a client may. Less holds at once; more waits for a second administrator: True if something does.

    Raises Invalid by field, Conflict for more while something waits already.
    """
    require(actor, POLICY)
    row, held, opened = _working(client_id), list(dict.fromkeys(roles)), list(dict.fromkeys(scopes))
    _refuse_wrong(_check_rights(held, opened, rate, expires_on))
    wider = _beyond(row, held, opened, expires_on)
    if wider and not alone(actor) and waiting(row) is not None:
        raise Conflict(_("Something of this client waits already. It is decided first."))
    before = {name: getattr(row, name) for name in AMENDED}
    row.roles = [role for role in row.roles if role in held]
    row.scopes = [scope for scope in row.scopes if scope in opened]
    row.rate, row.expires_on = rate, row.expires_on if wider.longer else expires_on
    row.save(update_fields=AMENDED)
    after = {"roles": held, "scopes": opened, "rate": rate, "expires_on": expires_on}
    trail.wrote(actor, "client.amended", subject=("client", row.id), before=before, after=after)
    return _widened(actor, row, wider).waits


@transaction.atomic
def rotate_client(actor: Actor, client_id: uuid.UUID, *, at_once: bool = False) -> NewKey:
    """A new key, once it is let in; the one before works for another day then, or no more now (``at_once``: it leaked)."""
    require(actor, POLICY)
    row, key = _working(client_id), clients.new_key()
    if at_once:
        row.digest = row.previous_digest = row.previous_until = None
        row.save(update_fields=["digest", "previous_digest", "previous_until"])
    trail.wrote(actor, "client.rotated", subject=("client", row.id), after={"at_once": at_once})
    return _widened(actor, row, Wider(key=key))


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
    Admission.objects.filter(client=row, state=Admission.State.WAITING).update(
        state=Admission.State.WITHDRAWN
    )
    trail.wrote(actor, "client.revoked", subject=("client", row.id), reason=reason)
    transaction.on_commit(clients.forget)
    return row


def _widened(actor: Actor, row: ApiClient, wider: Wider) -> NewKey:
    """The operator on the server lets in at once, and the trail says so; for everybody else it waits."""
    transaction.on_commit(clients.forget)
    if not wider:
        return NewKey(row, "")
    if not alone(actor):
        ask(actor, row, wider)
        return NewKey(row, wider.key, waits=True)
    digest = clients.digest_of(wider.key) if wider.key else None
    grown(row, wider, wider.key[:9], digest)
    after = {"roles": row.roles, "scopes": row.scopes, "key": row.prefix}
    reason = "let in at once by the operator on the server"
    trail.wrote(actor, "client.let_in", subject=("client", row.id), after=after, reason=reason)
    return NewKey(row, wider.key)


def _beyond(row: ApiClient, roles: list[str], scopes: list[str], expires_on: dt.date | None) -> Wider:
    """What of this the client does not have."""
    ends = row.expires_on
    return Wider(
        roles=tuple(role for role in roles if role not in row.roles),
        scopes=tuple(scope for scope in scopes if scope not in row.scopes),
        longer=ends is not None and (expires_on is None or expires_on > ends),
        expires_on=expires_on,
    )


def _working(client_id: uuid.UUID) -> ApiClient:
    row = ApiClient.objects.select_for_update().filter(pk=client_id).first()
    if row is None:
        raise Missing(_("There is no such client."))
    if row.revoked_at is not None:
        raise Conflict(_("This client was revoked. Make a new one."))
    return row


def _check(name: str, department_id: uuid.UUID) -> dict[str, Text]:
    wrong: dict[str, Text] = {}
    if not 0 < len(name.strip()) <= 120:
        wrong["name"] = _("Say which system it is, in at most 120 characters.")
    if not Department.objects.filter(pk=department_id, active=True).exists():
        wrong["department"] = _("Choose a department that is open.")
    return wrong


def _check_rights(
    roles: list[str], scopes: list[str], rate: int, expires_on: dt.date | None
) -> dict[str, Text]:
    wrong: dict[str, Text] = {}
    if not roles or not set(roles) <= {str(role) for role in CASE_ROLES}:
        wrong["roles"] = _("Choose roles that work on cases; administrators are people.")
    if not scopes or not set(scopes) <= set(Scope.values):
        wrong["scopes"] = _("Choose what it may ask for.")
    if not 1 <= rate <= FASTEST:
        wrong["rate"] = _("Between 1 and %(most)s calls a minute are possible.") % {"most": FASTEST}
    if expires_on is not None and expires_on < timezone.localdate():
        wrong["expires_on"] = _("This day is over already.")
    return wrong


def _refuse_wrong(wrong: dict[str, Text]) -> None:
    if wrong:
        raise Invalid(_("Some answers need another look."), fields=wrong)
