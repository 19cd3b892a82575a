"""News of this room."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from minben.foundation.events import Event


@dataclass(frozen=True)
class PartyRegistered(Event):
    """Somebody is known from now on."""

    name = "party.registered"
    kind: str
    state: str


@dataclass(frozen=True)
class PartyConfirmed(Event):
    """A provisional party turned out to be somebody real."""

    name = "party.confirmed"


@dataclass(frozen=True)
class PartyAmended(Event):
    name = "party.amended"
    fields: list[str]


@dataclass(frozen=True)
class PartyLinked(Event):
    """``subject_id`` and everybody behind it belong to the customer led by ``customer_id``."""

    name = "party.linked"
    customer_id: UUID
    link_id: UUID


@dataclass(frozen=True)
class PartyUnlinked(Event):
    name = "party.unlinked"
    customer_id: UUID
    link_id: UUID


@dataclass(frozen=True)
class LifeEventRecorded(Event):
    name = "party.life_event.recorded"
    life_event_id: UUID
    kind: str
    day: dt.date
    source: str
    confidence: float


@dataclass(frozen=True)
class ConsentChanged(Event):
    name = "party.consent.changed"
    purpose: str
    given: bool


@dataclass(frozen=True)
class PartyErased(Event):
    """The personal values are gone; the key stays as a tombstone. Rooms above erase what they hold."""

    name = "party.erased"
