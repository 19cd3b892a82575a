"""Which promise was kept to: the number of days found from many pairs of "opened" and "due". Pure, bounded memory.

Two ways of counting are tried, both to the minute: workdays (:attr:`Unit.OPEN_DAY`) and natural days
(:attr:`Unit.FULL_DAY`). The number that fits most pairs wins; where two fit as many, the smaller.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from .calendars import Calendar
from .counting import Unit, due, first_working_moment

EXACT = dt.timedelta(minutes=1)
"""A due time that differs by less is the same to the minute: sources round seconds this way and that."""
LONGEST = dt.timedelta(days=3660)
"""Longer is no promise of days; it is counted as fitting none."""


@dataclass(frozen=True)
class Promise:
    """So many days of a unit."""

    amount: int
    unit: Unit

    def due(self, opened: dt.datetime, calendar: Calendar) -> dt.datetime:
        return due(opened, self.amount, self.unit, calendar)


@dataclass(frozen=True)
class Candidate:
    """A promise that ends on the right day, and whether it ends at the right minute."""

    promise: Promise
    exact: bool


Candidates = tuple[Candidate, ...]


@dataclass
class Group:
    """Pairs for which the same promises come into question."""

    rows: int
    first: dt.datetime
    last: dt.datetime

    def add(self, opened: dt.datetime) -> None:
        self.rows += 1
        self.first, self.last = min(self.first, opened), max(self.last, opened)


@dataclass(frozen=True)
class Fit:
    """A promise with what speaks for it among the pairs looked at."""

    promise: Promise
    exact: int
    same_day: int
    first: dt.datetime
    last: dt.datetime


@dataclass
class Tally:
    """All pairs of one type, by the promises that come into question for them."""

    rows: int = 0
    groups: dict[Candidates, Group] = field(default_factory=dict)

    def add(self, opened: dt.datetime, due_at: dt.datetime, calendar: Calendar) -> None:
        self.rows += 1
        found = candidates(opened, due_at, calendar)
        if found in self.groups:
            self.groups[found].add(opened)
        else:
            self.groups[found] = Group(1, opened, opened)

    def best(self, *, beside: Promise | None = None) -> Fit | None:
        """The promise that fits most pairs to the minute; ``beside``: of the pairs that one does not fit."""
        exact: dict[Promise, int] = {}
        for promise, group in self._exact(beside):
            exact[promise] = exact.get(promise, 0) + group.rows
        if not exact:
            return None
        return self._fit(min(exact, key=lambda promise: (-exact[promise], *_order(promise))), beside)

    def _exact(self, beside: Promise | None) -> Iterator[tuple[Promise, Group]]:
        for found, group in self.groups.items():
            fitting = [candidate.promise for candidate in found if candidate.exact]
            if beside not in fitting:
                yield from ((promise, group) for promise in fitting)

    def _fit(self, promise: Promise, beside: Promise | None) -> Fit:
        fitting = [group for found, group in self._exact(beside) if found == promise]
        days = (
            group.rows
            for found, group in self.groups.items()
            if any(candidate.promise == promise for candidate in found)
        )
        return Fit(
            promise=promise,
            exact=sum(group.rows for group in fitting),
            same_day=sum(days),
            first=min(group.first for group in fitting),
            last=max(group.last for group in fitting),
        )


def _order(promise: Promise) -> tuple[int, bool]:
    """The smaller number first, workdays before natural days."""
    return promise.amount, promise.unit != Unit.OPEN_DAY


def candidates(opened: dt.datetime, due_at: dt.datetime, calendar: Calendar) -> Candidates:
    """The promises that lead from ``opened`` to the day of ``due_at``; none when that is no later day."""
    if not dt.timedelta() < due_at - opened < LONGEST:
        return ()
    last = calendar.local_day(due_at)
    begun = calendar.local_day(first_working_moment(opened, calendar))
    found = [Promise((last - calendar.local_day(opened)).days, Unit.FULL_DAY)]
    if calendar.is_workday(last):
        found.append(Promise(calendar.workdays_between(begun, last), Unit.OPEN_DAY))
    return tuple(
        Candidate(promise, is_exact(promise.due(opened, calendar), due_at))
        for promise in found
        if promise.amount > 0
    )


def is_exact(computed: dt.datetime, told: dt.datetime) -> bool:
    return abs(computed - told) < EXACT
