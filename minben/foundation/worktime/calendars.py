"""A calendar: which days are worked, from when to when, in which zone."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from . import holidays_of

Span = tuple[dt.time, dt.time]
ONE_DAY = dt.timedelta(days=1)
ORDINARY: tuple[Span, ...] = ((dt.time(9), dt.time(12)), (dt.time(13, 30), dt.time(17, 30)))


@dataclass(frozen=True)
class Hours:
    """Working hours. ``by_weekday`` (Monday 0) for days that differ; a made-up Saturday has the usual ones.

    Raises ValueError unless the spans of a day are in order, apart, and not empty.
    """

    usual: tuple[Span, ...] = ORDINARY
    by_weekday: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for spans in (self.usual, *self.by_weekday.values()):
            edges = [edge for span in spans for edge in span]
            if not edges or any(a >= b for a, b in itertools.pairwise(edges)):
                raise ValueError(
                    "Working hours must be given in order, each span ending after it begins, none touching another."
                )

    @classmethod
    def read(cls, spans: Iterable[str]) -> Hours:
        """The same hours every day, written as "08:30-17:00". Raises ValueError as the class does."""
        return cls(usual=tuple(_span(text) for text in spans))

    def on(self, weekday: int) -> tuple[Span, ...]:
        return self.by_weekday.get(weekday, self.usual)


def _span(text: str) -> Span:
    begin, _dash, end = text.partition("-")
    try:
        return dt.time.fromisoformat(begin.strip()), dt.time.fromisoformat(end.strip())
    except ValueError as error:
        raise ValueError(f"Working hours are written like 08:30-17:00, not {text!r}.") from error


@dataclass(frozen=True)
class Calendar:
    """Workdays of ``code``, changed by a jurisdiction's own ``exceptions`` (True: worked, False: free)."""

    code: str
    zone: ZoneInfo
    hours: Hours = field(default_factory=Hours)
    exceptions: Mapping[dt.date, bool] = field(default_factory=dict)

    @cached_property
    def certain_until(self) -> dt.date:
        """Beyond this day holidays are not published yet: show deadlines there as provisional."""
        return holidays_of.certain_until(self.code)

    def is_workday(self, day: dt.date) -> bool:
        own = self.exceptions.get(day)
        return own if own is not None else day in holidays_of.workdays(self.code, day.year)

    def spans(self, day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
        """Working hours of ``day`` as instants (UTC); none when it is not worked."""
        if not self.is_workday(day):
            return []
        found = [(self.instant(day, a), self.instant(day, b)) for a, b in self.hours.on(day.weekday())]
        return [(a, b) for a, b in found if a < b]

    def instant(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, tzinfo=self.zone).astimezone(dt.UTC)

    def at(self, day: dt.date, time: dt.time) -> dt.datetime:
        """As :meth:`instant`, but a time that summer time skips is the moment the clocks are put forward."""
        moment = dt.datetime.combine(day, time, tzinfo=self.zone)
        early, late = (moment.replace(fold=fold).astimezone(dt.UTC) for fold in (1, 0))
        return late if early >= late else self._put_forward(early, late)

    def _put_forward(self, before: dt.datetime, after: dt.datetime) -> dt.datetime:
        offset = before.astimezone(self.zone).utcoffset()
        while after - before > dt.timedelta(seconds=1):
            middle = before + (after - before) // 2
            same = middle.astimezone(self.zone).utcoffset() == offset
            before, after = (middle, after) if same else (before, middle)
        return after.replace(microsecond=0)

    def closing(self, day: dt.date) -> dt.datetime:
        """When work ends on ``day`` (or would end, if it is not worked)."""
        return self.instant(day, self.hours.on(day.weekday())[-1][1])

    def local_day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def workdays_after(self, day: dt.date) -> Iterator[dt.date]:
        """Workdays later than ``day``, without end."""
        days = self._worked(day.year)
        yield from itertools.islice(days, bisect.bisect_right(days, day), None)
        for year in itertools.count(day.year + 1):
            yield from self._worked(year)

    def workdays_between(self, day: dt.date, last: dt.date) -> int:
        """How many workdays are later than ``day`` and not later than ``last``."""
        if last <= day:
            return 0
        whole = sum(len(self._worked(year)) for year in range(day.year, last.year))
        return whole + self._number(last) - self._number(day)

    def _number(self, day: dt.date) -> int:
        return bisect.bisect_right(self._worked(day.year), day)

    def _worked(self, year: int) -> Sequence[dt.date]:
        """Workdays of a year in order, kept with the calendar once asked."""
        if year not in self._years:
            own = {day: worked for day, worked in self.exceptions.items() if day.year == year}
            days = holidays_of.ordered(self.code, year)
            self._years[year] = sorted(day for day in {*days, *own} if own.get(day, True)) if own else days
        return self._years[year]

    @cached_property
    def _years(self) -> dict[int, Sequence[dt.date]]:
        return {}

    def workday_from(self, day: dt.date) -> dt.date:
        """``day``, or the next workday."""
        return day if self.is_workday(day) else next(self.workdays_after(day))


def calendar_for(
    code: str,
    zone: str = "Asia/Shanghai",
    hours: Hours | None = None,
    exceptions: Mapping[dt.date, bool] | None = None,
) -> Calendar:
    """The calendar of a jurisdiction. Raises ValueError for a code or a zone that does not exist."""
    try:
        place = ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"There is no time zone {zone!r}. Use a name like Asia/Taipei.") from error
    calendar = Calendar(code, place, hours or Hours(), dict(exceptions or {}))
    holidays_of.certain_until(code)
    return calendar
