"""Guessing is slowed down: so many wrong answers within a quarter of an hour, then nobody is listened to."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.models import FailedTry
from minben.foundation.records.errors import TooMany
from minben.foundation.records.ids import lowest_id

WINDOW = dt.timedelta(minutes=15)


def refuse_guessing(purpose: str, *who: str, most: int = 10) -> None:
    """Raises TooMany when one of ``who`` (an address, a digest of the thing guessed at) failed ``most`` times lately."""
    for name in who:
        if failures_of(purpose, name, WINDOW) >= most:
            raise TooMany(_("There were too many wrong tries. Wait a quarter of an hour, or call us."))


def failures_of(purpose: str, who: str, within: dt.timedelta) -> int:
    """How often this was counted lately; rows are kept for a day."""
    since = lowest_id(timezone.now() - within)
    return FailedTry.objects.filter(purpose=purpose, who=who[:64], id__gte=since).count()


def failed(purpose: str, *who: str) -> None:
    """Count one wrong answer for each of ``who``."""
    FailedTry.objects.bulk_create(FailedTry(purpose=purpose, who=name[:64]) for name in who)


def failed_once(purpose: str, who: str) -> None:
    """As :func:`failed` for one: a plain row, so that it costs what any one row costs."""
    FailedTry.objects.create(purpose=purpose, who=who[:64])
