"""Clocks of an application under the Administrative Licensing Law of the PRC (行政許可法), in workdays (art. 82).

Time for hearing, inspection, testing, quarantine, appraisal and expert review is not counted (art. 45): pause the
clock and move the due instant with :func:`~minben.foundation.worktime.after_pause`.
"""

from __future__ import annotations

import datetime as dt

from .calendars import Calendar
from .counting import Unit, due

SUPPLEMENT, DECISION, EXTENSION, JOINT_DECISION, JOINT_EXTENSION, DELIVERY = 5, 20, 10, 45, 15, 10


def supplement_until(received: dt.datetime, calendar: Calendar) -> dt.datetime:
    """Last moment to say, once and in full, what is missing (art. 32 para 1 no. 4: within five days)."""
    return due(received, SUPPLEMENT, Unit.WORKDAY, calendar)


def counts_as_accepted(
    received: dt.datetime, asked: dt.datetime | None, now: dt.datetime, calendar: Calendar
) -> bool:
    """Whether the application counts as accepted from its receipt, nothing having been asked in time (art. 32)."""
    limit = supplement_until(received, calendar)
    return now > limit and (asked is None or asked > limit)


def decide_until(accepted: dt.datetime, calendar: Calendar, *, extended: bool = False) -> dt.datetime:
    """Twenty workdays from acceptance; ten more with the approval of the head of the body (art. 42 para 1)."""
    return due(accepted, DECISION + (EXTENSION if extended else 0), Unit.WORKDAY, calendar)


def decide_jointly_until(accepted: dt.datetime, calendar: Calendar, *, extended: bool = False) -> dt.datetime:
    """Unified, joint or concentrated handling: 45 workdays, 15 more by the government's head (art. 42 para 2)."""
    return due(accepted, JOINT_DECISION + (JOINT_EXTENSION if extended else 0), Unit.WORKDAY, calendar)


def deliver_until(decided: dt.datetime, calendar: Calendar) -> dt.datetime:
    """Ten workdays from the decision to issue and deliver the licence (art. 44)."""
    return due(decided, DELIVERY, Unit.WORKDAY, calendar)
