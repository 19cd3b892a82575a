"""Clocks of an application under the Administrative Licensing Law of the PRC (中華人民共和國行政許可法, 2019 text).

All are counted in workdays without statutory holidays (art. 82), the day they begin on is not counted (民法典 art. 201),
and they end with the working hours of the last day. Pure functions; who acts on them is the flow of cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from .calendars import Calendar
from .counting import Unit, after_pause, due

SUPPLEMENT, DECISION, EXTENSION, JOINT_DECISION, JOINT_EXTENSION, DELIVERY = 5, 20, 10, 45, 15, 10
LOWER_BODY, HEARING_ASKED, HEARING_HELD = 20, 5, 20

Period = tuple[dt.datetime, dt.datetime]
UNCOUNTED = frozenset(
    {"hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert review"}
)
"""聽證、招標、拍賣、檢驗、檢測、檢疫、鑑定、專家評審: their time is not counted (art. 45)."""


def supplement_until(received: dt.datetime, calendar: Calendar) -> dt.datetime:
    """Last moment to say, once and in full, what is missing (art. 32 para 1 no. 4: within five days)."""
    return due(received, SUPPLEMENT, Unit.WORKDAY, calendar)


def counts_as_accepted(
    received: dt.datetime, asked: dt.datetime | None, now: dt.datetime, calendar: Calendar
) -> bool:
    """Whether the application counts as accepted from its receipt, nothing having been asked in time (art. 32)."""
    limit = supplement_until(received, calendar)
    return now > limit and (asked is None or asked > limit)


def decide_until(
    accepted: dt.datetime, calendar: Calendar, *, extended: bool = False, uncounted: Iterable[Period] = ()
) -> dt.datetime:
    """Twenty workdays from acceptance; ten more with the approval of the head of the body (art. 42 para 1).

    ``uncounted`` is time that does not count (art. 45; see :func:`without`). An application accepted by silence was
    accepted when it was received.
    """
    days = DECISION + (EXTENSION if extended else 0)
    return without(due(accepted, days, Unit.WORKDAY, calendar), uncounted, calendar)


def decide_jointly_until(
    accepted: dt.datetime, calendar: Calendar, *, extended: bool = False, uncounted: Iterable[Period] = ()
) -> dt.datetime:
    """Unified, joint or concentrated handling: 45 workdays, 15 more by the government's head (art. 42 para 2)."""
    days = JOINT_DECISION + (JOINT_EXTENSION if extended else 0)
    return without(due(accepted, days, Unit.WORKDAY, calendar), uncounted, calendar)


def pass_on_until(accepted: dt.datetime, calendar: Calendar) -> dt.datetime:
    """A lower body that examines first is done within twenty workdays of its acceptance (art. 43)."""
    return due(accepted, LOWER_BODY, Unit.WORKDAY, calendar)


def deliver_until(decided: dt.datetime, calendar: Calendar) -> dt.datetime:
    """Ten workdays from the decision to issue and deliver the licence, or to seal or label (art. 44)."""
    return due(decided, DELIVERY, Unit.WORKDAY, calendar)


def ask_hearing_until(told: dt.datetime, calendar: Calendar) -> dt.datetime:
    """Five workdays, from being told of the right to one, to ask for a hearing (art. 47 para 1)."""
    return due(told, HEARING_ASKED, Unit.WORKDAY, calendar)


def hold_hearing_until(asked: dt.datetime, calendar: Calendar) -> dt.datetime:
    """The hearing that was asked for is held within twenty workdays (art. 47 para 1)."""
    return due(asked, HEARING_HELD, Unit.WORKDAY, calendar)


def counts_as_renewed(expires: dt.datetime, decided: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a licence counts as renewed: asked for in time, and not decided before it expired (art. 50 para 2)."""
    return now > expires and (decided is None or decided > expires)


def without(until: dt.datetime, uncounted: Iterable[Period], calendar: Calendar) -> dt.datetime:
    """``until`` moved by time that does not count (art. 45), workday for workday; the applicant is told how long.

    What two procedures take at the same time is left out once. Raises ValueError for a period that ends before it
    begins.
    """
    for begin, end in _apart(uncounted):
        until = after_pause(until, begin, end, Unit.WORKDAY, calendar)
    return until


def _apart(periods: Iterable[Period]) -> list[Period]:
    """In order, those that overlap or touch made one."""
    found: list[Period] = []
    for begin, end in sorted(periods):
        if begin > end:
            raise ValueError("Time that is not counted cannot end before it begins.")
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found
