"""The parts of dates, times and durations: a fixed table, not the attributes of objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .moments import Months
from .values import kind

_Part = Callable[[Any], int]
_DAY: dict[str, _Part] = {
    "year": lambda day: int(day.year),
    "month": lambda day: int(day.month),
    "day": lambda day: int(day.day),
    "weekday": lambda day: int(day.isoweekday()),
}
_CLOCK: dict[str, _Part] = {
    "hour": lambda time: int(time.hour),
    "minute": lambda time: int(time.minute),
    "second": lambda time: int(time.second),
}
_LENGTH: dict[str, _Part] = {
    "days": lambda length: _signed(length, 86_400, None),
    "hours": lambda length: _signed(length, 3_600, 24),
    "minutes": lambda length: _signed(length, 60, 60),
    "seconds": lambda length: _signed(length, 1, 60),
}
_MONTHS: dict[str, _Part] = {
    "years": lambda length: int(Decimal(length.months) / 12),
    "months": lambda length: length.months - 12 * int(Decimal(length.months) / 12),
}
PROPERTIES: dict[type, dict[str, _Part]] = {
    dt.date: _DAY,
    dt.datetime: _DAY | _CLOCK,
    dt.time: _CLOCK,
    dt.timedelta: _LENGTH,
    Months: _MONTHS,
}


def property_of(value: Any, name: str) -> Decimal | None:
    """``today().year`` and its like; null for what has no such part."""
    part = PROPERTIES.get(kind(value) or str, {}).get(name)
    return Decimal(part(value)) if part else None


def _signed(length: dt.timedelta, seconds: int, wraps: int | None) -> int:
    """A part of a duration; all parts of a negative one are negative."""
    much = abs(length) // dt.timedelta(seconds=seconds)
    much = much % wraps if wraps else much
    return -much if length < dt.timedelta() else much
