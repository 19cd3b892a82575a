"""What every carrier looks like: parcels in, one result for each out. A new channel is one module here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Parcel:
    """One rendered message. ``id`` is the idempotency key: a carrier that saw it must not deliver it again."""

    id: UUID
    channel: str
    address: str
    subject: str
    body: str
    language: str


@dataclass(frozen=True)
class Result:
    """What the carrier said. ``permanent``: trying again is of no use. ``why`` never holds the address."""

    id: UUID
    accepted: bool
    receipt: str = ""
    why: str = ""
    permanent: bool = False


class Adapter(ABC):
    """A carrier of one channel."""

    @abstractmethod
    def carry(self, parcels: Sequence[Parcel]) -> list[Result]:
        """Hand over ``parcels``; one result for each, in order. Called outside any transaction, never raises for
        a refusal by the carrier."""
