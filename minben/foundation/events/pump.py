"""The pump: hands committed events to their subscribers, in order, each effect once.

A subscriber's cursor and what its handler writes are one transaction (why: docs/decisions/event-cursor.md).
A failing handler is tried again with growing pauses; from then on event by event, so that everything before
the poisonous one gets through. After ``TRIES`` the event is parked as FailedEvent and the rest go on.
"""

from __future__ import annotations

import datetime as dt
import logging
import traceback

from django.db import transaction
from django.utils import timezone

from minben.foundation.records.snapshot import safe_edge

from .cursors import LONGEST_PAUSE, ensure_cursors, move, rows_after, skip_silence, take
from .event import Event, read_back
from .models import EventRow, FailedEvent, Subscriber
from .subscribers import Subscription, all_subscriptions, subscription

TRIES = 5
log = logging.getLogger(__name__)


def pump_once(now: dt.datetime | None = None) -> int:
    """One batch for every subscriber; returns how many events were handed over. Safe to run many times at once."""
    moment = now or timezone.now()
    ensure_cursors()
    return sum(_serve(one, moment) for one in all_subscriptions())


def pump_all(now: dt.datetime | None = None, *, rounds: int = 1000) -> int:
    """Pump until nothing is left to hand over; returns how many events were."""
    total = 0
    for _ in range(rounds):
        handed = pump_once(now)
        if not handed:
            break
        total += handed
    return total


def retake(name: str) -> int:
    """Hand a subscriber's parked events over again, after its mistake was mended; returns how many went through."""
    with transaction.atomic():
        parked = list(FailedEvent.objects.select_for_update().filter(subscriber=name).order_by("event_id"))
        rows = {row.id: row for row in EventRow.objects.filter(id__in=[p.event_id for p in parked])}
        ready = [p for p in parked if p.event_id in rows]
        for one in ready:
            subscription(name).handler([_event(rows[one.event_id])])
            one.delete()
    return len(ready)


def _serve(one: Subscription, now: dt.datetime) -> int:
    with transaction.atomic():
        cursor = take(one.name, now)
        if cursor is None:
            return 0
        edge = safe_edge()
        rows = rows_after(cursor, one, edge)
        if not rows:
            skip_silence(cursor, edge)
            return 0
        return _singly(cursor, one, rows, now) if cursor.failures else _together(cursor, one, rows, now)


def _together(cursor: Subscriber, one: Subscription, rows: list[EventRow], now: dt.datetime) -> int:
    if _try(one, rows) is not None:
        _wait(cursor, now)
        return 0
    move(cursor, rows[-1].xid, rows[-1].id)
    return len(rows)


def _singly(cursor: Subscriber, one: Subscription, rows: list[EventRow], now: dt.datetime) -> int:
    """Each event in its own savepoint. Stops at the first that fails, unless that had all its tries."""
    for done, row in enumerate(rows):
        error = _try(one, [row])
        if error is not None:
            if cursor.failures + 1 < TRIES:
                _wait(cursor, now)
                return done
            _park(one, row, error)
        move(cursor, row.xid, row.id)
    return len(rows)


def _try(one: Subscription, rows: list[EventRow]) -> str | None:
    """None, or the error as text with everything the handler wrote undone."""
    try:
        with transaction.atomic():
            one.handler([_event(row) for row in rows])
    except Exception:
        log.warning("Subscriber %s failed on %d events", one.name, len(rows), exc_info=True)
        return traceback.format_exc(limit=-5)
    return None


def _event(row: EventRow) -> Event:
    subject = row.subject_id
    if subject is None:
        raise ValueError(f"Event {row.id} has no subject.")
    return read_back(row.name, subject_id=subject, event_id=row.id, payload=row.payload)


def _wait(cursor: Subscriber, now: dt.datetime) -> None:
    cursor.failures += 1
    cursor.retry_at = now + min(dt.timedelta(seconds=2**cursor.failures), LONGEST_PAUSE)
    cursor.save(update_fields=["failures", "retry_at"])


def _park(one: Subscription, row: EventRow, error: str) -> None:
    log.error("Subscriber %s gave up on event %s (%s)", one.name, row.id, row.name)
    FailedEvent.objects.get_or_create(subscriber=one.name, event_id=row.id, defaults={"error": error[-4000:]})
