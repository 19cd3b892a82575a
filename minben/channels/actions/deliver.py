"""Carrying what waits in the outbox: take under a lease, commit, call the carrier, record (DESIGN §4.6).

A worker that dies between the call and the record leaves its lease; another takes the entry after it and calls
the carrier again with the same idempotency key, so the message has its effect once.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from minben.channels import gate
from minben.channels.adapters import Adapter, Parcel, Result, adapter_for
from minben.channels.models import Delivery, Message, OutboxEntry, Suppression

LEASE = dt.timedelta(minutes=3)
TRIES = 8
BATCH = 200
log = logging.getLogger("minben.channels")
Finder = Callable[[str], Adapter | None]


def deliver(*, now: dt.datetime | None = None, batch: int = BATCH, find: Finder = adapter_for) -> int:
    """One batch of due entries; how many were tried. Call outside a transaction, by as many workers as there are."""
    moment = now or timezone.now()
    lease = moment + LEASE
    entries = _take(moment, lease, batch)
    if not entries:
        return 0
    messages = Message.objects.filter(id__in=entries).order_by("id")
    open_ones, closed = _still_open(list(messages))
    results = closed + _carry(open_ones, find)
    _record(results, entries, lease, moment)
    return len(entries)


def backoff(attempts: int) -> dt.timedelta:
    """30 s, 1 min, 2 min … at most an hour: eight tries span about an hour and a half."""
    return min(dt.timedelta(seconds=30 * 2 ** max(attempts - 1, 0)), dt.timedelta(hours=1))


@transaction.atomic
def _take(now: dt.datetime, lease: dt.datetime, batch: int) -> dict[UUID, int]:
    """Lease the due entries, emergency and codes first: {message id: which try this is}."""
    free = Q(taken_until__isnull=True) | Q(taken_until__lt=now)
    due = OutboxEntry.objects.filter(free, not_before__lte=now).order_by("rank", "not_before")
    rows = list(due.select_for_update(skip_locked=True)[:batch])
    OutboxEntry.objects.filter(id__in=[row.id for row in rows]).update(
        taken_until=lease, attempts=F("attempts") + 1
    )
    return {row.id: row.attempts + 1 for row in rows}


def _still_open(messages: list[Message]) -> tuple[list[Message], list[Result]]:
    """A message that waited may have been forbidden meanwhile: the suppression list is read again."""
    pairs = {(m.channel, m.address): set[str]() for m in messages}
    rows = Suppression.objects.filter(address__in=[m.address for m in messages])
    for row in rows:
        if (row.channel, row.address) in pairs:
            pairs[row.channel, row.address].add(row.kind)
    closed = {m.id for m in messages if _shut(m, pairs[m.channel, m.address])}
    refused = [Result(key, accepted=False, why=gate.Reason.SUPPRESSED, permanent=True) for key in closed]
    return [m for m in messages if m.id not in closed], refused


def _shut(message: Message, closed: set[str]) -> bool:
    return message.kind in closed or ("" in closed and message.kind not in gate.URGENT)


def _carry(messages: Sequence[Message], find: Finder) -> list[Result]:
    by_channel: dict[str, list[Parcel]] = defaultdict(list)
    for m in messages:
        by_channel[m.channel].append(Parcel(m.id, m.channel, m.address, m.subject, m.body, m.language))
    results: list[Result] = []
    for channel, parcels in by_channel.items():
        results += _hand_over(find(channel), parcels)
    return results


def _hand_over(adapter: Adapter | None, parcels: list[Parcel]) -> list[Result]:
    """A carrier's bug must not stop the other channels: its parcels are tried again, its name is logged."""
    if adapter is None:
        return [Result(p.id, accepted=False, why=gate.Reason.NO_CHANNEL) for p in parcels]
    try:
        return adapter.carry(parcels)
    except Exception as error:  # noqa: BLE001
        log.error("Carrier %s failed: %s", type(adapter).__name__, type(error).__name__)
        return [Result(p.id, accepted=False, why=type(error).__name__) for p in parcels]


@transaction.atomic
def _record(results: list[Result], entries: dict[UUID, int], lease: dt.datetime, now: dt.datetime) -> None:
    """Write what became of each; only for entries that are still ours."""
    ours = set(
        OutboxEntry.objects.select_for_update()
        .filter(id__in=list(entries), taken_until=lease)
        .values_list("id", flat=True)
    )
    settled, rows = [], []
    for result in (r for r in results if r.id in ours):
        outcome = _outcome(result, entries[result.id])
        rows.append(
            Delivery(
                message_id=result.id, outcome=outcome, why=result.why[:200], receipt=result.receipt[:120]
            )
        )
        if outcome == Delivery.Outcome.FAILED:
            again = now + backoff(entries[result.id])
            OutboxEntry.objects.filter(id=result.id).update(not_before=again, taken_until=None)
        else:
            settled.append(result.id)
    Delivery.objects.bulk_create(rows)
    orphans = ours - {result.id for result in results}
    OutboxEntry.objects.filter(id__in=[*settled, *orphans]).delete()


def _outcome(result: Result, attempt: int) -> Delivery.Outcome:
    if result.accepted:
        return Delivery.Outcome.SENT
    if result.why == gate.Reason.SUPPRESSED:
        return Delivery.Outcome.REFUSED
    if result.permanent or attempt >= TRIES:
        return Delivery.Outcome.GIVEN_UP
    return Delivery.Outcome.FAILED
