"""What lives by itself in the practice city."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from minben.foundation.jobs import tick

from . import city

FEW = 100
"""The smallest practice city has so many people."""


@tick("a day begins in the practice city", seconds=600)
def begin_the_day(now: dt.datetime) -> None:
    """Every day has its numbers, bookings and requests, also in a city that was built long ago."""
    if settings.PRACTICE:
        city.live(FEW)
