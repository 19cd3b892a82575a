"""From a checked drawing to what SpiffWorkflow runs. One spec serves all runs of a version: nobody changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from minben.processes.drawings import Drawing
from minben.processes.drawings.reading import drawing_of
from minben.processes.drawings.words import NAMES
from minben.processes.problems import Problem, Problems
from minben.processes.xml import safe_tree

from .parsing import Parser


@dataclass(frozen=True)
class Spec:
    """What can be run: the process, those inside it, and the drawing of each by the process's id."""

    top: Any
    subs: Mapping[str, Any]
    drawing: Drawing
    called: Mapping[str, Drawing]

    @cached_property
    def listens(self) -> frozenset[str]:
        """Every step and message that some element of it waits for."""
        nodes = [node for drawing in (self.drawing, *self.called.values()) for node in drawing.nodes.values()]
        messages = {event.name for node in nodes for event in node.events if event.kind == "message"}
        return frozenset(messages | {verb for node in nodes for verb in node.words("verbs")})

    def drawing_with(self, element: str) -> Drawing:
        """The drawing that an element stands in: its own, or that of a process it calls."""
        if element in self.drawing.nodes:
            return self.drawing
        return next((d for d in self.called.values() if element in d.nodes), self.drawing)


def spec_of(data: bytes, called: Mapping[str, bytes] | None = None) -> Spec:
    """Parse a drawing and those it calls. Raises Problems for what SpiffWorkflow cannot run.

    The same drawing is asked for when it is checked, published and run: the last ones are kept.
    """
    return _parsed(data, tuple((called or {}).items()))


@lru_cache(maxsize=64)
def _parsed(data: bytes, called: tuple[tuple[str, bytes], ...]) -> Spec:
    root, parser = safe_tree(data), Parser()
    drawing, others = drawing_of(root), {}
    _add(parser, root)
    for _key, content in called:
        other = safe_tree(content)
        _add(parser, other)
        others[drawing_of(other).id] = drawing_of(other)
    try:
        top = parser.get_spec(drawing.id)
        subs = parser.get_subprocess_specs(drawing.id)
    except ValidationException as error:
        raise Problems([Problem(error.id or "", "", _plain(error))]) from error
    for spec in (top, *subs.values()):
        _count_the_done(spec)
    return Spec(top, subs, drawing, others)


def _count_the_done(spec: Any) -> None:
    """What is done several times is counted from the start: a run may have begun in another process than this."""
    for task in spec.task_specs.values():
        if isinstance(task, LoopTask):
            done = spec.task_specs[task.task_spec].completed_event
            if not done.is_connected(task.merge_child):
                done.connect(task.merge_child)


def _add(parser: Parser, root: etree._Element) -> None:
    for process in root.findall("bpmn:process", NAMES):
        process.set("isExecutable", "true")
    try:
        parser.add_bpmn_xml(root)
    except ValidationException as error:
        raise Problems([Problem(error.tag_id or "", "", _plain(error))]) from error


def _plain(error: Exception) -> str:
    return _("This cannot be run: %(why)s") % {"why": str(error).splitlines()[0][:300] if str(error) else "?"}
