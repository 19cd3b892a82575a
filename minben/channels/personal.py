"""What was written to somebody (DESIGN §4.7). What still waits does not go out any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from minben.foundation.records.personal import Personal, holds_nothing_personal, holds_personal

from .models import Delivery, Message, OutboxEntry, PracticeMessage

_SHOWN = ("kind", "channel", "address", "language", "subject", "body", "template")


def _messages(ids: Iterable[UUID]) -> QuerySet[Message]:
    return Message.objects.filter(party_id__in=list(ids))


def _export(ids: Iterable[UUID]) -> list[dict[str, Any]]:
    return list(_messages(ids).order_by("id").values("id", "case_id", *_SHOWN))


def _erase(ids: Iterable[UUID]) -> int:
    """The rows stay with class, channel and time."""
    keys = list(_messages(ids).values_list("id", flat=True))
    OutboxEntry.objects.filter(id__in=keys).delete()
    PracticeMessage.objects.filter(id__in=keys).delete()
    return Message.objects.filter(id__in=keys).update(address="", subject="", body="")


holds_personal(Personal(Message, "party_id", _SHOWN, export=_export, erase=_erase))
holds_nothing_personal(Delivery, "why", "receipt")
