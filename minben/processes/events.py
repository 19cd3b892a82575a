"""News of this room."""

from __future__ import annotations

from dataclasses import dataclass

from minben.foundation.events import Event


@dataclass(frozen=True)
class SignalThrown(Event):
    """A run threw a signal. ``subject_id``: what that run is about; ``signal``: its name in the drawings."""

    name = "process.signal.thrown"
    signal: str
