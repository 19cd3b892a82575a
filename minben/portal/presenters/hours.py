"""When an office is open, and whether it is now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import pgettext

from minben.agencies.models import Office
from minben.agencies.opening import hours_on
from minben.foundation.records.texts import listed


@dataclass(frozen=True)
class Openness:
    """``until`` is the time it closes if open now; ``days`` the week, (name, spans as text)."""

    open: bool
    until: str
    days: list[tuple[str, str]]


def openness(office: Office, now: dt.datetime) -> Openness:
    """``now`` is an aware moment; the office's own zone and holidays count. Saturdays have hours of their own."""
    place = office.department.jurisdiction
    local = now.astimezone(place.zone)
    spans = hours_on(office, local.date())
    closes = next((end for start, end in spans if start <= local.time() < end), None)
    return Openness(closes is not None, f"{closes:%H:%M}" if closes else "", week(office))


def week(office: Office) -> list[tuple[str, str]]:
    return [
        (
            str(WEEKDAYS[day - 1]),
            listed(f"{start}–{end}" for start, end in office.hours.get(str(day), []))
            or pgettext("opening hours", "Closed"),
        )
        for day in range(1, 8)
    ]
