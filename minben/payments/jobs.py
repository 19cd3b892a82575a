"""What payments do by the clock: ask after those who closed the window, and send money back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import structlog

from minben.foundation.events import subscribe
from minben.foundation.jobs import job, tick
from minben.foundation.records.errors import Problem
from minben.foundation.records.ids import lowest_id

from .actions.parts import give_back_line
from .actions.pay import look
from .actions.settle import give_back
from .events import PartRefundOrdered, RefundOrdered
from .models import Attempt

log = structlog.get_logger(__name__)
AFTER = dt.timedelta(seconds=30)
BATCH = 100


@tick("ask after payments", seconds=60)
def ask_after(now: dt.datetime) -> None:
    """Running attempts, the oldest first; a provider that cannot be reached is asked again in a minute."""
    running = Attempt.objects.filter(state=Attempt.State.STARTED, id__lt=lowest_id(now - AFTER))
    for attempt in running.order_by("expires_at")[:BATCH]:
        try:
            look(attempt, now)
        except Problem as problem:
            log.warning("payments.not_asked", attempt=str(attempt.id), why=str(problem.message))


@subscribe("payments.refunds", RefundOrdered)
def order_refunds(events: Sequence[RefundOrdered]) -> None:
    """The provider is asked later, outside of this transaction."""
    for event in events:
        give_money_back.defer(attempt_id=str(event.subject_id))


@subscribe("payments.part_refunds", PartRefundOrdered)
def order_part_refunds(events: Sequence[PartRefundOrdered]) -> None:
    """As above, for one part of a sum."""
    for event in events:
        give_part_back.defer(line_id=str(event.subject_id))


@job(queue="payments")
def give_part_back(line_id: str) -> None:
    """Safe to run twice: the provider knows the reference and the part."""
    give_back_line(UUID(line_id))


@job(queue="payments")
def give_money_back(attempt_id: str) -> None:
    """Safe to run twice: the provider knows the reference."""
    give_back(UUID(attempt_id))
