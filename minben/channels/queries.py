"""Reads of what was sent, what waits and what was not sent and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from minben.foundation.records import prepared
from minben.foundation.records.errors import Missing
from minben.foundation.records.ids import HIGHEST_ID, lowest_id, moment_of
from minben.foundation.records.reading import columns, made, newest_of_each

from .gate import MONTH
from .models import Delivery, Message, PracticeMessage, Suppression


@dataclass(frozen=True)
class Sent:
    """A message with what became of it, newest first."""

    message: Message
    deliveries: tuple[Delivery, ...]

    @property
    def last(self) -> Delivery | None:
        return self.deliveries[0] if self.deliveries else None


def closed_to(channel: str, address: str) -> frozenset[str]:
    """The classes this address is closed to ("": every class but emergency and code)."""
    rows = Suppression.objects.filter(channel=channel, address=address).values_list("kind", flat=True)
    return frozenset(rows)


def policy_moments(party_ids: Iterable[UUID], now: dt.datetime) -> tuple[dt.datetime, ...]:
    """When policy messages were asked for and let through for a customer in the last 30 days."""
    asked = Message.objects.filter(
        party_id__in=list(party_ids), kind="policy", id__gte=lowest_id(now - MONTH)
    )
    ids = list(asked.values_list("id", flat=True))
    refused = Delivery.objects.filter(
        message_id__in=ids, outcome__in=[Delivery.Outcome.REFUSED, Delivery.Outcome.GIVEN_UP]
    )
    gone = set(refused.values_list("message_id", flat=True))
    return tuple(message.made_at for message in asked if message.id not in gone)


def messages_of_case(case_id: UUID, limit: int = 100) -> list[Sent]:
    return _with_deliveries(list(Message.objects.filter(case_id=case_id).order_by("-id")[:limit]))


def messages_of_parties(party_ids: Iterable[UUID], limit: int = 100) -> list[Sent]:
    """For a whole customer: pass ``parties.queries.group_ids``."""
    found = Message.objects.filter(party_id__in=list(party_ids)).order_by("-id")[:limit]
    return _with_deliveries(list(found))


def messages_before(party_ids: Iterable[UUID], before: UUID | None, limit: int) -> list[Sent]:
    """Messages to a whole customer older than the one with key ``before``, newest first: two statements."""
    values = [list(party_ids), before or HIGHEST_ID, limit]
    found = [made(Message, row) for row in prepared.rows(_NEWEST, values)]
    return _with_what_became(found)


_NEWEST = newest_of_each(Message, "party_id")
_BECAME = f"""
SELECT {columns(Delivery, "d")} FROM channels_delivery d
WHERE d.message_id = ANY(%s::uuid[]) AND d.id >= %s::uuid ORDER BY d.id DESC
"""


def _with_what_became(messages: list[Message]) -> list[Sent]:
    """Nothing is delivered before it was written: older months are not looked at."""
    if not messages:
        return []
    ids = [message.id for message in messages]
    found = prepared.rows(_BECAME, [ids, lowest_id(moment_of(min(ids)))])
    return _joined(messages, [made(Delivery, row) for row in found])


def outbox(*, outcome: str = "", channel: str = "", kind: str = "") -> QuerySet[Message]:
    """All messages, narrowed by what became of them last ("waiting": nothing yet), channel and class."""
    rows = Message.objects.all()
    if channel:
        rows = rows.filter(channel=channel)
    if kind:
        rows = rows.filter(kind=kind)
    if not outcome:
        return rows
    newest = Delivery.objects.filter(message_id=OuterRef("id")).order_by("-id").values("outcome")[:1]
    rows = rows.annotate(became=Subquery(newest))
    return rows.filter(became__isnull=True) if outcome == "waiting" else rows.filter(became=outcome)


def sent(messages: Iterable[Message]) -> list[Sent]:
    """Messages with what became of them: one statement."""
    return _with_deliveries(list(messages))


def message(message_id: UUID) -> Sent:
    """One message. Raises Missing."""
    found = Message.objects.filter(id=message_id).first()
    if found is None:
        raise Missing(_("There is no such message."))
    return _with_deliveries([found])[0]


def practice_outbox(limit: int = 50, *, address: str = "") -> list[PracticeMessage]:
    """What the practice carriers took, newest first."""
    rows = PracticeMessage.objects.order_by("-id")
    return list((rows.filter(address=address) if address else rows)[:limit])


def _with_deliveries(messages: list[Message]) -> list[Sent]:
    ids = [message.id for message in messages]
    return _joined(messages, Delivery.objects.filter(message_id__in=ids).order_by("-id"))


def _joined(messages: list[Message], deliveries: Iterable[Delivery]) -> list[Sent]:
    by_message: dict[UUID, list[Delivery]] = {message.id: [] for message in messages}
    for row in deliveries:
        by_message[row.message_id].append(row)
    return [Sent(message, tuple(by_message[message.id])) for message in messages]
