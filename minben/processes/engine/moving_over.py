"""A run on another version of its drawing: only where what it has passed and where it stands is the same in both.

What lies ahead is taken from the new version. Nothing that was done is done again, no timer is set anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from minben.processes.drawings import Drawing, Lane, Node

from .machine import Machine
from .specs import Spec

REACHED = TaskState.WAITING | TaskState.READY | TaskState.STARTED | TaskState.FINISHED_MASK
"""States of what the run has come to; all others are only foreseen."""
STANDING = TaskState.WAITING | TaskState.READY | TaskState.STARTED
OF_A_STEP = ("clock", "due", "personal", "handler", "with", "result", "form")
"""Ours of an element that its open task, clock or call was made with."""


class CannotMove(Exception):
    """``reasons``: why this run has to stay on its version, in words."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(dict.fromkeys(reasons))
        super().__init__("; ".join(self.reasons))


def move_over(machine: Machine, spec: Spec) -> Machine:
    """The run on ``spec``, standing where it stood; ``machine`` is used up. Raises CannotMove before anything is changed."""
    reasons = [*_unlike(machine, spec)]
    if reasons:
        raise CannotMove(reasons)
    for part in (machine.workflow, *machine.workflow.subprocesses.values()):
        _forget_foreseen(part)
    moved = Machine.load(spec, machine.dump(), machine.around)
    for part in (moved.workflow, *moved.workflow.subprocesses.values()):
        for task in [task for task in part.tasks.values() if task.has_state(STANDING)]:
            _foresee(task)
    return moved


def same_beginning(old: Machine, new: Machine) -> None:
    """For a subject that was never moved: both begin with the same steps. Raises CannotMove."""
    reasons = [*_steps_unlike(old, new.spec)]
    if old.passed() != new.passed() or _stands(old) != _stands(new):
        reasons.append(_("The new version begins with other steps."))
    if reasons:
        raise CannotMove(reasons)


def _stands(machine: Machine) -> list[tuple[str, str, str]]:
    return sorted((step.kind, step.element, step.name) for step in machine.waiting())


def _unlike(machine: Machine, spec: Spec) -> Iterator[str]:
    yield from _missing(machine.workflow, machine.spec, spec)
    yield from _passed_unlike(machine, spec)
    yield from _steps_unlike(machine, spec)


def _missing(workflow: BpmnWorkflow, old: Spec, spec: Spec) -> Iterator[str]:
    """Reached elements that are not there, or are something else."""
    for part, new in _parts(workflow, spec):
        if new is None:
            yield _("“%(name)s” is not in the new version.") % {"name": part.spec.name}
            continue
        for task in _reached(part):
            other = new.task_specs.get(task.task_spec.name)
            if type(other) is not type(task.task_spec):
                yield _not_there(task.task_spec.bpmn_id or task.task_spec.name, old)


def _passed_unlike(machine: Machine, spec: Spec) -> Iterator[str]:
    """Ways that the run went and that the new version does not have, and elements that moved to another place."""
    for key in machine.passed():
        was, new = _node(machine.spec, key), _node(spec, key)
        if was is not None and new is not None and _place(was) != _place(new):
            yield _("“%(name)s” is drawn as something else in the new version.") % {"name": _called(was)}
    for before, here in sorted(machine.travelled()):
        if _has_way(machine.spec, before, here) and not _has_way(spec, before, here):
            yield _("The way passed from “%(a)s” to “%(b)s” is not in the new version.") % {
                "a": _name(machine.spec, before),
                "b": _name(machine.spec, here),
            }


def _steps_unlike(machine: Machine, spec: Spec) -> Iterator[str]:
    for step in machine.waiting():
        new = _node(spec, step.element)
        if new is None:
            yield _not_there(step.element, machine.spec)
        elif _made_of(step.node, machine.spec) != _made_of(new, spec):
            yield _("“%(name)s”, where it stands, is different: place, role, time limit or events.") % {
                "name": _called(step.node)
            }


def _made_of(node: Node, spec: Spec) -> tuple[Any, ...]:
    """All of an element that a run which stands there has taken over already."""
    drawing = spec.drawing_with(node.id)
    host = node.attached_to or node.id
    beside = frozenset(one.id for one in drawing.attached.get(host, ()))
    asked = _asked_together(node, drawing)
    ours = tuple(node.ours.get(name, "") for name in OF_A_STEP)
    return (_place(node), node.events, ours, _lane(drawing.lane_of.get(node.id)), beside, asked)


def _asked_together(node: Node, drawing: Drawing) -> frozenset[tuple[str, str, str]]:
    """Which events a gateway of events waits for."""
    if node.kind != "eventBasedGateway":
        return frozenset()
    return frozenset(
        (event.kind, event.name, event.text)
        for flow in drawing.out_of.get(node.id, ())
        for event in drawing.nodes[flow.target].events
    )


def _place(node: Node) -> tuple[Any, ...]:
    return (node.kind, node.inside, node.attached_to, node.interrupting, node.loop, node.calls)


def _lane(lane: Lane | None) -> tuple[str, str]:
    return (lane.place, lane.role) if lane else ("", "")


def _has_way(spec: Spec, before: str, here: str) -> bool:
    drawing = spec.drawing_with(here)
    return any(flow.source == before and flow.target == here for flow in drawing.flows.values())


def _node(spec: Spec, key: str) -> Node | None:
    return spec.drawing_with(key).nodes.get(key)


def _name(spec: Spec, key: str) -> str:
    node = _node(spec, key)
    return _called(node) if node else key


def _called(node: Node) -> str:
    return node.called or node.id


def _not_there(key: str, old: Spec) -> str:
    return _("“%(name)s” is not in the new version.") % {"name": _name(old, key)}


def _parts(workflow: BpmnWorkflow, spec: Spec) -> list[tuple[Any, Any]]:
    """The run and each sub-process or called process inside it, with what it would run on."""
    inner = [(part, spec.subs.get(part.spec.name)) for part in workflow.subprocesses.values()]
    return [(workflow, spec.top), *inner]


def _reached(part: Any) -> list[Task]:
    return [task for task in part.tasks.values() if task.has_state(REACHED)]


def _forget_foreseen(part: Any) -> None:
    for task in list(part.tasks.values()):
        if task.id in part.tasks and not task.has_state(REACHED):
            part._remove_task(task.id)


def _foresee(task: Task) -> None:
    """What may follow a step that is still open; what follows an event beside a task may not come at all."""
    if any(not child.triggered for child in task.children):
        return
    if isinstance(task.task_spec, BoundaryEvent):
        task._sync_children(task.task_spec.outputs, TaskState.MAYBE)
        for child in task.children:
            child.task_spec._predict(child)
    else:
        task.task_spec._predict(task, mask=TaskState.PREDICTED_MASK | TaskState.DEFINITE_MASK)
