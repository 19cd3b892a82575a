"""The second person: what one administrator asked for a machine is let in or refused by another."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.admissions import Wider, grown
from minben.foundation.access import clients
from minben.foundation.access.actor import Actor
from minben.foundation.access.models import Admission, ApiClient
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing

POLICY = "agencies.admit"


@transaction.atomic
def let_in(actor: Actor, admission_id: uuid.UUID) -> ApiClient:
    """What waits holds from now on. Raises Refused for who asked for it, Conflict when it waits no more."""
    asked = _undecided(actor, admission_id)
    wider = Wider(tuple(asked.roles), tuple(asked.scopes), asked.longer, asked.expires_on)
    before = {"roles": asked.client.roles, "scopes": asked.client.scopes}
    client = grown(asked.client, wider, asked.prefix, asked.digest)
    _decided(actor, asked, Admission.State.LET_IN)
    after = {"roles": client.roles, "scopes": client.scopes, "key": asked.prefix}
    trail.wrote(actor, "client.let_in", subject=("client", client.id), before=before, after=after)
    return client


@transaction.atomic
def refuse(actor: Actor, admission_id: uuid.UUID, *, reason: str) -> ApiClient:
    """What waits will not hold. A client that is left without a key is closed with it."""
    asked = _undecided(actor, admission_id)
    if not reason.strip():
        message = _("Say why: it stays in the trail, and the other administrator reads it.")
        raise Invalid(message, fields={"reason": message})
    client = asked.client
    if client.digest is None:
        client.revoked_at = timezone.now()
        client.save(update_fields=["revoked_at"])
    _decided(actor, asked, Admission.State.REFUSED, reason)
    trail.wrote(actor, "client.refused", subject=("client", client.id), reason=reason)
    return client


def _undecided(actor: Actor, admission_id: uuid.UUID) -> Admission:
    """What waits, with its client, both locked. The client is locked first, as whoever asks does."""
    require(actor, POLICY)
    client_id = Admission.objects.filter(pk=admission_id).values_list("client_id", flat=True).first()
    if client_id is None:
        raise Missing(_("Nothing of this kind was asked for."))
    client = ApiClient.objects.select_for_update().get(pk=client_id)
    asked = Admission.objects.select_for_update().get(pk=admission_id)
    if asked.state != Admission.State.WAITING or client.revoked_at is not None:
        raise Conflict(_("This waits no more: it was decided or taken back meanwhile."))
    require(actor, POLICY, asked)
    asked.client = client
    return asked


def _decided(actor: Actor, asked: Admission, state: Admission.State, reason: str = "") -> None:
    asked.state, asked.reason = state, reason.strip()
    asked.decided_by, asked.decided_at = actor.staff_id, timezone.now()
    asked.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    transaction.on_commit(clients.forget)
