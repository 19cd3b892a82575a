"""Finding what has become overdue, and whose next look has come: each by an index of its own, a batch a transaction."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Case, F, When

from minben.processes.models import Clock

from .escalating import Rules, Stage, rules

BATCH = 1000


def newly_overdue(now: dt.datetime, *, limit: int = BATCH) -> list[Clock]:
    """Clocks that passed their due instant and were not marked yet; marks them in one transaction.

    Two sweeps at once share the work (SKIP LOCKED); none is marked twice.
    """
    with transaction.atomic():
        rows = Clock.objects.select_for_update(skip_locked=True).filter(
            state=Clock.State.RUNNING, breached_at__isnull=True, due_at__lt=now
        )
        found = list(rows.order_by("due_at")[:limit])
        marked = Clock.objects.filter(pk__in=[clock.pk for clock in found])
        marked.update(breached_at=now, next_at=_next_look(rules(), now))
    return found


def _next_look(held: Rules, now: dt.datetime) -> Case:
    """When somebody has to be told next about clocks that are over."""
    return Case(
        When(due_at__gt=now - held.later, then=F("due_at") + held.later),
        When(due_at__gt=now - held.last, then=F("due_at") + held.last),
        default=None,
    )


def to_be_told(now: dt.datetime, *, limit: int = BATCH) -> list[tuple[Clock, Stage]]:
    """Running clocks whose next look has come, with what is to be told; sets the look after it.

    Shared between sweeps as :func:`newly_overdue` is.
    """
    held = rules()
    with transaction.atomic():
        rows = Clock.objects.select_for_update(skip_locked=True).filter(
            state=Clock.State.RUNNING, next_at__lte=now
        )
        found = [(clock, held.stage_of(clock)) for clock in rows.order_by("next_at")[:limit]]
        warned = [clock.pk for clock, stage in found if stage == Stage.WARNED]
        others = [clock.pk for clock, stage in found if stage != Stage.WARNED]
        Clock.objects.filter(pk__in=warned).update(next_at=None, warned_at=now)
        Clock.objects.filter(pk__in=others).update(next_at=_next_look(held, now))
    return found
