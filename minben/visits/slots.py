"""Which times can be booked: pure functions over opening hours, places and what is booked already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HALF = dt.timedelta(minutes=30)
Moments = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Taken:
    """A booking that stands. ``same``: of a service that shares the counters of the one asked for."""

    starts_at: dt.datetime
    minutes: int
    same: bool = True


@dataclass(frozen=True)
class Places:
    """So many bookings fit into a half hour: at the whole office, and at the counters that serve the thing asked for."""

    all: int
    own: int


@dataclass(frozen=True)
class Slot:
    """A time that may be chosen, and for how many more."""

    starts_at: dt.datetime
    free: int


def half_hours(spans: Iterable[Moments]) -> list[dt.datetime]:
    """Where half hours begin that lie wholly in opening hours."""
    found = []
    for begin, end in spans:
        while begin + HALF <= end:
            found.append(begin)
            begin += HALF
    return found


def covered(starts_at: dt.datetime, minutes: int) -> list[dt.datetime]:
    """The half hours that a visit of so many minutes takes up."""
    return [starts_at + HALF * n for n in range(max(1, -(-minutes // 30)))]


def day_slots(
    spans: Sequence[Moments], minutes: int, places: Places, taken: Iterable[Taken], *, after: dt.datetime
) -> list[Slot]:
    """Every time of the day at which a visit fits into opening hours, later than ``after``; full ones with 0 free."""
    held = list(taken)
    halves = half_hours(spans)
    free = {half: _free(half, places, held) for half in halves}
    found = []
    for start in halves:
        needs = covered(start, minutes)
        if start > after and all(half in free for half in needs):
            found.append(Slot(start, min(free[half] for half in needs)))
    return found


def _free(half: dt.datetime, places: Places, taken: Iterable[Taken]) -> int:
    """What stands is counted by the time it takes up, also where opening hours were changed since."""
    here = [one for one in taken if _meets(half, one)]
    return max(0, min(places.all - len(here), places.own - sum(one.same for one in here)))


def _meets(half: dt.datetime, one: Taken) -> bool:
    return one.starts_at < half + HALF and covered(one.starts_at, one.minutes)[-1] + HALF > half
