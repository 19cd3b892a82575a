"""Doing a step that a drawing has of its own."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases.course import drawn
from minben.cases.course.own_steps import is_own, node_of, outcomes_of
from minben.cases.course.stepping import lock, record
from minben.cases.course.steps import Step, snapshot
from minben.cases.intake import clean
from minben.cases.models import Case
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.processes.drawings import Node
from minben.processes.engine import Machine, Moved, NotWaiting
from minben.processes.models import Task
from minben.processes.queries import LIVE

VERB = "own_step"


def finish_own_step(
    actor: Actor, task_id: uuid.UUID, *, outcome: str, note: str = "", values: Mapping[str, Any] | None = None
) -> Case:
    """End a step with one of its outcomes; the process goes on from there.

    Raises Missing when it was done meanwhile, Refused, Invalid for an outcome that the drawing does not have.
    """
    task = Task.objects.filter(pk=task_id, state__in=LIVE).first()
    if task is None:
        raise Missing(_("This task is already done. The case page shows what happened."))
    with transaction.atomic():
        case = lock(task.subject_id)
        require(actor, "task.finish", task)
        node = _node(case, task, outcome)
        step = Step(actor, case, VERB, timezone.now(), before=snapshot(case), text=clean(note)[:4000])
        step.public, step.data = (
            node.public,
            {"step": node.name, "en": node.ours.get("en", ""), "outcome": outcome},
        )
        _go(step, node, {**(values or {}), "outcome": outcome})
        record(step)
    return case


def _node(case: Case, task: Task, outcome: str) -> Node:
    node = node_of(case.process_version_id, task.kind)
    if node is None or not is_own(node) or case.process_version_id is None:
        raise Conflict(_("This task ends with a step of the case. Open the case and choose it there."))
    if outcome not in {known.value for known in outcomes_of(case.process_version_id, node)}:
        raise Invalid(_("Some answers need another look."), fields={"outcome": _("Choose one of these.")})
    return node


def _go(step: Step, node: Node, values: Mapping[str, Any]) -> None:
    def way(machine: Machine) -> Moved:
        here = [stop for stop in machine.waiting() if stop.kind == "person" and stop.element == node.id]
        if not here:
            raise NotWaiting(node.id)
        return machine.complete(here[0].id, values)

    try:
        drawn.go(step, way)
    except NotWaiting as done:
        raise Missing(_("This task is already done. The case page shows what happened.")) from done
