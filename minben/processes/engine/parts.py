"""Kinds of elements that run otherwise here than in SpiffWorkflow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sized
from typing import Any

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.defaults import ServiceTask
from SpiffWorkflow.bpmn.specs.event_definitions.timer import CycleTimerEventDefinition, TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import (
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
)
from SpiffWorkflow.bpmn.specs.mixins.script_task import ScriptEngineTask
from SpiffWorkflow.bpmn.util import PendingBpmnEvent
from SpiffWorkflow.task import Task

from .environment import put

MOST_TIMES = 100


class Moment(TimerEventDefinition):
    """Goes off at a moment that is computed when the run comes to it, in working time where it says so."""

    def __init__(self, name: str, expression: str, way: str, **kwargs: Any) -> None:
        super().__init__(name, expression, **kwargs)
        self.way = way

    def has_fired(self, my_task: Task) -> bool:
        environment = my_task.workflow.script_engine.environment
        at = my_task._get_internal_data("event_value")
        if at is None:
            at = environment.due(self.way, self.expression, my_task.data).isoformat()
            my_task._set_internal_data(event_value=at)
        if dt.datetime.fromisoformat(at) <= environment.around.now:
            my_task._set_internal_data(event_fired=True)
        return bool(my_task._get_internal_data("event_fired", False))

    def details(self, my_task: Task) -> PendingBpmnEvent:
        return PendingBpmnEvent(self.name, "Timer", my_task._get_internal_data("event_value"))

    def reset(self, my_task: Task) -> None:
        my_task.internal_data.pop("event_value", None)
        super().reset(my_task)

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__


class Cycle(CycleTimerEventDefinition):
    """Goes off a number of times, each after the same length of time: ``R3/PT1H``."""

    def details(self, my_task: Task) -> PendingBpmnEvent:
        pending = super().details(my_task)
        pending.event_type = "Timer"
        return pending


class _Counted:
    """Done a whole number of times, and at most :data:`MOST_TIMES`: a million tasks at once would end the machine."""

    def _update_hook(self, my_task: Task) -> Any:
        my_task._inherit_data()
        times = self._times(my_task)
        if not isinstance(times, int) or not 0 <= times <= MOST_TIMES:
            text = f"It would be done {times} times; it is done 0 to {MOST_TIMES} times"
            raise WorkflowTaskException(text, task=my_task)
        return super()._update_hook(my_task)  # type: ignore[misc]

    def _times(self, my_task: Task) -> Any:
        if self.data_input is None:  # type: ignore[attr-defined]
            return my_task.workflow.script_engine.evaluate(my_task, self.cardinality)  # type: ignore[attr-defined]
        found = self.data_input.get(my_task) if self.data_input.exists(my_task) else ()  # type: ignore[attr-defined]
        return len(found) if isinstance(found, Sized) else found


class AtOnce(_Counted, ParallelMultiInstanceTask):
    pass


class OneByOne(_Counted, SequentialMultiInstanceTask):
    pass


class OutsideTask(ServiceTask):
    """Work that a handler does outside of the transaction: the run stops here until its result is brought in."""

    def _execute(self, task: Task) -> None:
        return None


class RuleTask(ScriptEngineTask, BpmnSpecMixin, BpmnTaskSpec):  # type: ignore[misc]
    """A decision table is asked; what it says is kept under ``result``."""

    def __init__(self, wf_spec: Any, bpmn_id: str, decision: str, result: str = "", **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.decision, self.result = decision, result

    def _execute(self, task: Task) -> bool:
        put(
            task.data,
            self.result or "decision",
            dict(task.workflow.script_engine.environment.decide(self.decision, task.data)),
        )
        return True
