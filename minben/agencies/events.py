"""News of this room."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from minben.foundation.events import Event


@dataclass(frozen=True)
class LendingEnded(Event):
    """Somebody (``subject_id``) works for this department no more."""

    name = "staff.lending.ended"
    department_id: UUID
