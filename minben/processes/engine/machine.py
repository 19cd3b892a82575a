"""One run in memory: it is moved, it says what it waits for, it is put away again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition, MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from minben.foundation.feel import EvaluationError
from minben.processes.drawings import Lane, Node

from . import state
from .environment import Surroundings, engine_for, put
from .parts import OutsideTask
from .specs import Spec

_Key = tuple[uuid.UUID, str, str]

MOST_PASSED = 300
"""Elements that a run may pass without anybody being asked: beyond, it goes round in circles."""
DEEPEST = 900
"""Elements one after another in one run. SpiffWorkflow looks no deeper than 1,000, and would take the rest for done."""


class NotWaiting(Exception):
    """The run does not wait for this."""


class StepFailed(Exception):
    """An element could not be run. The run has to be thrown away; what was stored before is as it was."""

    def __init__(self, element: str, why: str) -> None:
        super().__init__(f"{element}: {why}")
        self.element, self.why = element, why


@dataclass(frozen=True)
class Step:
    """Where a run stands: a task of people, work outside, a message, a signal or a timer."""

    id: uuid.UUID
    node: Node
    kind: str
    name: str = ""
    due_at: dt.datetime | None = None
    data: Mapping[str, Any] = field(default_factory=dict, compare=False)
    lane: Lane | None = None

    @property
    def element(self) -> str:
        return self.node.id


@dataclass
class Moved:
    """What happened in one move."""

    passed: list[Node] = field(default_factory=list)
    opened: list[Step] = field(default_factory=list)
    done: list[Step] = field(default_factory=list)
    cancelled: list[Step] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)
    """Signals that were thrown, for all runs that wait for them."""
    finished: bool = False


class Machine:
    """A run, restored or new. Not for two threads."""

    def __init__(self, spec: Spec, workflow: BpmnWorkflow, around: Surroundings) -> None:
        self.spec, self.workflow, self.around = spec, workflow, around
        self._at = ""
        workflow.script_engine = engine_for(around)

    @classmethod
    def begin(cls, spec: Spec, around: Surroundings) -> tuple[Machine, Moved]:
        """A new run, as far as it comes by itself."""
        machine = cls(spec, BpmnWorkflow(spec.top, spec.subs, script_engine=engine_for(around)), around)
        return machine, machine._move({}, machine._go_on)

    @classmethod
    def load(cls, spec: Spec, stored: bytes, around: Surroundings) -> Machine:
        return cls(spec, state.load(stored, spec), around)

    def dump(self) -> bytes:
        return state.dump(self.workflow)

    @property
    def finished(self) -> bool:
        return bool(self.workflow.is_completed())

    def waiting(self) -> list[Step]:
        """Everything that could move the run now."""
        return list(self._waiting)

    @cached_property
    def _waiting(self) -> list[Step]:
        """Looked for once between two moves: it takes two walks over all tasks of the run."""
        people = [
            self._step(task, "person") for task in self.workflow.get_tasks(state=TaskState.READY, manual=True)
        ]
        started = self.workflow.get_tasks(state=TaskState.STARTED)
        outside = [self._step(task, "service") for task in started if isinstance(task.task_spec, OutsideTask)]
        caught = [step for task in self.workflow.event_manager.tasks.values() for step in self._caught(task)]
        return [*people, *outside, *caught]

    def passed(self) -> set[str]:
        """Elements that the run has been through."""
        done = self.workflow.get_tasks(state=TaskState.COMPLETED)
        return {task.task_spec.bpmn_id for task in done if task.task_spec.bpmn_id}

    def travelled(self) -> set[tuple[str, str]]:
        """Ways between elements that the run has gone."""
        begun = self.workflow.get_tasks(
            state=TaskState.COMPLETED | TaskState.READY | TaskState.STARTED | TaskState.WAITING
        )
        ways = ((_drawn_before(task), task.task_spec.bpmn_id) for task in begun if task.task_spec.bpmn_id)
        return {(before, here) for before, here in ways if before}

    def complete(self, step_id: uuid.UUID, values: Mapping[str, Any]) -> Moved:
        """End a person's task or work outside with what came out of it. Raises NotWaiting, StepFailed."""
        before = self._standing()
        step = next((s for s in before.values() if s.id == step_id and s.kind in ("person", "service")), None)
        if step is None:
            raise NotWaiting(str(step_id))
        return self._move(before, lambda: self._finish(step, values), done=step)

    def send(self, message: str, values: Mapping[str, Any]) -> Moved:
        """A message for this run. Raises NotWaiting when it waits for none of this name, StepFailed."""
        return self._catch(MessageEventDefinition(message), message, "message", dict(values))

    def signal(self, name: str) -> Moved:
        return self._catch(SignalEventDefinition(name), name, "signal", None)

    def tick(self) -> Moved:
        """Timers whose moment has come go off. Raises StepFailed."""
        return self._move(self._standing(), self._go_on)

    def waits_for(self, message: str) -> bool:
        return any(step.kind == "message" and step.name == message for step in self.waiting())

    def _catch(self, definition: Any, name: str, kind: str, payload: dict[str, Any] | None) -> Moved:
        before = self._standing()
        if not any(step.kind == kind and step.name == name for step in before.values()):
            raise NotWaiting(name)
        return self._move(before, lambda: self._throw_in(BpmnEvent(definition, payload)))

    def _throw_in(self, event: BpmnEvent) -> None:
        self.workflow.catch(event)
        self._go_on()

    def _finish(self, step: Step, values: Mapping[str, Any]) -> None:
        task = self.workflow.get_task_from_id(step.id)
        for name, value in values.items():
            put(task.data, name, value)
        if step.kind == "service":
            task.complete()
        else:
            task.run()
        self._go_on()

    def _go_on(self) -> None:
        self.workflow.refresh_timers()
        left = len(self._log) + MOST_PASSED
        while self.workflow.get_next_task(state=TaskState.READY, manual=False) is not None:
            self.workflow.do_engine_steps(
                will_complete_task=self._count(left), did_complete_task=self._log.append
            )

    def _count(self, left: int) -> Any:
        def check(task: Task) -> None:
            self._at = task.task_spec.bpmn_id or self._at
            if len(self._log) > left:
                raise StepFailed(
                    task.task_spec.bpmn_id or "", "It goes round in a circle without waiting for anybody."
                )
            if task.depth > DEEPEST:
                raise StepFailed(task.task_spec.bpmn_id or "", "This run has become too long.")

        return check

    def _move(self, before: Mapping[_Key, Step], move: Any, *, done: Step | None = None) -> Moved:
        self._log: list[Task] = []
        self._at = ""
        try:
            move()
        except (
            SpiffWorkflowException,
            EvaluationError,
            ValueError,
            LookupError,
            TypeError,
            OverflowError,
        ) as error:
            raise StepFailed(*_blamed(error, self._at)) from error
        self.__dict__.pop("_waiting", None)
        return self._moved(before, done)

    def _moved(self, before: Mapping[_Key, Step], done: Step | None) -> Moved:
        now = self._standing()
        gone = [step for key, step in before.items() if key not in now and step is not done]
        passed = [node for task in self._log if (node := self._node(task)) is not None]
        return Moved(
            passed=[done.node, *passed] if done else passed,
            opened=[step for key, step in now.items() if key not in before],
            done=[done] if done else [],
            cancelled=[step for step in gone if step.kind in ("person", "service")],
            signals=[
                event.event_definition.name
                for event in self.workflow.get_events()
                if isinstance(event.event_definition, SignalEventDefinition)
            ],
            finished=self.finished,
        )

    def _standing(self) -> dict[_Key, Step]:
        """What it waits for by what tells one from another: a gateway may wait for several events at once."""
        return {(step.id, step.kind, step.name): step for step in self.waiting()}

    def _node(self, task: Task) -> Node | None:
        element = task.task_spec.bpmn_id
        return self.spec.drawing_with(element).nodes.get(element) if element else None

    def _step(self, task: Task, kind: str, name: str = "", due_at: dt.datetime | None = None) -> Step:
        node = self._node(task)
        if node is None:
            raise LookupError(f"{task.task_spec.name} is not drawn.")
        lane = self.spec.drawing_with(node.id).lane_of.get(node.id)
        return Step(task.id, node, kind, name, due_at, task.data, lane)

    def _caught(self, task: Task) -> Iterator[Step]:
        definition = task.task_spec.event_definition
        several = isinstance(definition, MultipleEventDefinition)
        for one in definition.event_definitions if several else [definition]:
            pending = one.details(task)
            if pending.event_type == "Timer":
                due = dt.datetime.fromisoformat(pending.value) if pending.value else None
                yield self._step(task, "timer", one.name, due)
            elif isinstance(one, MessageEventDefinition):
                yield self._step(task, "message", one.name)
            elif isinstance(one, SignalEventDefinition):
                yield self._step(task, "signal", one.name)


def _drawn_before(task: Task) -> str:
    """The drawn element that the run came from; helpers of the engine between two elements are passed over."""
    before = task.parent
    while before is not None and not before.task_spec.bpmn_id:
        before = before.parent
    return before.task_spec.bpmn_id if before is not None else ""


def _drawn_as(spec: Any) -> str:
    """What is done several times stands under the name of what was drawn."""
    return spec.bpmn_id or (spec.name if isinstance(spec, LoopTask) else "")


def _blamed(error: Exception, at: str) -> tuple[str, str]:
    """The element that failed, or the last one that was begun, and why, in one line."""
    task = getattr(error, "task", None)
    element = (_drawn_as(task.task_spec) if task is not None else "") or at
    cause = error.__cause__ or error
    return element, (str(cause).splitlines() or [type(cause).__name__])[0][:500]
