"""What processes do by the clock: timers go off, work outside is called."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from functools import partial
from typing import Any

from minben.foundation.events import subscribe
from minben.foundation.jobs import tick
from minben.foundation.records.errors import Problem

from .actions import calls
from .engine import Machine
from .events import SignalThrown
from .models import Run
from .subjects import Way, move

log = logging.getLogger(__name__)
BATCH = 100
LATER = dt.timedelta(hours=1)


@tick("timers of processes", seconds=5, steady=True)
def sweep_timers(now: dt.datetime) -> int:
    """Move each run whose next timer has come; one that cannot go on says why, and is tried again in an hour."""
    due = Run.objects.filter(finished_at__isnull=True, next_at__lte=now).order_by("next_at")[:BATCH]
    runs = list(due.only("id", "subject_id", "subject_kind"))
    for run in runs:
        _go_on(run.subject_kind, run.subject_id, Machine.tick, next_at=now + LATER)
    return len(runs)


@tick("work that processes wait for", seconds=1)
def sweep_calls(now: dt.datetime) -> int:
    """Call what is due, one after another; another worker takes others meanwhile."""
    due = calls.take_due(now)
    for call in due:
        calls.attempt(call)
    return len(due)


@subscribe("processes.signals", SignalThrown)
def hand_signals_on(thrown: list[SignalThrown]) -> None:
    """Every other run that waits for it goes on; the thrower's own heard it at once."""
    for event in thrown:
        waiting = Run.objects.filter(finished_at__isnull=True, signals__contains=[event.signal])
        others = waiting.exclude(subject_id=event.subject_id).values_list("subject_kind", "subject_id")
        for kind, subject_id in list(others):
            _go_on(kind, subject_id, partial(Machine.signal, name=event.signal))


def _go_on(kind: str, subject_id: uuid.UUID, way: Way, **otherwise: Any) -> None:
    """Move a run; one that cannot go on says why, and ``otherwise`` stands in its row. The others go on."""
    try:
        move(kind, subject_id, way)
    except Problem as problem:
        log.warning("The run of %s cannot go on: %s", subject_id, problem.message)
        Run.objects.filter(subject_id=subject_id, finished_at__isnull=True).update(
            trouble=str(problem.message)[:600], **otherwise
        )
