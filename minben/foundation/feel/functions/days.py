"""Functions of dates, times and durations. Today is the day of ``now`` in the time zone that ``now`` carries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from .. import moments
from ..limits import Run
from ..moments import Months
from .rule import Rule

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _whole(number: Decimal) -> int:
    if number != int(number):
        raise ValueError(number)
    return int(number)


def _date(run: Run, year: Decimal, month: Decimal, day: Decimal) -> dt.date:
    return dt.date(_whole(year), _whole(month), _whole(day))


def _clock(run: Run, hour: Decimal, minute: Decimal, second: Decimal) -> dt.time:
    return dt.time(_whole(hour), _whole(minute), _whole(second))


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _months_between(run: Run, first: Any, last: Any) -> Months:
    return Months(moments.months_between(_day(first), _day(last)))


def _days_between(run: Run, first: Any, last: Any) -> Decimal:
    return Decimal((_day(last) - _day(first)).days)


def _of_two_days(answer: Any) -> tuple[Rule, ...]:
    kinds = (dt.date, dt.datetime)
    return tuple(Rule((first, last), answer) for first in kinds for last in kinds)


RULES: dict[str, tuple[Rule, ...]] = {
    "today": (Rule((), lambda run: run.now.date()),),
    "now": (Rule((), lambda run: run.now),),
    "date": (
        Rule((str,), lambda run, text: moments.date(text)),
        Rule((dt.date,), lambda run, day: day),
        Rule((dt.datetime,), lambda run, moment: moment.date()),
        Rule((Decimal,) * 3, _date),
    ),
    "time": (
        Rule((str,), lambda run, text: moments.time(text)),
        Rule((dt.time,), lambda run, time: time),
        Rule((dt.datetime,), lambda run, moment: moment.timetz()),
        Rule((Decimal,) * 3, _clock),
    ),
    "date and time": (
        Rule((str,), lambda run, text: moments.date_and_time(text)),
        Rule((dt.datetime,), lambda run, moment: moment),
        Rule((dt.date, dt.time), lambda run, day, time: dt.datetime.combine(day, time)),
    ),
    "duration": (
        Rule((str,), lambda run, text: moments.duration(text)),
        Rule((dt.timedelta,), lambda run, length: length),
        Rule((Months,), lambda run, length: length),
    ),
    "years and months duration": _of_two_days(_months_between),
    "date difference": _of_two_days(_days_between),
    "day of week": tuple(
        Rule((known,), lambda run, day: WEEKDAYS[day.weekday()]) for known in (dt.date, dt.datetime)
    ),
}
