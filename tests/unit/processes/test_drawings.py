"""What an upload is told: every problem, each by its element."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.cases.shipped import drawings
from minben.foundation.records.errors import Invalid
from minben.processes.drawings.checking import Known, problems
from minben.processes.drawings.moments import due_of
from minben.processes.drawings.reading import read
from minben.processes.engine import spec_of
from tests.english import english
from tests.factories.bpmn import drawing, end, event, flow, flows, node, person, start, timer

__all__ = ["english"]
KNOWN = Known(
    places={"department", "centre", "person"},
    roles={"officer", "dispatcher", "checker", "callback"},
    verbs={"sign", "answer"},
    clocks={"answer"},
    handlers={"post.letter"},
    decisions={"rules"},
    processes={"other"},
)
PLAIN = (start(), person("a"), end(), flows("start a end"))


def told(data: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in problems(read(data), KNOWN):
        if not problem.warning:
            found.setdefault(problem.element, []).append(str(problem.message))
    return found


def test_a_plain_drawing_has_no_problem() -> None:
    assert told(drawing(*PLAIN)) == {}


@pytest.mark.parametrize("key", list(drawings()))
def test_what_is_shipped_has_no_problem_and_no_warning(key: str) -> None:
    from minben.cases.course.vocabulary import words
    from minben.foundation.access.roles import CASE_ROLES
    from minben.processes import handlers

    known = Known(
        roles={str(role) for role in CASE_ROLES},
        handlers=set(handlers.all_handlers()),
        processes=set(drawings()),
        **words(),
    )
    assert problems(read(drawings()[key]), known) == []


@pytest.mark.parametrize(
    ("parts", "element", "said"),
    [
        ((person("a"), end(), flows("a end")), "p", "exactly one start"),
        ((start(), start("again"), person("a"), end(), flows("start a end", "again a")), "p", "exactly one start"),
        ((*PLAIN, person("lost"), flows("lost end")), "lost", "No way leads here"),
        ((*PLAIN[:3], person("dead"), flows("start a end", "a dead")), "dead", "to an end"),
        ((start(), person("a", verbs="sing"), end(), flows("start a end")), "a", "no step “sing”"),
        ((start(), person("a", clock="egg"), end(), flows("start a end")), "a", "no time limit “egg”"),
        ((start(), person("a", due="clock"), end(), flows("start a end")), "a", "has none"),
        ((start(), person("a", due="soon"), end(), flows("start a end")), "a", "clock, promise or nothing"),
        ((start(), person("a", form="f"), end(), flows("start a end")), "a", "no form"),
        ((start(), node("serviceTask", "s"), end(), flows("start s end")), "s", "calls nothing"),
        ((start(), node("serviceTask", "s", handler="rm"), end(), flows("start s end")), "s", "no handler “rm”"),
        ((start(), node("businessRuleTask", "r"), end(), flows("start r end")), "r", "no decision table"),
        ((start(), node("callActivity", "c", calledElement="x"), end(), flows("start c end")), "c", "no process “x”"),
        ((start(), node("intermediateCatchEvent", "e"), end(), flows("start e end")), "e", "waits for nothing"),
        ((start(), node("intermediateCatchEvent", "e", inner=timer("timeDuration", "soonish !")), end(), flows("start e end")), "e", "no sign"),
        ((start(), node("intermediateCatchEvent", "e", inner=timer("timeCycle", "R999/P1D")), end(), flows("start e end")), "e", "at most 100"),
        ((start(), node("intermediateCatchEvent", "e", inner=event("message", "nobody")), end(), flows("start e end")), "e", "no name"),
        ((start(), node("intermediateCatchEvent", "e", inner="<bpmn:conditionalEventDefinition/>"), end(), flows("start e end")), "e", "conditional"),
        ((start(), node("scriptTask", "s", inner="<bpmn:script>import os</bpmn:script>"), end(), flows("start s end")), "s", ""),
        ((*PLAIN, end("other"), flows("a other")), "a", "More than one way"),
        ((*PLAIN, node("scriptTask", "b", inner="<bpmn:script>n = 1</bpmn:script>"), end("other"), flows("b b", "b other")), "b", "More than one way"),
        ((start(), person("a" * 70), end(), flows(f"start {'a' * 70} end")), "a" * 70, "59 letters"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_at_its_element(parts: tuple[str, ...], element: str, said: str) -> None:
    found = told(drawing(*parts))
    assert any(said in text for text in found[element]), found


def test_a_task_needs_a_lane_with_a_known_place_and_role() -> None:
    assert "no lane" in told(drawing(*PLAIN, lane=""))["a"][0]
    wrong = told(drawing(*PLAIN, lane='minben:place="moon" minben:role="king"'))["lane"]
    assert "“moon”" in wrong[0]
    assert "“king”" in wrong[1]
    assert "lane of the person" in told(drawing(*PLAIN, lane='minben:place="person"'))["a"][0]


@pytest.mark.parametrize(
    "text",
    [
        '__import__("os").system("x")',
        "().__class__.__base__.__subclasses__()",
        "case.__class__",
        "lambda: 1",
        "open('/etc/passwd')",
        "a; b",
        "",
    ],
)
def test_a_condition_that_is_no_feel_is_refused_where_it_stands(text: str) -> None:
    data = drawing(
        start(), node("exclusiveGateway", "g", default="g_end"), person("a"), end(), flows("start g", "a end"),
        flow("g", "a", text, key="way"), flow("g", "end"),
    )  # fmt: skip
    found = told(data)
    assert found.keys() == ({"way"} if text else {"g"})


def test_a_gateway_needs_a_default_way() -> None:
    data = drawing(
        start(), node("exclusiveGateway", "g"), person("a"), end(), flows("start g", "a end"), flow("g", "a", "x"), flow("g", "end", "y"),
    )  # fmt: skip
    assert "default" in told(data)["g"][0]


def test_a_circle_without_waiting_is_told_with_its_names() -> None:
    data = drawing(
        start(), node("exclusiveGateway", "a", default="a_b"), node("scriptTask", "b", inner="<bpmn:script>n = 1</bpmn:script>"),
        end(), flows("start a", "b a"), flow("a", "b"), flow("a", "end", "n = 1"),
    )  # fmt: skip
    assert any("a → b" in text for text in told(data)["a"])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml",
        b"<a/>",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        b"<a>" * 300,
        b"x" * 1_100_000,
    ],
)
def test_a_file_that_is_no_drawing_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        read(data)


def test_places_in_the_picture_must_be_numbers_within_reason() -> None:
    for x in ("many", "1e300", "nan"):
        shape = (
            '<bpmndi:BPMNShape xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" bpmnElement="a">'
            f'<dc:Bounds xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" x="{x}" y="0" width="1" height="1"/></bpmndi:BPMNShape>'
        )
        data = drawing(*PLAIN).replace(b"</bpmn:definitions>", shape.encode() + b"</bpmn:definitions>")
        with pytest.raises(Invalid):
            read(data)


@given(cut=st.integers(0, 4000), put=st.text(max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_refused_or_checked_and_never_crashes(cut: int, put: str) -> None:
    whole = drawings()["application"].decode()
    broken = (whole[: cut * 4] + put + whole[cut * 4 + len(put) :]).encode("utf-8", "replace")
    try:
        data = read(broken)
        if not [p for p in problems(data, KNOWN) if not p.warning]:
            spec_of(broken)
    except Invalid:
        pass


@pytest.mark.parametrize("text", ["3 workdays", "P3DT4H", "2026-10-01T09:00:00+08:00", "1.5 workhours"])
def test_a_time_may_be_written_literally(text: str) -> None:
    assert due_of(text) is not None


@pytest.mark.parametrize("text", ["", "P", "PT", "3", "2026-10-01T09:00:00", "three days", "P1Y", "-3 days"])
def test_what_is_no_literal_time_is_an_expression(text: str) -> None:
    assert due_of(text) is None
