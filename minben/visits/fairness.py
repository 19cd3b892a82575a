"""Who is called next. A pure function of arrival, booked time and priority by law: it is given nothing else.

1. Priority by law, by arrival.
2. Those whose booked time is now, and those whom another counter passed on, by booked time and arrival.
3. Everybody else by arrival; who comes long before or after the booked time is one of these.

So that nobody waits for ever, of ``ordinary_every`` calls of a counter one at least goes to whoever came first of all
without priority by law.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Waiting:
    """All that the queue may know of somebody who waits."""

    key: UUID
    since: dt.datetime
    statutory: bool = False
    booked: dt.datetime | None = None
    passed: bool = False


@dataclass(frozen=True)
class Rules:
    """Minutes around a booked time that count as on time, and how often an ordinary visitor comes at least."""

    early: int = 15
    late: int = 15
    ordinary_every: int = 3


@dataclass(frozen=True)
class Choice:
    """In which order to call, and how long the run of calls past an ordinary visitor is if the first is taken."""

    order: tuple[UUID, ...]
    runs: dict[UUID, int]


def choose(waiting: Sequence[Waiting], rules: Rules, now: dt.datetime, *, run: int) -> Choice:
    """``run``: calls in a row that went past somebody ordinary who had come before."""
    arrived = sorted((one for one in waiting if not one.statutory), key=_arrival)
    ranked = sorted(waiting, key=lambda one: _rank(one, rules, now))
    if arrived and run >= rules.ordinary_every - 1:
        ranked = [arrived[0], *(one for one in ranked if one is not arrived[0])]
    return Choice(
        tuple(one.key for one in ranked), {one.key: _run_after(one, arrived, run) for one in ranked}
    )


def _run_after(called: Waiting, arrived: Sequence[Waiting], run: int) -> int:
    """Nobody ordinary waits, or the one who came first of them is called: the run is over."""
    return 0 if not arrived or called is arrived[0] else run + 1


def _arrival(one: Waiting) -> tuple[dt.datetime, UUID]:
    return (one.since, one.key)


def _rank(one: Waiting, rules: Rules, now: dt.datetime) -> tuple[int, dt.datetime, dt.datetime, UUID]:
    if one.statutory:
        return (0, one.since, one.since, one.key)
    if one.passed or is_on_time(one, rules, now):
        return (1, one.booked or one.since, one.since, one.key)
    return (2, one.since, one.since, one.key)


def is_on_time(one: Waiting, rules: Rules, now: dt.datetime) -> bool:
    """Did they come by the end of their window, and has it begun? It stays theirs once they came in time."""
    if one.booked is None:
        return False
    opens = one.booked - dt.timedelta(minutes=rules.early)
    return one.since <= one.booked + dt.timedelta(minutes=rules.late) and now >= opens
