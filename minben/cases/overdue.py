"""Finding what has become overdue, by the index on due times."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from minben.processes.models import Clock

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
        Clock.objects.filter(pk__in=[clock.pk for clock in found]).update(breached_at=now)
    return found
