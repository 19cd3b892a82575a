"""Dates, times and durations as text, and the calendar of months. Strict ISO 8601, as FEEL wants it.

Durations are of two kinds that do not mix: days and time (``timedelta``), years and months (``Months``).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_DAY = r"\d{4}-\d{2}-\d{2}"
_HOUR = r"\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?"
_DATE = re.compile(_DAY, re.ASCII)
_TIME = re.compile(f"T?({_HOUR})", re.ASCII)
_BOTH = re.compile(f"{_DAY}T{_HOUR}", re.ASCII)
_MONTHS = re.compile(r"(-?)P(?=\d)(?:(\d{1,5})Y)?(?:(\d{1,6})M)?", re.ASCII)
_TIMES = re.compile(
    r"(-?)P(?=\d|T\d)(?:(\d{1,7})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,6}))?S)?)?",
    re.ASCII,
)


@dataclass(frozen=True, order=True)
class Months:
    """A duration of years and months."""

    months: int


def date(text: str) -> dt.date | None:
    return _iso(dt.date.fromisoformat, text) if _DATE.fullmatch(text) else None


def time(text: str) -> dt.time | None:
    found = _TIME.fullmatch(text)
    return _iso(dt.time.fromisoformat, found[1]) if found else None


def date_and_time(text: str) -> dt.datetime | None:
    return _iso(dt.datetime.fromisoformat, text) if _BOTH.fullmatch(text) else None


def duration(text: str) -> dt.timedelta | Months | None:
    return _months(text) or _days_and_time(text)


def moment(text: str) -> Any:
    """What ``@"…"`` names, or None."""
    for reader in (date, date_and_time, time, duration):
        found = reader(text)
        if found is not None:
            return found
    return None


def _iso(reader: Callable[[str], Any], text: str) -> Any:
    try:
        return reader(text)
    except ValueError:
        return None


def _months(text: str) -> Months | None:
    found = _MONTHS.fullmatch(text)
    if not found:
        return None
    months = int(found[2] or 0) * 12 + int(found[3] or 0)
    return Months(-months if found[1] else months)


def _days_and_time(text: str) -> dt.timedelta | None:
    found = _TIMES.fullmatch(text)
    if not found:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:5])
    micro = int((found[6] or "0").ljust(6, "0"))
    try:
        length = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=micro)
    except OverflowError:
        return None
    return -length if found[1] else length


def later(day: Any, months: int) -> Any:
    """``day`` (a date, or date and time) some months later, or None outside the calendar.

    31 January and one month is the last day of February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(first: dt.date, last: dt.date) -> int:
    """Whole months from ``first`` to ``last``; negative when ``last`` is earlier."""
    if last < first:
        return -months_between(last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)


def written(value: Any) -> str:
    """A date, time or duration as FEEL writes it."""
    if isinstance(value, Months):
        return _written_months(value.months)
    if isinstance(value, dt.timedelta):
        return _written_time(value)
    return str(value.isoformat())


def _written_months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    parts = (f"{years}Y" if years else "") + (f"{rest}M" if rest or not years else "")
    return ("-" if months < 0 else "") + "P" + parts


def _written_time(length: dt.timedelta) -> str:
    whole, micro = divmod(abs(length) // dt.timedelta(microseconds=1), 1_000_000)
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    fraction = f".{micro:06}".rstrip("0") if micro else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or micro else ""
    day = f"{days}D" if days else ""
    return ("-" if length < dt.timedelta() else "") + "P" + (day + (f"T{clock}" if clock else "") or "T0S")
