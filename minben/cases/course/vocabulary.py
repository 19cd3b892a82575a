"""What a drawing of a case's process may name."""

from __future__ import annotations

from typing import Any

from minben.processes.verifying import speaks

from .flow import APPLICATION, HOTLINE, LATER_CHECK, ONLY_DRAWN, Place
from .states import APPLICATION as APPLICATION_STATES
from .states import HOTLINE as HOTLINE_STATES

REPAIR = frozenset(
    {
        "repair_contact",
        "repair_work",
        "repair_proof",
        "repair_again",
        "appeal_rating",
        "uphold_appeal",
        "reject_appeal",
    }
)
"""Steps of the repair of a bad rating; no case has them."""

PERSON = "person"
"""The lane of whoever asked: events stand there, never tasks."""

DONE = "done"
"""How a step of a service's own ends: it is no step of the state table."""


def clocks() -> set[str]:
    """Every time limit that a case can have."""
    effects = [*HOTLINE.values(), *APPLICATION.values(), *ONLY_DRAWN.values(), LATER_CHECK]
    return {kind for effect in effects for kind in effect.starts}


@speaks
def words() -> dict[str, Any]:
    return {
        "places": {*(str(place) for place in Place), PERSON},
        "verbs": {*HOTLINE_STATES, *APPLICATION_STATES, *REPAIR, DONE},
        "clocks": clocks(),
    }
