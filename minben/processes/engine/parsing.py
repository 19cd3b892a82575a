"""SpiffWorkflow's parser with our timers, rule tasks and calls outside in place of its own."""

from __future__ import annotations

from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    IntermediateCatchEventParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, IntermediateCatchEvent, StartEvent

from minben.processes.drawings.words import NAMES, OURS

from .parts import AtOnce, Cycle, Moment, OneByOne, OutsideTask, RuleTask


class _Timers:
    """Timers whose length may be working time."""

    def parse_timer_event(self, event: etree._Element) -> Any:
        name = self.node.get("name") or self.node.get("id")  # type: ignore[attr-defined]
        for way in ("timeDate", "timeDuration"):
            text = (event.findtext(f"bpmn:{way}", "", NAMES) or "").strip()
            if text:
                return Moment(name, text, way, description="Timer")
        return Cycle(name, (event.findtext("bpmn:timeCycle", "", NAMES) or "").strip(), description="Timer")


class _Start(_Timers, StartEventParser):
    pass


class _Catch(_Timers, IntermediateCatchEventParser):
    pass


class _Boundary(_Timers, BoundaryEventParser):
    pass


class _Rule(TaskParser):
    def create_task(self) -> RuleTask:
        ours = {name: self.node.get(f"{{{OURS}}}{name}", "") for name in ("decision", "result")}
        return RuleTask(self.spec, self.bpmn_id, **ours, **self.bpmn_attributes)


_PARSERS = {
    **BpmnParser.PARSER_CLASSES,
    full_tag("startEvent"): (_Start, StartEvent),
    full_tag("intermediateCatchEvent"): (_Catch, IntermediateCatchEvent),
    full_tag("boundaryEvent"): (_Boundary, BoundaryEvent),
    full_tag("serviceTask"): (TaskParser, OutsideTask),
    full_tag("businessRuleTask"): (_Rule, RuleTask),
}


def _counting(parser: type[TaskParser]) -> type[TaskParser]:
    """The same parser; what it finds done several times is counted."""
    counted = {"PARALLEL_MI_CLASS": AtOnce, "SEQUENTIAL_MI_CLASS": OneByOne}
    return type(parser.__name__, (parser,), counted)


class Parser(BpmnParser):
    OVERRIDE_PARSER_CLASSES = {tag: (_counting(parser), spec) for tag, (parser, spec) in _PARSERS.items()}
