"""Handing out and erasing the messages to somebody (PIPL arts. 45 and 47)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from minben.channels.models import Message, OutboxEntry, PracticeMessage
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail

_SHOWN = ("id", "kind", "channel", "address", "language", "subject", "body", "case_id")


def export_messages(party_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """Every message to these parties in plain values."""
    return list(Message.objects.filter(party_id__in=list(party_ids)).order_by("id").values(*_SHOWN))


@transaction.atomic
def erase_messages(actor: Actor, party_id: UUID) -> int:
    """Empty what was written to a party; the rows stay with class, channel and time. What waits does not go out."""
    require(actor, "party.erase", party_id)
    ids = list(Message.objects.filter(party_id=party_id).values_list("id", flat=True))
    OutboxEntry.objects.filter(id__in=ids).delete()
    PracticeMessage.objects.filter(id__in=ids).delete()
    Message.objects.filter(id__in=ids).update(address="", subject="", body="")
    if ids:
        trail.wrote(actor, "message.erased", subject=("party", party_id), after={"messages": len(ids)})
    return len(ids)
