"""Counting time limits in their unit.

- minute, hour: elapsed time; the limit ends at the same minute (民法典 art. 201 para 2: hours run from the agreed time).
- day, month: the day of the start is not counted (民法典 art. 201 para 1); a month ends on the day of the same
  number, or the last of the month (art. 202); a limit that would end on a free day ends on the next workday, at the
  end of working hours (art. 203).
- workday: statutory days exclude statutory holidays (行政許可法 art. 82); the day of the start is not counted (民法典
  art. 201); the limit ends with the working hours of the Nth workday.
- fullday, openday: what cities elsewhere promise; see :func:`_full_days_on` and :func:`_open_days_on`.
- workhour: minutes inside working hours only; the limit ends at the working minute where they are used up.

Moments must be aware; answers are UTC. Another rule is another function in the tables at the end.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import StrEnum

from .calendars import ONE_DAY, Calendar

Amount = Decimal | int
ZERO = dt.timedelta()


class Unit(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    WORKHOUR = "workhour"
    WORKDAY = "workday"
    FULL_DAY = "fullday"
    OPEN_DAY = "openday"


def due(start: dt.datetime, amount: Amount, unit: Unit, calendar: Calendar) -> dt.datetime:
    """When a limit of ``amount`` ``unit`` that begins at ``start`` ends (UTC). Nothing at all ends at once.

    Raises ValueError for a naive ``start``, a negative amount, or part of a day or month. Half a workday is the
    half of that day's working hours.
    """
    begun, much = _aware(start), Decimal(amount)
    if not much.is_finite() or much < 0:
        raise ValueError(f"A time limit cannot be {amount}.")
    return _DUE[Unit(unit)](begun, much, calendar) if much else begun


def after_pause(
    due_at: dt.datetime, paused_at: dt.datetime, resumed_at: dt.datetime, unit: Unit, calendar: Calendar
) -> dt.datetime:
    """``due_at`` moved by the pause, counted in the unit of the limit (UTC); never earlier.

    A limit that had passed before the pause stays passed. Raises ValueError when the pause ends before it begins.
    """
    due_then, paused, resumed = _aware(due_at), _aware(paused_at), _aware(resumed_at)
    if resumed < paused:
        raise ValueError("A pause cannot end before it begins.")
    if paused >= due_then:
        return due_then
    return _MOVED[Unit(unit)](due_then, paused, resumed, calendar)


def working_minutes(start: dt.datetime, end: dt.datetime, calendar: Calendar) -> int:
    """Whole minutes of working hours between two moments; 0 when ``end`` is not later."""
    return _working_time(_aware(start), _aware(end), calendar) // dt.timedelta(minutes=1)


def first_working_moment(start: dt.datetime, calendar: Calendar) -> dt.datetime:
    """``start`` when it is inside working hours, else when they next begin (UTC)."""
    return next(_spans_from(_aware(start), calendar))[0]


def _aware(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("A time limit needs an aware moment; attach a time zone first.")
    return moment.astimezone(dt.UTC)


def _whole(amount: Decimal, unit: str) -> int:
    if amount != int(amount):
        raise ValueError(f"A limit in {unit}s must be a whole number, not {amount}.")
    return int(amount)


def _time(amount: Decimal, unit: dt.timedelta) -> dt.timedelta:
    return dt.timedelta(microseconds=int(amount * (unit // dt.timedelta(microseconds=1))))


def _minutes_on(start: dt.datetime, amount: Decimal, _calendar: Calendar) -> dt.datetime:
    return start + _time(amount, dt.timedelta(minutes=1))


def _hours_on(start: dt.datetime, amount: Decimal, _calendar: Calendar) -> dt.datetime:
    return start + _time(amount, dt.timedelta(hours=1))


def _days_on(start: dt.datetime, amount: Decimal, calendar: Calendar) -> dt.datetime:
    last = calendar.local_day(start) + dt.timedelta(days=_whole(amount, "day"))
    return calendar.closing(calendar.workday_from(last))


def _months_on(start: dt.datetime, amount: Decimal, calendar: Calendar) -> dt.datetime:
    first = calendar.local_day(start)
    years, month = divmod(first.month - 1 + _whole(amount, "month"), 12)
    year, month = first.year + years, month + 1
    day = min(first.day, months.monthrange(year, month)[1])
    return calendar.closing(calendar.workday_from(dt.date(year, month, day)))


def _workdays_on(start: dt.datetime, amount: Decimal, calendar: Calendar) -> dt.datetime:
    whole, part = divmod(amount, 1)
    number = int(whole) + bool(part)
    day = next(itertools.islice(calendar.workdays_after(calendar.local_day(start)), number - 1, None))
    return calendar.closing(day) if not part else _at_part(day, part, calendar)


def _at_part(day: dt.date, part: Decimal, calendar: Calendar) -> dt.datetime:
    """The moment of workday ``day`` when ``part`` of its working hours is over."""
    left = _time(part, sum((b - a for a, b in calendar.spans(day)), ZERO))
    return next(_used_up(iter(calendar.spans(day)), left))


def _full_days_on(start: dt.datetime, amount: Decimal, calendar: Calendar) -> dt.datetime:
    """Natural days that run from minute to minute: the limit ends N days later at the same time of the wall clock.

    Nothing is free: it may end on a Sunday or at night, and no day is rolled on (民法典 art. 203 does not hold). A day
    on which the clocks change has 23 or 25 hours. Source: targets of Boston 311, 2015 (docs/how-to/check-a-clock.md).
    """
    begun = start.astimezone(calendar.zone)
    return calendar.at(begun.date() + dt.timedelta(days=_whole(amount, "day")), begun.time())


def _open_days_on(start: dt.datetime, amount: Decimal, calendar: Calendar) -> dt.datetime:
    """Workdays that run from working minute to working minute, not to closing time.

    What comes outside working hours counts as come when work next begins; the limit ends on the Nth workday after
    that day at the same time, held inside the hours of that day. Source: targets of Boston 311, 2015.
    """
    begun = first_working_moment(start, calendar).astimezone(calendar.zone)
    number = _whole(amount, "day")
    day = next(itertools.islice(calendar.workdays_after(begun.date()), number - 1, None))
    spans = calendar.spans(day)
    return min(max(calendar.instant(day, begun.time()), spans[0][0]), spans[-1][1])


def _workhours_on(start: dt.datetime, amount: Decimal, calendar: Calendar) -> dt.datetime:
    return _working_time_on(start, _time(amount, dt.timedelta(hours=1)), calendar)


def _working_time_on(start: dt.datetime, length: dt.timedelta, calendar: Calendar) -> dt.datetime:
    if not length:
        return start
    return next(_used_up(_spans_from(start, calendar), length))


def _used_up(spans: Iterator[tuple[dt.datetime, dt.datetime]], left: dt.timedelta) -> Iterator[dt.datetime]:
    for begin, end in spans:
        if begin + left <= end:
            yield begin + left
            return
        left -= end - begin


def _spans_from(start: dt.datetime, calendar: Calendar) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Working hours later than ``start``, without end; the first may be part of a span."""
    today = calendar.local_day(start)
    for begin, end in calendar.spans(today):
        if end > start:
            yield max(begin, start), end
    for day in calendar.workdays_after(today):
        yield from calendar.spans(day)


