"""One line of a case's timeline: what was done, and by whom as it is shown."""

from __future__ import annotations

import uuid
from typing import Any

from minben.cases.models import CaseEvent
from minben.foundation.access.actor import Actor
from minben.foundation.records.fresh import fresh


def told(
    actor: Actor,
    case_id: uuid.UUID,
    name: str,
    *,
    department_id: uuid.UUID | None,
    public: bool = False,
    text: str = "",
    data: dict[str, Any] | None = None,
) -> CaseEvent:
    """The line, not stored yet. Staff are named; people from outside are known by their kind alone."""
    return fresh(
        CaseEvent,
        case_id=case_id,
        name=name,
        public=public,
        actor_kind=actor.kind,
        actor_id=actor.staff_id or actor.account_id,
        actor_name=actor.name if actor.staff_id else "",
        department_id=department_id,
        text=text,
        data=data or {},
    )
