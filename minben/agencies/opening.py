"""When an office is open: its own hours on the calendar of its department, holidays and own days included."""

from __future__ import annotations

import datetime as dt

from minben.foundation.worktime import Calendar

from .models import Office
from .queries import calendar_of_department

Span = tuple[dt.time, dt.time]
Moments = tuple[dt.datetime, dt.datetime]


def hours_on(office: Office, day: dt.date) -> list[Span]:
    """On a holiday and on a day off none; on a made-up workday those of a Monday; else the weekday's.

    A Saturday has hours of its own, unless the place or the department is said to be free on that very day.
    """
    calendar = calendar_of_department(office.department)
    working, weekday = calendar.is_workday(day), day.isoweekday()
    if not working and (weekday <= 5 or calendar.exceptions.get(day) is False):
        return []
    own = office.hours.get(str(weekday)) or (office.hours.get("1") if working else None)
    return [(dt.time.fromisoformat(start), dt.time.fromisoformat(end)) for start, end in own or []]


def moments_on(office: Office, day: dt.date) -> list[Moments]:
    """The same as moments of the world (UTC)."""
    calendar: Calendar = calendar_of_department(office.department)
    return [
        (calendar.instant(day, start), calendar.instant(day, end)) for start, end in hours_on(office, day)
    ]


def local_day(office: Office, moment: dt.datetime) -> dt.date:
    """The day that it is at the office."""
    return moment.astimezone(office.department.jurisdiction.zone).date()
