"""Steps that a drawing has of its own: they are no steps of the state table, and end with one of their outcomes."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from minben.foundation.records.errors import Text
from minben.processes import specs
from minben.processes.drawings import Drawing, Node
from minben.processes.models import Task

DONE = "done"
_OUTCOME = re.compile(r"""outcome\s*=\s*"([^"]{1,60})\"""")


@dataclass(frozen=True)
class Outcome:
    """One way out of a step: what the drawing asks for, and how it is called."""

    value: str
    name: Text


def node_of(version_id: uuid.UUID | None, kind: str) -> Node | None:
    """The drawn task behind a task of a case; None on the built-in flow and for what is not drawn (repairs)."""
    if version_id is None:
        return None
    return specs.spec_for(version_id).drawing_with(kind).nodes.get(kind)


def is_own(node: Node | None) -> bool:
    return node is not None and not node.words("verbs")


def has_own_steps(version_id: uuid.UUID) -> bool:
    """May this process stand somewhere that the state table knows nothing of?"""
    spec = specs.spec_for(version_id)
    return any(
        is_own(node) for drawing in (spec.drawing, *spec.called.values()) for node in drawing.of_people()
    )


def verbs_of(version_id: uuid.UUID) -> set[str]:
    """Every step of the table that ends a task of this process."""
    spec = specs.spec_for(version_id)
    drawings = (spec.drawing, *spec.called.values())
    return {verb for drawing in drawings for node in drawing.of_people() for verb in node.words("verbs")}


def outcomes_of(version_id: uuid.UUID, node: Node) -> list[Outcome]:
    """What a gateway right behind the step tells apart, in the order drawn; one outcome when nothing does."""
    return outcomes_in(specs.spec_for(version_id).drawing_with(node.id), node)


def outcomes_in(drawing: Drawing, node: Node) -> list[Outcome]:
    """The same of a drawing at hand."""
    leaving = drawing.out_of.get(node.id, ())
    gateway = drawing.nodes.get(leaving[0].target) if len(leaving) == 1 else None
    found = (
        _told_apart(drawing, gateway) if gateway is not None and gateway.kind == "exclusiveGateway" else []
    )
    return found or [Outcome(DONE, "")]


def _told_apart(drawing: Drawing, gateway: Node) -> list[Outcome]:
    ways = drawing.out_of.get(gateway.id, ())
    named = [(match[1], flow) for flow in ways if (match := _OUTCOME.fullmatch(flow.condition.strip()))]
    rest = [flow for flow in ways if flow.id == gateway.default]
    found = [Outcome(value, flow.called or value) for value, flow in named]
    return [*(Outcome(DONE, flow.called) for flow in rest), *found] if found else []


def waits_of(version_id: uuid.UUID, tasks: list[Task]) -> set[str]:
    """Steps of the table that end one of these tasks."""
    nodes = [node for task in tasks if (node := node_of(version_id, task.kind)) is not None]
    return {verb for node in nodes for verb in node.words("verbs")}
