"""Where each subscriber stands, and which rows come next."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q

from minben.foundation.records.snapshot import safe_edge

from .models import EventRow, Subscriber
from .subscribers import Subscription, all_subscriptions

BATCH = 500
LONGEST_PAUSE = dt.timedelta(minutes=5)
IDLE_STEP = 1000
"""An idle cursor is moved on only after so many transactions, so that silence costs no writes."""


def ensure_cursors() -> None:
    """Give every new subscriber its cursor: at now, or at the beginning if it asked for that."""
    known = set(Subscriber.objects.values_list("name", flat=True))
    new = [s for s in all_subscriptions() if s.name not in known]
    if new:
        edge = safe_edge()
        rows = [Subscriber(name=s.name, last_xid=0 if s.from_start else edge - 1) for s in new]
        Subscriber.objects.bulk_create(rows, ignore_conflicts=True)


def take(name: str, now: dt.datetime) -> Subscriber | None:
    """The cursor, locked; None when another pump holds it or it waits after a failure.

    A pause longer than any is of a clock that ran ahead, and over.
    """
    ready = Q(retry_at__isnull=True) | Q(retry_at__lte=now) | Q(retry_at__gt=now + LONGEST_PAUSE)
    return Subscriber.objects.select_for_update(skip_locked=True).filter(ready, name=name).first()


def rows_after(cursor: Subscriber, subscription: Subscription, edge: int) -> list[EventRow]:
    """The next events for this subscriber, in the order of their transactions, none still open."""
    start = Q(xid__gt=cursor.last_xid)
    if cursor.last_id is not None:
        start |= Q(xid=cursor.last_xid, id__gt=cursor.last_id)
    rows = EventRow.objects.filter(start, xid__gte=cursor.last_xid, xid__lt=edge)
    return list(rows.filter(name__in=subscription.event_names).order_by("xid", "id")[:BATCH])


def move(cursor: Subscriber, xid: int, key: uuid.UUID | None) -> None:
    """Everything up to here is done."""
    cursor.last_xid, cursor.last_id = xid, key
    cursor.failures, cursor.retry_at = 0, None
    cursor.save(update_fields=["last_xid", "last_id", "failures", "retry_at"])


def skip_silence(cursor: Subscriber, edge: int) -> None:
    """Move an idle cursor on, so that a quiet subscriber does not read others' events again and again."""
    if edge - 1 - cursor.last_xid > IDLE_STEP:
        move(cursor, edge - 1, None)
