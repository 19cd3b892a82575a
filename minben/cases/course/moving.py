"""A case moved by its process itself: a timer went off, work outside has ended, somebody did a step of the service's own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from minben.cases.models import Case
from minben.foundation.access.actor import SYSTEM, Actor
from minben.processes.engine import Machine, Moved, NotWaiting
from minben.processes.subjects import moves

from . import drawn
from .stepping import lock, record
from .steps import Step, snapshot

Way = Callable[[Machine], Moved]


@moves("case")
def move(case_id: uuid.UUID, way: Way) -> None:
    """Lock the case, move its run, open and end what follows. A run that does not wait for it any more is left alone."""
    with transaction.atomic():
        case = lock(case_id)
        if case.process_version_id is None:
            return
        step = system_step(case)
        try:
            moved = drawn.go(step, way)
        except NotWaiting:
            return
        tell(step, moved)


def system_step(case: Case, *, actor: Actor = SYSTEM, verb: str = "process", **details: Any) -> Step:
    return Step(actor, case, verb, timezone.now(), before=snapshot(case), **details)


def tell(step: Step, moved: Moved) -> None:
    """One line of the timeline: what was passed. Nothing is written when a timer was only set anew."""
    named = [node for node in moved.passed if node.name]
    if not named:
        step.case.save(update_fields=["promised_at"])
        return
    step.public = any(node.public for node in named)
    shown = [node for node in named if node.public] or named
    step.data["step"] = "、".join(node.name for node in shown)
    step.data["en"] = ", ".join(node.ours.get("en", node.name) for node in shown)
    record(step)
