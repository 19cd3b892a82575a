"""The worker's part: carrying what is due, every second."""

from __future__ import annotations

import datetime as dt

from minben.foundation.jobs import tick

from .actions import deliver
from .actions.deliver import BATCH

BATCHES = 20
"""At most so many batches a tick, so that the other ticks of the worker get their turn."""


@tick("carry messages", seconds=1)
def carry(now: dt.datetime) -> None:
    for _turn in range(BATCHES):
        if deliver(now=now) < BATCH:
            return
