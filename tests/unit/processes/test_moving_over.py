"""A run on another version: what lies ahead is new, what was passed and where it stands is the same, or it stays."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from minben.cases.shipped import drawings
from minben.processes.engine import Machine, spec_of
from minben.processes.engine.moving_over import CannotMove, move_over, same_beginning
from tests.factories.bpmn import drawing, end, event, flow, flows, node, person, start, timer

from .test_engine import around, begin, stands

BEFORE = drawing(start(), person("a"), person("b"), end(), flows("start a b end"))
AHEAD = drawing(start(), person("a"), person("x"), person("b"), end(), flows("start a x b end"))


def do(machine: Machine, element: str, **values: object) -> None:
    machine.complete(next(s.id for s in machine.waiting() if s.element == element), values)


def over(machine: Machine, data: bytes, called: dict[str, bytes] | None = None) -> Machine:
    return move_over(machine, spec_of(data, called))


def why(machine: Machine, data: bytes) -> str:
    with pytest.raises(CannotMove) as cannot:
        over(machine, data)
    return "; ".join(cannot.value.reasons).replace("“", "「").replace("”", "」")


def test_a_step_that_lies_ahead_is_taken() -> None:
    moved = over(begin(BEFORE), AHEAD)
    assert stands(moved) == ["a"]
    do(moved, "a")
    assert stands(moved) == ["x"]
    do(moved, "x")
    do(moved, "b")
    assert moved.finished


def test_a_step_put_into_what_was_passed_keeps_the_run_on_its_version() -> None:
    machine = begin(BEFORE)
    do(machine, "a")
    assert "「a」" in why(machine, AHEAD)
    assert stands(machine) == ["b"], "the run is as it was"
    do(machine, "b")
    assert machine.finished


def test_where_it_stands_must_be_there_and_be_made_the_same() -> None:
    gone = drawing(start(), person("b"), end(), flows("start b end"))
    assert "「a」" in why(begin(BEFORE), gone)
    other = drawing(start(), person("a", clock="sign"), person("b"), end(), flows("start a b end"))
    assert "「a」" in why(begin(BEFORE), other)
    lane = drawing(
        start(), person("a"), end(), flows("start a end"), lane='minben:place="centre" minben:role="officer"'
    )
    assert "「a」" in why(begin(BEFORE), lane)


def test_its_words_and_the_steps_that_end_it_may_change() -> None:
    said = drawing(
        start(), person("a", verbs="sign", en="anew", hint="h"), person("b"), end(), flows("start a b end")
    )
    moved = over(begin(BEFORE), said)
    assert moved.waiting()[0].node.words("verbs") == ("sign",)


def test_values_are_kept_and_conditions_are_those_of_the_new_version() -> None:
    def gate(condition: str) -> bytes:
        return drawing(
            start(),
            person("a"),
            person("b"),
            node("exclusiveGateway", "g", default="g_no"),
            end("no"),
            end("yes"),
            flows("start a b g"),
            flow("g", "no", key="g_no"),
            flow("g", "yes", condition),
        )

    machine = begin(gate('size = "small"'))
    do(machine, "a", size="large")
    moved = over(machine, gate('size = "large"'))
    do(moved, "b")
    assert "yes" in moved.passed()


def test_a_timer_that_runs_is_not_set_anew_and_one_that_was_changed_keeps_the_run() -> None:
    def late(length: str, extra: str = "") -> bytes:
        return drawing(
            start(),
            person("a"),
            node("boundaryEvent", "late", inner=timer("timeDuration", length), attachedToRef="a"),
            person("b"),
            person("c"),
            end(),
            end("end2"),
            flows(f"start a {extra}b end", "late c end2") if extra else flows("start a b end", "late c end2"),
            person("x") if extra else "",
        )

    machine = begin(late("PT1H"))
    before = {s.element: s.due_at for s in machine.waiting()}
    moved = over(machine, late("PT1H", "x "))
    assert {s.element: s.due_at for s in moved.waiting()} == before
    do(moved, "a")
    assert stands(moved) == ["x"]
    again = over(begin(late("PT1H")), late("PT1H", "x "))
    again.around.now += dt.timedelta(hours=2)
    again.tick()
    assert stands(again) == ["c"]
    do(again, "c")
    assert again.finished
    assert "「late」" in why(begin(late("PT1H")), late("PT2H"))


def test_an_event_put_beside_where_it_stands_keeps_the_run() -> None:
    beside = drawing(
        start(),
        person("a"),
        node("boundaryEvent", "late", inner=timer("timeDuration", "PT1H"), attachedToRef="a"),
        person("b"),
        end(),
        end("end2"),
        flows("start a b end", "late end2"),
    )
    assert "「a」" in why(begin(BEFORE), beside)


def test_branches_at_once_join_in_the_new_version() -> None:
    def fork(*extra: str) -> bytes:
        third = [flows("s c j")] if extra else []
        return drawing(
            start(),
            node("parallelGateway", "s"),
            person("a"),
            person("b"),
            *([person("c")] if extra else []),
            node("parallelGateway", "j"),
            person("after"),
            end(),
            flows("start s a j after end", "s b j"),
            *third,
        )

    longer = fork().replace(b'sourceRef="j" targetRef="after"', b'sourceRef="j" targetRef="extra"')
    longer = longer.replace(
        b"</bpmn:process>",
        (person("extra") + flow("extra", "after")).encode() + b"</bpmn:process>",
    ).replace(
        b"<bpmn:flowNodeRef>after", b"<bpmn:flowNodeRef>extra</bpmn:flowNodeRef><bpmn:flowNodeRef>after"
    )
    machine = begin(fork())
    do(machine, "a")
    moved = over(machine, longer)
    assert stands(moved) == ["b"]
    do(moved, "b")
    assert stands(moved) == ["extra"]


def test_several_at_once_go_on_and_are_counted() -> None:
    several = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )

    def many(*path: str) -> bytes:
        return drawing(
            start(),
            node("userTask", "a", inner=several),
            *map(person, path),
            end(),
            flows(f"start a {' '.join(path)} end"),
        )

    machine = begin(many("b"))
    do(machine, "a")
    moved = over(machine, many("x", "b"))
    assert stands(moved) == ["a", "a"]
    do(moved, "a")
    do(moved, "a")
    assert stands(moved) == ["x"]


def test_inside_a_sub_process_and_a_called_one() -> None:
    def nested(*path: str) -> bytes:
        inner = (
            start("s2")
            + person("inside")
            + "".join(map(person, path))
            + end("e2")
            + flows(f"s2 inside {' '.join(path)} e2")
        )
        return drawing(
            start(), node("subProcess", "sub", inner=inner), person("b"), end(), flows("start sub b end")
        )

    moved = over(begin(nested()), nested("more"))
    do(moved, "inside")
    assert stands(moved) == ["more"]
    do(moved, "more")
    assert stands(moved) == ["b"]
    do(moved, "b")
    assert moved.finished

    caller = drawing(start(), node("callActivity", "call", calledElement="q"), end(), flows("start call end"))
    one = drawing(start("qs"), person("q1"), end("qe"), flows("qs q1 qe"), key="q")
    two = drawing(start("qs"), person("q1"), person("q2"), end("qe"), flows("qs q1 q2 qe"), key="q")
    moved = move_over(begin(caller, {"q": one}), spec_of(caller, {"q": two}))
    do(moved, "q1")
    assert stands(moved) == ["q2"]


def test_what_was_never_moved_must_begin_the_same() -> None:
    same_beginning(begin(BEFORE), begin(AHEAD))
    first = drawing(start(), person("x"), person("a"), person("b"), end(), flows("start x a b end"))
    with pytest.raises(CannotMove):
        same_beginning(begin(BEFORE), begin(first))


def test_waiting_behind_a_gateway_of_events_all_of_them_must_be_there() -> None:
    def asks(*names: str) -> bytes:
        refs = {f"m_{name}": f"message {name}" for name in names}
        catches = [
            node("intermediateCatchEvent", name, inner=event("message", f"m_{name}")) for name in names
        ]
        return drawing(
            start(),
            node("eventBasedGateway", "wait"),
            *catches,
            *(end(f"end_{name}") for name in names),
            flows("start wait", *(f"wait {name} end_{name}" for name in names)),
            named=refs,
        )

    moved = over(begin(asks("x", "y")), asks("x", "y"))
    moved.send("y", {})
    assert moved.finished
    assert why(begin(asks("x", "y")), asks("x", "y", "z"))


@pytest.mark.parametrize("seed", range(12))
def test_at_every_place_of_the_shipped_hotline_a_move_to_the_same_drawing_changes_nothing(seed: int) -> None:
    """Two runs go the same random way; one is moved before each step."""
    spec, chance = spec_of(drawings()["hotline"]), random.Random(seed)
    told = {"begun_by": "submit", "case": {}}
    still, _m = Machine.begin(spec, around(**told))
    moved, _m = Machine.begin(spec, around(**told))
    for _step in range(25):
        moved = move_over(moved, spec)
        assert stands(moved) == stands(still)
        assert moved.passed() == still.passed()
        if still.finished:
            break
        ways = sorted(
            (s.kind, s.element, s.name, verb)
            for s in still.waiting()
            for verb in (s.node.words("verbs") if s.kind == "person" else [s.name])
        )
        kind, element, name, verb = chance.choice(ways)
        for machine in (still, moved):
            if kind == "person":
                do(machine, element, outcome=verb)
            else:
                machine.send(name, {"outcome": name})
    assert moved.finished == still.finished
