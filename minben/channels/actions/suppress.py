"""Closing an address (opt-out, hard bounce) and opening it again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.channels.adapters import canonical
from minben.channels.gate import Kind
from minben.channels.models import Suppression
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Missing
from minben.parties import reaching

_KINDS = {"mail": "email", "sms": "phone", "voice": "phone", "chat": "chat"}


@transaction.atomic
def suppress(actor: Actor, channel: str, address: str, *, why: str, kind: str = "") -> Suppression:
    """Send nothing more to ``address``: of one class, or ("") of every class but emergency and code.

    Closing twice is harmless. Refusal stops it at once (2015 rules on short messages, art. 20).
    """
    require(actor, "message.suppress")
    if kind and kind not in set(Kind):
        message = _("Choose a class of messages.")
        raise Invalid(message, fields={"kind": message})
    if not why.strip():
        message = _("Say why this address is closed.")
        raise Invalid(message, fields={"why": message})
    channel = canonical(channel)
    value = reaching.normalise(_KINDS[channel], address) if channel in _KINDS else address.strip()
    row, made = Suppression.objects.get_or_create(
        channel=channel, address=value, kind=kind, defaults={"why": why.strip()[:200]}
    )
    if made:
        trail.wrote(
            actor,
            "message.address.closed",
            subject=("suppression", row.id),
            after={"address": value},
            reason=why,
        )
    return row


@transaction.atomic
def unsuppress(actor: Actor, suppression_id: UUID, *, why: str) -> None:
    """Open an address again, because its owner asked for it."""
    require(actor, "message.suppress")
    row = Suppression.objects.select_for_update().filter(id=suppression_id).first()
    if row is None:
        raise Missing(_("This address is not closed."))
    trail.wrote(
        actor,
        "message.address.opened",
        subject=("suppression", row.id),
        before={"address": row.address},
        reason=why,
    )
    row.delete()
