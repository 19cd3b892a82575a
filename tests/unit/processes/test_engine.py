"""What drawings may hold, run: each kind of element by itself."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import Any

import pytest

from minben.foundation.worktime import calendar_for
from minben.processes.engine import Machine, NotWaiting, Spec, StepFailed, Surroundings, spec_of
from tests.factories.bpmn import drawing, end, event, flow, flows, node, person, start, timer

NOON = dt.datetime(2026, 3, 3, 4, 0, tzinfo=dt.UTC)
"""A Tuesday, noon in China."""


def around(now: dt.datetime = NOON, decide: Any = None, **facts: Any) -> Surroundings:
    given = {} if decide is None else {"decide": decide}
    return Surroundings(facts, now, calendar_for("CN"), **given)


def begin(data: bytes, called: dict[str, bytes] | None = None, **facts: Any) -> Machine:
    machine, _moved = Machine.begin(spec_of(data, called), around(**facts))
    return machine


def stands(machine: Machine) -> list[str]:
    return sorted(step.element for step in machine.waiting())


def do(machine: Machine, element: str, **values: Any) -> Machine:
    """End a task, after the run was put away and taken out again."""
    kept = Machine.load(machine.spec, machine.dump(), machine.around)
    step = next(s for s in kept.waiting() if s.element == element and s.kind in ("person", "service"))
    kept.complete(step.id, values)
    return kept


def at(machine: Machine, now: dt.datetime) -> Machine:
    return Machine.load(machine.spec, machine.dump(), around(now))


def test_an_exclusive_gateway_takes_the_first_way_that_holds_or_the_default() -> None:
    data = drawing(
        start(), node("exclusiveGateway", "g", default="g_b"), person("a"), person("b"), end(),
        flows("start g", "a end", "b end"), flow("g", "a", "case.urgency = \"E0\""), flow("g", "b"),
    )  # fmt: skip
    assert stands(begin(data, case={"urgency": "E0"})) == ["a"]
    assert stands(begin(data, case={"urgency": "E2"})) == ["b"]
    assert stands(begin(data)) == ["b"], "what is not known is not true"


def test_a_parallel_gateway_waits_for_all_its_ways() -> None:
    data = drawing(
        start(), node("parallelGateway", "split"), person("a"), person("b"), node("parallelGateway", "join"), person("c"),
        end(), flows("start split a join c end", "split b join"),
    )  # fmt: skip
    machine = begin(data)
    assert stands(machine) == ["a", "b"]
    machine = do(machine, "b")
    assert stands(machine) == ["a"]
    assert stands(do(machine, "a")) == ["c"]


def test_an_inclusive_gateway_goes_every_way_that_holds_and_joins_those() -> None:
    data = drawing(
        start(), node("inclusiveGateway", "split", default="split_c"), person("a"), person("b"), person("c"),
        node("inclusiveGateway", "join"), person("after"), end(),
        flows("start split", "a join", "b join", "c join", "join after end"),
        flow("split", "a", "fire"), flow("split", "b", "food"), flow("split", "c"),
    )  # fmt: skip
    both = begin(data, fire=True, food=True)
    assert stands(both) == ["a", "b"]
    both = do(both, "a")
    assert stands(both) == ["b"]
    assert stands(do(both, "b")) == ["after"]
    assert stands(do(begin(data, fire=True), "a")) == ["after"]
    assert stands(begin(data)) == ["c"]


def test_something_is_done_for_each_of_a_list_at_once() -> None:
    loop = '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>who</bpmn:loopDataInputRef><bpmn:inputDataItem id="one"/></bpmn:multiInstanceLoopCharacteristics>'
    data = drawing(
        start(), node("scriptTask", "list", inner="<bpmn:script>who = [\"water\", \"roads\"]</bpmn:script>"),
        person("work", inner=loop), person("after"), end(), flows("start list work after end"),
    )  # fmt: skip
    machine = begin(data)
    assert [(s.element, s.data["one"]) for s in machine.waiting()] == [("work", "water"), ("work", "roads")]
    machine = do(machine, "work")
    assert [s.element for s in machine.waiting()] == ["work"]
    assert stands(do(machine, "work")) == ["after"]


def test_something_is_done_a_number_of_times_one_after_another() -> None:
    loop = '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>'
    machine = begin(drawing(start(), person("work", inner=loop), end(), flows("start work end")))
    machine = do(machine, "work")
    assert stands(machine) == ["work"]
    assert do(machine, "work").finished


def test_something_is_repeated_while_it_holds() -> None:
    loop = "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>good = false</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
    machine = begin(
        drawing(start(), person("try", inner=loop), person("after"), end(), flows("start try after end"))
    )
    machine = do(machine, "try", good=False)
    assert stands(machine) == ["try"]
    assert stands(do(machine, "try", good=True)) == ["after"]


def test_a_script_sets_names_by_expressions_and_facts_cannot_be_changed() -> None:
    script = '<bpmn:script>days = 2 + 3; case.urgency = "E0"</bpmn:script>'
    data = drawing(
        start(), node("scriptTask", "s", inner=script), node("exclusiveGateway", "g", default="g_b"), person("a"), person("b"),
        end(), flows("start s g", "a end", "b end"), flow("g", "a", "case.urgency = \"E0\""), flow("g", "b"),
    )  # fmt: skip
    machine = begin(data, case={"urgency": "E2"})
    assert stands(machine) == ["b"]
    assert machine.waiting()[0].data["days"] == 5


def test_a_decision_table_is_asked_with_the_facts() -> None:
    def decide(key: str, facts: Any, now: dt.datetime) -> dict[str, Any]:
        assert key == "rules"
        return {
            "department": "water" if facts["case"]["topic"] == "pipe" else "roads",
            "reasons": ["水管歸水務局"],
        }

    data = drawing(
        start(),
        node("businessRuleTask", "r", decision="rules", result="sent"),
        person("a"),
        end(),
        flows("start r a end"),
    )
    machine, _moved = Machine.begin(spec_of(data), around(decide=decide, case={"topic": "pipe"}))
    assert machine.waiting()[0].data["sent"] == {"department": "water", "reasons": ["水管歸水務局"]}


def test_work_outside_stops_the_run_until_its_result_comes() -> None:
    data = drawing(
        start(),
        node("serviceTask", "s", handler="h", result="paid"),
        person("a"),
        end(),
        flows("start s a end"),
    )
    machine = begin(data)
    assert [(s.kind, s.element) for s in machine.waiting()] == [("service", "s")]
    machine = do(machine, "s", paid={"amount": 5})
    assert machine.waiting()[0].data["paid"] == {"amount": 5}


@pytest.mark.parametrize(
    ("way", "text", "due"),
    [
        ("timeDuration", "3 workdays", dt.datetime(2026, 3, 6, 9, 30, tzinfo=dt.UTC)),
        ("timeDuration", "PT2H", NOON + dt.timedelta(hours=2)),
        ("timeDuration", 'duration("P1D")', NOON + dt.timedelta(days=1)),
        ("timeDate", "2026-03-09T08:00:00+08:00", dt.datetime(2026, 3, 9, 0, 0, tzinfo=dt.UTC)),
        ("timeDate", "2026-03-01T08:00:00+08:00", None),
    ],
)
def test_a_timer_goes_off_at_its_moment_also_in_working_time(
    way: str, text: str, due: dt.datetime | None
) -> None:
    data = drawing(
        start(),
        node("intermediateCatchEvent", "t", inner=timer(way, text)),
        person("a"),
        end(),
        flows("start t a end"),
    )
    machine = begin(data)
    if due is None:
        assert stands(machine) == ["a"], "a moment that has passed is not waited for"
        return
    assert [(s.kind, s.due_at) for s in machine.waiting()] == [("timer", due)]
    early = at(machine, due - dt.timedelta(seconds=1))
    early.tick()
    assert stands(early) == ["t"]
    late = at(early, due)
    late.tick()
    assert stands(late) == ["a"]


def test_an_interrupting_timer_takes_the_task_away_and_another_goes_beside_it() -> None:
    beside = node(
        "boundaryEvent",
        "warn",
        attachedToRef="work",
        cancelActivity="false",
        inner=timer("timeDuration", "PT1H"),
    )
    over = node("boundaryEvent", "over", attachedToRef="work", inner=timer("timeDuration", "PT2H"))
    data = drawing(
        start(), person("work"), beside, over, person("told"), person("other"), end(), end("e2"), end("e3"),
        flows("start work end", "warn told e2", "over other e3"),
    )  # fmt: skip
    machine = at(begin(data), NOON + dt.timedelta(hours=1))
    moved = machine.tick()
    assert {s.element for s in moved.opened} == {"told"}
    assert {"work", "told"} <= set(stands(machine))
    machine = at(machine, NOON + dt.timedelta(hours=3))
    moved = machine.tick()
    assert [s.element for s in moved.cancelled] == ["work"]
    assert set(stands(machine)) == {"told", "other"}


def test_a_repeated_timer_goes_off_as_often_as_it_says() -> None:
    remind = node(
        "boundaryEvent",
        "remind",
        attachedToRef="work",
        cancelActivity="false",
        inner=timer("timeCycle", "R2/PT1S"),
    )
    data = drawing(
        start(), person("work"), remind, node("scriptTask", "count", inner="<bpmn:script>n = 1</bpmn:script>"), end(), end("e2"),
        flows("start work end", "remind count e2"),
    )  # fmt: skip
    machine = begin(data)
    assert "work" in stands(machine)
    assert do(machine, "work").finished


def test_a_message_moves_only_who_waits_for_it() -> None:
    named = {"m1": "message paid", "m2": "message lost"}
    data = drawing(
        start(), node("eventBasedGateway", "g"), node("intermediateCatchEvent", "paid", inner=event("message", "m1")),
        node("intermediateCatchEvent", "lost", inner=event("message", "m2")), person("a"), person("b"), end(), end("e2"),
        flows("start g paid a end", "g lost b e2"), named=named,
    )  # fmt: skip
    machine = begin(data)
    assert {s.name for s in machine.waiting()} == {"paid", "lost"}
    with pytest.raises(NotWaiting):
        machine.send("another", {})
    machine = Machine.load(machine.spec, machine.dump(), machine.around)
    machine.send("paid", {"amount": 3})
    assert stands(machine) == ["a"]
    assert machine.waiting()[0].data["amount"] == 3


def test_a_signal_thrown_is_told_outside() -> None:
    named = {"m": "signal ready", "s": "signal stop"}
    data = drawing(
        start(), node("intermediateThrowEvent", "say", inner=event("signal", "m")),
        node("intermediateCatchEvent", "hear", inner=event("signal", "s")), end(), flows("start say hear end"), named=named,
    )  # fmt: skip
    machine, moved = Machine.begin(spec_of(data), around())
    assert moved.signals == ["ready"]
    assert machine.signal("stop").finished


def test_a_sub_process_ends_before_what_follows_and_an_error_in_it_is_caught() -> None:
    inner = (
        start("s1") + person("try") + node("exclusiveGateway", "ok", default="ok_good") + end("good") + end("bad", event("error", "x"))
        + flows("s1 try ok") + flow("ok", "good") + flow("ok", "bad", "failed")
    )  # fmt: skip
    data = drawing(
        start(), node("subProcess", "sub", inner=inner),
        node("boundaryEvent", "caught", attachedToRef="sub", inner=event("error", "x")), person("a"), person("b"), end(), end("e2"),
        flows("start sub a end", "caught b e2"), named={"x": "error broken"},
    )  # fmt: skip
    assert stands(do(begin(data), "try", failed=False)) == ["a"]
    assert stands(do(begin(data), "try", failed=True)) == ["b"]


def test_a_call_activity_runs_another_drawing() -> None:
    other = drawing(start("s2"), person("inside"), end("e2"), flows("s2 inside e2"), key="other")
    data = drawing(
        start(),
        node("callActivity", "call", calledElement="other"),
        person("a"),
        end(),
        flows("start call a end"),
    )
    machine = begin(data, {"other": other})
    assert stands(machine) == ["inside"]
    assert machine.waiting()[0].lane is not None
    assert stands(do(machine, "inside")) == ["a"]


def test_a_terminate_event_ends_everything() -> None:
    stop = "<bpmn:terminateEventDefinition/>"
    data = drawing(
        start(), node("parallelGateway", "g"), person("a"), person("b"), end("stop", stop), end(),
        flows("start g a stop", "g b end"),
    )  # fmt: skip
    assert do(begin(data), "a").finished


def test_a_circle_that_waits_for_nobody_is_cut_off() -> None:
    data = drawing(
        start(), node("exclusiveGateway", "a", default="a_b"), node("scriptTask", "b", inner="<bpmn:script>n = 1</bpmn:script>"),
        end(), flows("start a", "b a"), flow("a", "b"), flow("a", "end", "false"),
    )  # fmt: skip
    with pytest.raises(StepFailed, match="round in a circle"):
        begin(data)


def test_an_expression_that_burns_its_steps_names_its_element() -> None:
    script = "<bpmn:script>n = for a in [1,2,3,4,5,6,7,8,9,10], b in [1,2,3,4,5,6,7,8,9,10], c in [1,2,3,4,5,6,7,8,9,10], d in [1,2,3,4,5,6,7,8,9,10], e in [1,2,3,4,5,6,7,8,9,10] return a</bpmn:script>"
    with pytest.raises(StepFailed) as failed:
        begin(drawing(start(), node("scriptTask", "burn", inner=script), end(), flows("start burn end")))
    assert failed.value.element == "burn"


@pytest.mark.parametrize("one_by_one", ["true", "false"])
@pytest.mark.parametrize("times", ["101", "-5", "1.5", "null", '"x"'])
def test_what_is_done_several_times_is_done_a_whole_number_of_times_and_at_most_a_hundred(
    times: str, one_by_one: str
) -> None:
    loop = f'<bpmn:multiInstanceLoopCharacteristics isSequential="{one_by_one}"><bpmn:loopCardinality>{escape(times)}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>'
    with pytest.raises(StepFailed) as failed:
        begin(
            drawing(
                start(), person("work", inner=loop), person("after"), end(), flows("start work after end")
            )
        )
    assert failed.value.element == "work"


@pytest.mark.parametrize("one_by_one", ["true", "false"])
def test_a_list_of_more_than_a_hundred_is_not_gone_through(one_by_one: str) -> None:
    loop = f'<bpmn:multiInstanceLoopCharacteristics isSequential="{one_by_one}"><bpmn:loopDataInputRef>who</bpmn:loopDataInputRef><bpmn:inputDataItem id="one"/></bpmn:multiInstanceLoopCharacteristics>'
    script = "<bpmn:script>who = for a in 1..101 return a</bpmn:script>"
    data = drawing(
        start(), node("scriptTask", "list", inner=script), person("work", inner=loop), end(), flows("start list work end")
    )  # fmt: skip
    with pytest.raises(StepFailed) as failed:
        begin(data)
    assert failed.value.element == "work"


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("timeDate", "9999-12-31T23:59:59-12:00"),
        ("timeDuration", "99999 days"),
        ("timeDuration", "99999 workdays"),
    ],
)
def test_a_timer_beyond_a_hundred_years_fails_at_its_element(way: str, text: str) -> None:
    data = drawing(
        start(),
        node("intermediateCatchEvent", "later", inner=timer(way, text)),
        end(),
        flows("start later end"),
    )
    with pytest.raises(StepFailed) as failed:
        begin(data)
    assert failed.value.element in {"start", "later"}


def test_a_task_is_ended_once() -> None:
    machine = begin(drawing(start(), person("a"), person("b"), end(), flows("start a b end")))
    (step,) = machine.waiting()
    machine.complete(step.id, {})
    with pytest.raises(NotWaiting):
        machine.complete(step.id, {})


def test_a_state_of_another_format_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from minben.processes.engine import state

    machine = begin(drawing(start(), person("a"), end(), flows("start a end")))
    kept = machine.dump()
    monkeypatch.setattr(state, "FORMAT", 99)
    with pytest.raises(ValueError, match="format"):
        Machine.load(machine.spec, kept, machine.around)


def test_two_runs_of_one_spec_know_nothing_of_one_another() -> None:
    spec: Spec = spec_of(drawing(start(), person("a"), person("b"), end(), flows("start a b end")))
    one, _m = Machine.begin(spec, around())
    two, _m = Machine.begin(spec, around())
    do(one, "a")
    assert stands(two) == ["a"]


def test_what_is_done_several_times_is_counted_also_in_a_process_that_began_none_of_it() -> None:
    several = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    data = drawing(start(), node("userTask", "a", inner=several), person("b"), end(), flows("start a b end"))
    stored = begin(data).dump()
    machine = Machine.load(spec_of(data), stored, around())
    for _time in range(2):
        machine.complete(machine.waiting()[0].id, {})
    assert stands(machine) == ["b"]
