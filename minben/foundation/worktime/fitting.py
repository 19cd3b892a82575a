"""Which promise was kept to: the number of days found from many pairs of "opened" and "due". Pure, bounded memory.

Two ways of counting are tried, both to the minute: workdays (:attr:`Unit.OPEN_DAY`) and natural days
(:attr:`Unit.FULL_DAY`). The number that fits most pairs wins; where two fit as many, the smaller. A promise that was changed
on one day is found with that day.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .calendars import Calendar
from .counting import Unit, due, first_working_moment

EXACT = dt.timedelta(minutes=1)
"""A due time that differs by less is the same to the minute: sources round seconds this way and that."""
LAST_OF_A_MINUTE = dt.timedelta(seconds=59)
NEAR = dt.timedelta(minutes=2)
"""A due time that differs by less is near: the source shows another moment than the one it counted from."""
WORTH = 0.02
"""A change of the promise is one when it explains so large a share of all pairs."""
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
    """A promise that ends on the right day, and whether it ends at the right minute, or near it."""

    promise: Promise
    exact: bool
    near: bool = False


@dataclass(frozen=True)
class Dated:
    """What was promised on a day: ``before`` until the day ``changed``, from then on ``now``; or always the same."""

    now: Promise
    before: Promise | None = None
    changed: dt.date | None = None

    def on(self, day: dt.date) -> Promise:
        earlier = self.changed is not None and day < self.changed
        return self.before if earlier and self.before is not None else self.now


@dataclass(frozen=True)
class Kept:
    """How many pairs end as was promised on the day they were opened: at the minute, near it, on the day."""

    exact: int = 0
    near: int = 0
    same_day: int = 0


Candidates = tuple[Candidate, ...]


@dataclass
class Group:
    """Pairs for which the same promises come into question."""

    rows: int
    first: dt.datetime
    last: dt.datetime
    days: Counter[dt.date] = field(default_factory=Counter)

    def add(self, opened: dt.datetime, day: dt.date) -> None:
        self.rows += 1
        self.days[day] += 1
        self.first, self.last = min(self.first, opened), max(self.last, opened)


@dataclass(frozen=True)
class Fit:
    """A promise with what speaks for it among the pairs looked at."""

    promise: Promise
    exact: int
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
        group = self.groups.setdefault(found, Group(0, opened, opened))
        group.add(opened, calendar.local_day(opened))

    def best(self, *, beside: Promise | None = None) -> Fit | None:
        """The promise that fits most pairs to the minute; ``beside``: of the pairs that one does not fit."""
        exact: dict[Promise, int] = {}
        for promise, group in self._exact(beside):
            exact[promise] = exact.get(promise, 0) + group.rows
        if not exact:
            return None
        return self._fit(min(exact, key=lambda promise: (-exact[promise], *_order(promise))), beside)

    def dated(self) -> Dated | None:
        """The promise with the day on which it was changed, if it was; None when no number of days fits any pair."""
        best = self.best()
        other = self.best(beside=best.promise) if best else None
        if best is None:
            return None
        if other is None or other.exact < WORTH * self.rows:
            return Dated(best.promise)
        changes = [self._change(best.promise, other.promise), self._change(other.promise, best.promise)]
        found = max(changes, key=lambda one: self.kept(one).exact)
        gained = self.kept(found).exact - best.exact
        return found if gained >= WORTH * self.rows else Dated(best.promise)

    def _change(self, before: Promise, now: Promise) -> Dated:
        """The day on which ``now`` took the place of ``before``, so that the most pairs fit."""
        early, late = self._days(before), self._days(now)
        gained, most, changed = 0, 0, dt.date.min
        for day in sorted({*early, *late}):
            gained += early[day] - late[day]
            if gained > most:
                most, changed = gained, day + dt.timedelta(days=1)
        return Dated(now, before, changed)

    def _days(self, promise: Promise) -> Counter[dt.date]:
        """How many pairs of each day it fits to the minute."""
        found: Counter[dt.date] = Counter()
        for group in (group for one, group in self._exact(None) if one == promise):
            found.update(group.days)
        return found

    def kept(self, dated: Dated) -> Kept:
        exact = near = same_day = 0
        for found, group in self.groups.items():
            for day, rows in group.days.items():
                fit = next((one for one in found if one.promise == dated.on(day)), None)
                if fit is not None:
                    exact, near, same_day = exact + rows * fit.exact, near + rows * fit.near, same_day + rows
        return Kept(exact, near, same_day)

    def _exact(self, beside: Promise | None) -> Iterator[tuple[Promise, Group]]:
        for found, group in self.groups.items():
            fitting = [candidate.promise for candidate in found if candidate.exact]
            if beside not in fitting:
                yield from ((promise, group) for promise in fitting)

    def _fit(self, promise: Promise, beside: Promise | None) -> Fit:
        fitting = [group for found, group in self._exact(beside) if found == promise]
        return Fit(
            promise=promise,
            exact=sum(group.rows for group in fitting),
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
        _candidate(promise, promise.due(opened, calendar), due_at, _unsaid(opened))
        for promise in found
        if promise.amount > 0
    )


def _unsaid(opened: dt.datetime) -> dt.timedelta:
    """How much later it may have been opened than is shown: without seconds it was at any moment of that minute."""
    return dt.timedelta() if opened.second or opened.microsecond else LAST_OF_A_MINUTE


def _candidate(promise: Promise, computed: dt.datetime, told: dt.datetime, unsaid: dt.timedelta) -> Candidate:
    late = told - computed
    return Candidate(promise, exact=-EXACT < late < EXACT + unsaid, near=abs(late) < NEAR)
