"""Small BPMN drawings, written in a line a node."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from html import escape

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:minben="urn:minben:bpmn" id="d" targetNamespace="urn:test">'
)


def node(kind: str, key: str, *, inner: str = "", name: str = "", **ours: str) -> str:
    """One node; ``ours`` are attributes of our namespace, but those that BPMN has."""
    plain = {"attachedToRef", "cancelActivity", "default", "calledElement", "triggeredByEvent"}
    written = "".join(
        f' {"" if attribute in plain else "minben:"}{attribute}="{escape(value)}"'
        for attribute, value in ours.items()
    )
    return f'<bpmn:{kind} id="{key}" name="{escape(name or key)}"{written}>{inner}</bpmn:{kind}>'


def person(key: str, **ours: str) -> str:
    return node("userTask", key, **{"en": key, **ours})


def flow(source: str, target: str, condition: str = "", *, key: str = "") -> str:
    inner = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>" if condition else ""
    return f'<bpmn:sequenceFlow id="{key or f"{source}_{target}"}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'


def flows(*paths: str) -> str:
    """``"a b c"``: from a to b, from b to c."""
    found = []
    for path in paths:
        keys = path.split()
        found += [flow(a, b) for a, b in itertools.pairwise(keys)]
    return "".join(found)


def start(key: str = "start") -> str:
    return f'<bpmn:startEvent id="{key}"/>'


def end(key: str = "end", inner: str = "") -> str:
    return f'<bpmn:endEvent id="{key}">{inner}</bpmn:endEvent>'


def timer(way: str, text: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{way}>{escape(text)}</bpmn:{way}></bpmn:timerEventDefinition>"


def event(kind: str, ref: str) -> str:
    """``message``, ``signal``, ``error`` or ``escalation`` event."""
    return f'<bpmn:{kind}EventDefinition {kind}Ref="{ref}"/>'


def drawing(
    *parts: str,
    key: str = "p",
    lane: str = 'minben:place="department" minben:role="officer"',
    named: Mapping[str, str] | None = None,
) -> bytes:
    """A file: every node of ``parts`` stands in one lane. ``named``: messages, signals, errors by id, as ``kind name``."""
    body = "".join(parts)
    keys = re.findall(r'<bpmn:(?!sequenceFlow|laneSet)\w+ id="([^"]+)"', body)
    refs = "".join(f"<bpmn:flowNodeRef>{k}</bpmn:flowNodeRef>" for k in keys)
    lanes = (
        f'<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="lane" {lane}>{refs}</bpmn:lane></bpmn:laneSet>'
        if lane
        else ""
    )
    top = "".join(_named(ref, *said.split(" ", 1)) for ref, said in (named or {}).items())
    process = f'<bpmn:process id="{key}" name="{key}" isExecutable="true">{lanes}{body}</bpmn:process>'
    return f"{HEAD}{top}{process}</bpmn:definitions>".encode()


def _named(ref: str, kind: str, name: str) -> str:
    code = f' errorCode="{name}"' if kind == "error" else ""
    return f'<bpmn:{kind} id="{ref}" name="{name}"{code}/>'
