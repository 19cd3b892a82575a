"""The catalogue's work by the clock."""

from __future__ import annotations

import datetime as dt

from minben.foundation.jobs import tick

from .actions.editions import publish_due


@tick("publish what is due", seconds=20)
def publish(now: dt.datetime) -> None:
    publish_due(now)
