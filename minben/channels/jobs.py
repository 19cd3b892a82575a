"""The worker's part: carrying what is due, every second; following an erasure."""

from __future__ import annotations

import datetime as dt

from minben.foundation.access.actor import SYSTEM
from minben.foundation.events import Event, subscribe
from minben.foundation.jobs import tick
from minben.parties.events import PartyErased

from .actions import deliver, erase_messages
from .actions.deliver import BATCH

BATCHES = 20
"""At most so many batches a tick, so that the other ticks of the worker get their turn."""


@tick("carry messages", seconds=1)
def carry(now: dt.datetime) -> None:
    for _turn in range(BATCHES):
        if deliver(now=now) < BATCH:
            return


@subscribe("channels.erasure", PartyErased)
def follow_erasure(events: list[Event]) -> None:
    """What was written to an erased party goes with it."""
    for event in events:
        erase_messages(SYSTEM, event.subject_id)
