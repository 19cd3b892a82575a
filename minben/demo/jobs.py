"""What lives by itself in the practice city."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from minben.foundation.jobs import tick

from . import halls

FEW = 100
"""The smallest practice city has so many people."""


@tick("the halls of the practice city open", seconds=600)
def open_halls(now: dt.datetime) -> None:
    """Every day has its numbers and bookings, also in a city that was built long ago."""
    if settings.PRACTICE:
        halls.furnish(FEW)
