"""News of this room."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from minben.foundation.events import Event


@dataclass(frozen=True)
class VisitServed(Event):
    """Somebody was served at a counter. ``subject_id``: the visit; seconds waited and seconds at the counter."""

    name = "visit.served"
    office_id: UUID
    service_id: UUID | None
    party_id: UUID | None
    waited: int
    took: int
