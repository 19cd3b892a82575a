"""A calendar: which days are worked, from when to when, in which zone."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
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

    def on(self, weekday: int) -> tuple[Span, ...]:
        return self.by_weekday.get(weekday, self.usual)


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

    def closing(self, day: dt.date) -> dt.datetime:
        """When work ends on ``day`` (or would end, if it is not worked)."""
        return self.instant(day, self.hours.on(day.weekday())[-1][1])

    def local_day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def workdays_after(self, day: dt.date) -> Iterator[dt.date]:
        """Workdays later than ``day``, without end."""
        while True:
            day += ONE_DAY
            if self.is_workday(day):
                yield day

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
