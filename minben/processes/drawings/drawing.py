"""What a drawing says, as plain data: nothing here can run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from minben.foundation.records.translated import localized

from .words import PEOPLE

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, width, height."""


def in_language(name: str, english: str) -> str:
    """What is drawn is Chinese, and English beside it: the reader's language of the two, in the reader's script."""
    return localized({"zh-hant": name, "en": english})


@dataclass(frozen=True)
class Event:
    """What an event node throws or waits for. ``name`` of a message, signal, error or escalation; ``text`` of a timer."""

    kind: str
    name: str = ""
    text: str = ""
    timer: str = ""


@dataclass(frozen=True)
class Loop:
    """A node that is done several times: for each item or a number of times, at once or one after another, ``until`` enough
    are done; or, when not ``multiple``, again and again as long as ``until`` holds (BPMN 2.0 §13.3.6)."""

    multiple: bool
    one_by_one: bool = False
    times: str = ""
    items: str = ""
    item: str = ""
    until: str = ""


@dataclass(frozen=True)
class Node:
    """One activity, gateway or event."""

    id: str
    kind: str
    name: str = ""
    inside: str = ""
    ours: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    attached_to: str = ""
    interrupting: bool = True
    default: str = ""
    loop: Loop | None = None
    script: str = ""
    calls: str = ""
    notes: str = ""

    @property
    def called(self) -> str:
        """Its name in the reader's language: Chinese as drawn, English where the drawing has it."""
        return in_language(self.name, self.ours.get("en", ""))

    @property
    def public(self) -> bool:
        return self.ours.get("public") == "true"

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(self.ours.get(name, "").split())


@dataclass(frozen=True)
class Flow:
    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    inside: str = ""
    english: str = ""

    @property
    def called(self) -> str:
        return in_language(self.name, self.english)


@dataclass(frozen=True)
class Lane:
    """Who does what stands in it: ``place`` is a place that the subject's room knows, ``role`` a role of staff."""

    id: str
    name: str
    place: str
    role: str
    nodes: tuple[str, ...]
    english: str = ""

    @property
    def called(self) -> str:
        return in_language(self.name, self.english)


@dataclass(frozen=True)
class Drawing:
    """One process with everything that is drawn."""

    id: str
    name: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    lanes: tuple[Lane, ...] = ()
    boxes: Mapping[str, Box] = field(default_factory=dict)
    lines: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    labels: Mapping[str, Box] = field(default_factory=dict)

    @cached_property
    def lane_of(self) -> dict[str, Lane]:
        """By node; what stands in a sub-process stands in its lane, unless it has one of its own."""
        own = {node: lane for lane in self.lanes for node in lane.nodes}
        return {key: lane for key in self.nodes if (lane := self._lane(key, own))}

    def _lane(self, key: str, own: Mapping[str, Lane]) -> Lane | None:
        while key:
            if key in own:
                return own[key]
            node = self.nodes[key]
            key = node.attached_to or node.inside
        return None

    @cached_property
    def out_of(self) -> dict[str, tuple[Flow, ...]]:
        found: dict[str, list[Flow]] = {key: [] for key in self.nodes}
        for flow in self.flows.values():
            found.setdefault(flow.source, []).append(flow)
        return {key: tuple(flows) for key, flows in found.items()}

    @cached_property
    def attached(self) -> dict[str, tuple[Node, ...]]:
        """Boundary events by the node that they stand on."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            if node.attached_to:
                found.setdefault(node.attached_to, []).append(node)
        return {key: tuple(nodes) for key, nodes in found.items()}

    def in_(self, inside: str) -> Iterator[Node]:
        return (node for node in self.nodes.values() if node.inside == inside)

    def of_people(self) -> Iterator[Node]:
        return (node for node in self.nodes.values() if node.kind in PEOPLE)
