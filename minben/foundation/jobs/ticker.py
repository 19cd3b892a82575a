"""The ticker: work of the second scale, in one thread of the worker (why: docs/decisions/ticker.md).

Each tick must be safe to run in several workers at once (SKIP LOCKED, advisory locks), and short.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connections
from django.utils import timezone

from .steadiness import Wall

Work = Callable[[dt.datetime], object]
STEP = 0.5
LONGEST_PAUSE = 60.0
log = logging.getLogger(__name__)


@dataclass
class Tick:
    """``every`` seconds; after failures the pause doubles, to at most a minute or its own rhythm.

    ``steady``: it judges by the clock, so it waits while that has just jumped.
    """

    name: str
    every: float
    work: Work
    steady: bool = False
    due: float = field(default=0.0)
    failures: int = field(default=0)

    def run(self, clock: float, now: dt.datetime) -> None:
        try:
            self.work(now)
        except Exception as error:
            self.failures += 1
            self.due = clock + max(self.every, min(2.0**self.failures, LONGEST_PAUSE))
            connections.close_all()
            log.warning(
                "Tick %s failed (%d): %s", self.name, self.failures, error, exc_info=self.failures == 1
            )
        else:
            self.failures = 0
            self.due = clock + self.every


_ticks: dict[str, Tick] = {}


def tick(name: str, *, seconds: float, steady: bool = False) -> Callable[[Work], Work]:
    """Register ``work(now)`` to run every so many seconds, and once at the start of a worker.

    ``steady`` for what would do harm by a wrong clock: it waits for ten minutes after the clock jumped.
    """

    def register(work: Work) -> Work:
        if name in _ticks:
            raise ValueError(f"Two ticks are named {name}.")
        _ticks[name] = Tick(name, seconds, work, steady)
        return work

    return register


def all_ticks() -> list[Tick]:
    return list(_ticks.values())


def run_due(ticks: list[Tick], clock: float, now: dt.datetime, *, steady: bool = True) -> int:
    """Run what is due at ``clock``; returns how many ran. One that fails does not stop the others."""
    due = [one for one in ticks if one.due <= clock and (steady or not one.steady)]
    for one in due:
        one.run(clock, now)
    return len(due)


def run_ticker(stop: threading.Event) -> None:
    """Tick until ``stop`` is set. A database that is away only makes the ticks wait."""
    ticks, wall = [Tick(t.name, t.every, t.work, t.steady) for t in all_ticks()], Wall()
    try:
        while not stop.is_set():
            clock, now = time.monotonic(), timezone.now()
            run_due(ticks, clock, now, steady=wall.is_steady(clock, now))
            stop.wait(STEP)
    finally:
        connections.close_all()
