"""From the file to the drawing. Raises Invalid for what is no BPMN; what it means is checked elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from django.utils.translation import gettext as _
from lxml import etree

from minben.foundation.records.errors import Invalid
from minben.processes.xml import safe_tree

from .drawing import Box, Drawing, Event, Flow, Lane, Loop, Node, Point
from .words import BPMN, NAMES, NODES, OURS

Element: TypeAlias = etree._Element
_OURS = f"{{{OURS}}}"


def read(data: bytes) -> Drawing:
    """The one process of a BPMN 2.0 file. Raises Invalid for another file, or another number of processes."""
    return drawing_of(safe_tree(data))


def drawing_of(root: Element) -> Drawing:
    if root.tag != f"{{{BPMN}}}definitions":
        raise Invalid(_("This is no BPMN 2.0 file: its first element must be “definitions”."))
    processes = root.findall("bpmn:process", NAMES)
    if len(processes) != 1:
        raise Invalid(
            _("A file must hold exactly one process; this one has %(count)d.") % {"count": len(processes)}
        )
    process = processes[0]
    named = _named(root)
    return Drawing(
        id=process.get("id", ""),
        name=process.get("name", ""),
        nodes={node.id: node for node in _nodes(process, "", named)},
        flows={flow.id: flow for flow in _flows(process)},
        lanes=tuple(_lane(element) for element in process.iter(f"{{{BPMN}}}lane")),
        boxes=dict(_boxes(root, "dc:Bounds")),
        lines=dict(_lines(root)),
        labels=dict(_boxes(root, "bpmndi:BPMNLabel/dc:Bounds")),
    )


def elements_of(root: Element) -> Iterator[tuple[str, Element]]:
    """Every element of the process by its BPMN name, those of sub-processes too; “?” for what is not BPMN."""
    for scope in [*root.findall("bpmn:process", NAMES), *root.iter(f"{{{BPMN}}}subProcess")]:
        for element in scope:
            yield _kind(element), element


def _kind(element: Element) -> str:
    name = etree.QName(element)
    return name.localname if name.namespace == BPMN else "?"


def _named(root: Element) -> dict[str, str]:
    """Names of messages, signals, errors and escalations by their ids."""
    kinds = ("message", "signal", "error", "escalation")
    return {
        element.get("id", ""): element.get("errorCode")
        or element.get("escalationCode")
        or element.get("name", "")
        for kind in kinds
        for element in root.findall(f"bpmn:{kind}", NAMES)
    }


def _nodes(scope: Element, inside: str, named: dict[str, str]) -> Iterator[Node]:
    for element in scope:
        if _kind(element) in NODES:
            node = _node(element, inside, named)
            yield node
            if node.kind == "subProcess":
                yield from _nodes(element, node.id, named)


def _node(element: Element, inside: str, named: dict[str, str]) -> Node:
    return Node(
        id=element.get("id", ""),
        kind=_kind(element),
        name=" ".join(element.get("name", "").split()),
        inside=inside,
        ours=_ours(element),
        events=tuple(_events(element, named)),
        attached_to=element.get("attachedToRef", ""),
        interrupting=element.get("cancelActivity", "true") != "false",
        default=element.get("default", ""),
        loop=_loop(element),
        script=_text(element, "bpmn:script"),
        calls=element.get("calledElement", ""),
        notes=_text(element, "bpmn:documentation"),
    )


def _ours(element: Element) -> dict[str, str]:
    return {
        key.removeprefix(_OURS): value.strip()
        for key, value in element.attrib.items()
        if key.startswith(_OURS)
    }


def _events(element: Element, named: dict[str, str]) -> Iterator[Event]:
    for child in element:
        kind = _kind(child)
        if kind.endswith("EventDefinition"):
            kind = kind.removesuffix("EventDefinition")
            timer, text = _timer(child)
            ref = child.get(f"{kind}Ref", "")
            yield Event(kind, named.get(ref, ""), text, timer)


def _timer(definition: Element) -> tuple[str, str]:
    for way in ("timeDate", "timeDuration", "timeCycle"):
        text = _text(definition, f"bpmn:{way}")
        if text:
            return way, text
    return "", ""


def _loop(element: Element) -> Loop | None:
    plain = element.find("bpmn:standardLoopCharacteristics", NAMES)
    if plain is not None:
        return Loop(False, times=plain.get("loopMaximum", ""), until=_text(plain, "bpmn:loopCondition"))
    several = element.find("bpmn:multiInstanceLoopCharacteristics", NAMES)
    if several is None:
        return None
    item = several.find("bpmn:inputDataItem", NAMES)
    return Loop(
        True,
        one_by_one=several.get("isSequential") == "true",
        times=_text(several, "bpmn:loopCardinality"),
        items=_text(several, "bpmn:loopDataInputRef"),
        item=item.get("id", "") if item is not None else "",
        until=_text(several, "bpmn:completionCondition"),
    )


def _text(element: Element, path: str) -> str:
    return (element.findtext(path, "", NAMES) or "").strip()


def _flows(process: Element) -> Iterator[Flow]:
    for element in process.iter(f"{{{BPMN}}}sequenceFlow"):
        parent = element.getparent()
        yield Flow(
            id=element.get("id", ""),
            source=element.get("sourceRef", ""),
            target=element.get("targetRef", ""),
            name=element.get("name", ""),
            condition=_text(element, "bpmn:conditionExpression"),
            inside="" if parent is None or parent is process else parent.get("id", ""),
            english=_ours(element).get("en", ""),
        )


def _lane(element: Element) -> Lane:
    ours = _ours(element)
    return Lane(
        id=element.get("id", ""),
        name=element.get("name", ""),
        place=ours.get("place", ""),
        role=ours.get("role", ""),
        nodes=tuple((ref.text or "").strip() for ref in element.findall("bpmn:flowNodeRef", NAMES)),
        english=ours.get("en", ""),
    )


def _boxes(root: Element, path: str) -> Iterator[tuple[str, Box]]:
    for shape in [*root.iterfind(".//bpmndi:BPMNShape", NAMES), *root.iterfind(".//bpmndi:BPMNEdge", NAMES)]:
        bounds = shape.find(path, NAMES)
        if bounds is not None:
            yield (
                shape.get("bpmnElement", ""),
                tuple(_number(bounds.get(side)) for side in ("x", "y", "width", "height")),
            )  # type: ignore[misc]


def _lines(root: Element) -> Iterator[tuple[str, tuple[Point, ...]]]:
    for edge in root.iterfind(".//bpmndi:BPMNEdge", NAMES):
        points = edge.findall("di:waypoint", NAMES)
        yield edge.get("bpmnElement", ""), tuple((_number(p.get("x")), _number(p.get("y"))) for p in points)


def _number(text: str | None) -> float:
    try:
        value = float(text or 0)
    except ValueError as error:
        raise Invalid(_("A place in the drawing is no number: “%(text)s”.") % {"text": text}) from error
    if not -100_000 < value < 100_000:
        raise Invalid(_("A place in the drawing is far outside: “%(text)s”.") % {"text": text})
    return value
