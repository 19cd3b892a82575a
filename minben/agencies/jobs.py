"""What the government itself does by the clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from minben.foundation.jobs import tick

from .actions.lending import sweep_lendings


@tick("begin and end lendings", seconds=60)
def sweep(now: dt.datetime) -> None:
    """Lent people begin on their first day; after the last their grants are taken away."""
    sweep_lendings(timezone.localdate(now))
