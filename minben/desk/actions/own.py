"""Whose things these are."""

from __future__ import annotations

import uuid

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import get
from minben.foundation.records.errors import Refused


def me(actor: Actor) -> uuid.UUID:
    """The key of the member of staff who acts. Raises Refused for anybody else."""
    if actor.staff_id is None:
        raise Refused(get("desk.open").refusal)
    return actor.staff_id
