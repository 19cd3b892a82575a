"""Declaring work: ``job`` for what an action defers, ``periodic`` for what the calendar starts."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from .queues import QUEUES

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 6


def job(
    *, queue: str, lock: str | None = None, queueing_lock: str | None = None, tries: int = TRIES
) -> Callable[[Callable[P, R]], Task[P, R, P]]:
    """Make a function a job of ``queue``; defer it with ``.defer(…)`` inside the transaction of the change.

    Arguments must be JSON: pass ids as text. A failed run is tried again with growing pauses. The job must be
    safe to run twice, because its worker may die after the effect and before the mark.
    Raises ValueError for a queue that is not in QUEUES.
    """
    retry = RetryStrategy(max_attempts=tries, exponential_wait=4) if tries > 1 else False
    return lambda work: app.task(
        name=_name(work), queue=_known(queue), lock=lock, queueing_lock=queueing_lock, retry=retry
    )(work)


def periodic(cron: str, *, queue: str = "upkeep") -> Callable[[Callable[[dt.datetime], Any]], Task]:
    """Run ``work(now)`` by a cron line (UTC; five fields). One waits at most: if no worker serves it, none pile up.

    For anything more often than once a minute use :func:`~minben.foundation.jobs.ticker.tick`.
    """
    if len(cron.split()) != 5:
        raise ValueError(f"{cron!r} is no cron line of five fields; for seconds use tick().")

    def declare(work: Callable[[dt.datetime], Any]) -> Task:
        @functools.wraps(work)
        def run(timestamp: int) -> None:
            work(dt.datetime.fromtimestamp(timestamp, tz=dt.UTC))

        name = _name(work)
        task = app.task(name=name, queue=_known(queue), lock=name, queueing_lock=name)(run)
        app.periodic(cron=cron)(task)
        return task

    return declare


def _known(queue: str) -> str:
    if queue not in QUEUES:
        raise ValueError(f"There is no queue {queue}. Known ones: {', '.join(QUEUES)}.")
    return queue


def _name(work: Callable[..., Any]) -> str:
    return f"{work.__module__}.{work.__qualname__}"
