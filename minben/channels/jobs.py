"""The worker's part: carrying what is due, every second."""

from __future__ import annotations

import datetime as dt

from minben.foundation.events import subscribe
from minben.foundation.identity.events import WayInChanged
from minben.foundation.jobs import tick

from .actions import deliver
from .actions.deliver import BATCH
from .ways_in import tell_owner

BATCHES = 20
"""At most so many batches a tick, so that the other ticks of the worker get their turn."""


@tick("carry messages", seconds=1)
def carry(now: dt.datetime) -> None:
    for _turn in range(BATCHES):
        if deliver(now=now) < BATCH:
            return


@subscribe("channels.ways_in", WayInChanged)
def ways_in(events: list[WayInChanged]) -> None:
    for event in events:
        tell_owner(event)
