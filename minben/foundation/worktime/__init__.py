"""Working time."""

from __future__ import annotations

import datetime as dt
import functools
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

import chinese_calendar


class Unit(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    WORKHOUR = "workhour"
    WORKDAY = "workday"


@dataclass(frozen=True)
class Calendar:
    code: str = "CN"
    zone: str = "Asia/Shanghai"
    exceptions: tuple[tuple[dt.date, bool], ...] = field(default=())

    def is_workday(self, day: dt.date) -> bool:
        known = dict(self.exceptions).get(day)
        return known if known is not None else _workday(day)


@functools.cache
def _workday(day: dt.date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def calendar_for(
    code: str,
    zone: str = "Asia/Shanghai",
    hours: Any = None,
    exceptions: Mapping[dt.date, bool] | None = None,
) -> Calendar:
    return Calendar(code, zone, tuple(sorted((exceptions or {}).items())))


def due(start: dt.datetime, amount: Decimal | int, unit: Unit, calendar: Calendar) -> dt.datetime:
    if unit in {Unit.MINUTE, Unit.HOUR, Unit.DAY}:
        return start + dt.timedelta(**{f"{unit}s": float(amount)})
    if unit == Unit.WORKHOUR:
        return start + dt.timedelta(hours=float(amount))
    zone = zoneinfo.ZoneInfo(calendar.zone)
    day, left = start.astimezone(zone).date(), int(amount)
    while left > 0:
        day += dt.timedelta(days=1)
        left -= int(calendar.is_workday(day))
    return dt.datetime.combine(day, dt.time(17, 30), zone).astimezone(dt.UTC)


def after_pause(
    due_at: dt.datetime, paused_at: dt.datetime, resumed_at: dt.datetime, unit: Unit, calendar: Calendar
) -> dt.datetime:
    return due_at + (resumed_at - paused_at)