def _working_time(start: dt.datetime, end: dt.datetime, calendar: Calendar) -> dt.timedelta:
    total, day, last = ZERO, calendar.local_day(start), calendar.local_day(end)
    while day <= last:
        for begin, stop in calendar.spans(day):
            total += max(min(stop, end) - max(begin, start), ZERO)
        day += ONE_DAY
    return total


def _moved_by_time(
    due_at: dt.datetime, paused: dt.datetime, resumed: dt.datetime, _calendar: Calendar
) -> dt.datetime:
    return due_at + (resumed - paused)


def _moved_by_days(
    due_at: dt.datetime, paused: dt.datetime, resumed: dt.datetime, calendar: Calendar
) -> dt.datetime:
    days = (calendar.local_day(resumed) - calendar.local_day(paused)).days
    return max(due_at, _days_on(due_at, Decimal(days), calendar)) if days else due_at


def _moved_by_workdays(
    due_at: dt.datetime, paused: dt.datetime, resumed: dt.datetime, calendar: Calendar
) -> dt.datetime:
    """As many workdays later as the pause had, at the same part of the day's working hours."""
    days = calendar.workdays_between(calendar.local_day(paused), calendar.local_day(resumed))
    if not days:
        return due_at
    day = next(itertools.islice(calendar.workdays_after(calendar.local_day(due_at)), days - 1, None))
    part = _part_of_day(due_at, calendar)
    return calendar.closing(day) if part >= 1 else max(due_at, _at_part(day, part, calendar))


def _part_of_day(moment: dt.datetime, calendar: Calendar) -> Decimal:
    spans = calendar.spans(calendar.local_day(moment))
    whole = sum((b - a for a, b in spans), ZERO)
    over = sum((max(min(b, moment) - a, ZERO) for a, b in spans), ZERO)
    return (
        Decimal(over // dt.timedelta(microseconds=1)) / Decimal(whole // dt.timedelta(microseconds=1))
        if whole
        else Decimal(1)
    )


def _moved_by_workhours(
    due_at: dt.datetime, paused: dt.datetime, resumed: dt.datetime, calendar: Calendar
) -> dt.datetime:
    return _working_time_on(due_at, _working_time(paused, resumed, calendar), calendar)


_DUE: dict[Unit, Callable[[dt.datetime, Decimal, Calendar], dt.datetime]] = {
    Unit.MINUTE: _minutes_on,
    Unit.HOUR: _hours_on,
    Unit.DAY: _days_on,
    Unit.MONTH: _months_on,
    Unit.WORKDAY: _workdays_on,
    Unit.WORKHOUR: _workhours_on,
    Unit.FULL_DAY: _full_days_on,
    Unit.OPEN_DAY: _open_days_on,
}
_MOVED: dict[Unit, Callable[[dt.datetime, dt.datetime, dt.datetime, Calendar], dt.datetime]] = {
    Unit.MINUTE: _moved_by_time,
    Unit.HOUR: _moved_by_time,
    Unit.DAY: _moved_by_days,
    Unit.MONTH: _moved_by_days,
    Unit.WORKDAY: _moved_by_workdays,
    Unit.WORKHOUR: _moved_by_workhours,
    Unit.FULL_DAY: _moved_by_time,
    Unit.OPEN_DAY: _moved_by_workhours,
}
