"""A run between two steps: only its tasks and data. What they mean stands once, in the drawing of its version."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from decimal import Decimal
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter
from SpiffWorkflow.bpmn.serializer.helpers import DefaultRegistry

from .specs import Spec

FORMAT = 1
"""Of the stored state, beside SpiffWorkflow's own: a newer program refuses what it cannot read."""


class _Workflow(BpmnWorkflowConverter):
    """Without the specs."""

    def to_dict(self, workflow: BpmnWorkflow) -> dict[str, Any]:
        kept: dict[str, Any] = super(BpmnWorkflowConverter, self).to_dict(workflow)
        kept["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        return kept

    def from_dict(self, kept: dict[str, Any], spec: Spec) -> BpmnWorkflow:
        workflow = self.target_class(spec.top, spec.subs, deserializing=True)
        workflow.tasks = self.mapping_from_dict(kept["tasks"], UUID, workflow=workflow)
        workflow.task_tree = workflow.tasks.get(UUID(kept["root"]))
        self.set_default_attributes(workflow, kept)
        self.subprocesses_from_dict(kept["subprocesses"], workflow)
        return workflow


class _Registry(DefaultRegistry):
    def __init__(self) -> None:
        super().__init__()
        self.register(Decimal, lambda v: {"value": str(v)}, lambda v: Decimal(v["value"]))
        self.register(
            dt.date, lambda v: {"value": v.isoformat()}, lambda v: dt.date.fromisoformat(v["value"])
        )
        self.register(
            dt.time, lambda v: {"value": v.isoformat()}, lambda v: dt.time.fromisoformat(v["value"])
        )


def _registry() -> DefaultRegistry:
    registry = _Registry()
    for target, converter in {**DEFAULT_CONFIG, BpmnWorkflow: _Workflow}.items():
        converter(target, registry)
    return registry


_KEPT = _registry()


def dump(workflow: BpmnWorkflow) -> bytes:
    """The run as compressed JSON."""
    kept = {"format": FORMAT, "run": _KEPT.convert(workflow)}
    return zlib.compress(
        json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=_KEPT.convert).encode(), 6
    )


def load(state: bytes, spec: Spec) -> BpmnWorkflow:
    """The run again. Raises ValueError for a state that this program cannot read."""
    kept = json.loads(zlib.decompress(state))
    if kept["format"] != FORMAT:
        raise ValueError(f"The state of this run has format {kept['format']}; this program reads {FORMAT}.")
    workflow: BpmnWorkflow = _KEPT.restore(kept["run"], spec=spec)
    return workflow


def values_in(state: bytes) -> dict[str, Any]:
    """Everything that a run has kept, by name: the last of each. Empty for a run that was emptied."""
    if not state:
        return {}
    run = json.loads(zlib.decompress(state))["run"]
    tasks = [task for part in (run, *run["subprocesses"].values()) for task in part["tasks"].values()]
    kept: dict[str, Any] = {}
    for task in sorted(tasks, key=lambda task: task["last_state_change"]):
        kept |= task["data"] | task["delta"].get("updates", {})
    return kept
