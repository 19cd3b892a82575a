"""The shipped drawings, walked along every path of the state tables: they open and end what the built-in flow does."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.cases.course import drawn, states
from minben.cases.course.flow import APPLICATION, HOTLINE, LATER_CHECK, ONLY_DRAWN, Effect, effect_of
from minben.cases.models import Kind, Status
from minben.cases.shipped import drawings
from minben.foundation.worktime import calendar_for
from minben.processes.engine import Machine, Moved, NotWaiting, Spec, Surroundings, spec_of

NOON = dt.datetime(2026, 3, 3, 4, 0, tzinfo=dt.UTC)
KINDS = [Kind.APPLICATION, Kind.COMPLAINT]
ONWARD = {
    "instant": APPLICATION,
    "lacking": APPLICATION | ONLY_DRAWN,
    "commitment": {**APPLICATION, **ONLY_DRAWN, "deliver": LATER_CHECK},
}
"""What the steps do in each of the other drawings of applications."""
PROMISED = {"case": {"outcome": "granted"}, "answers": {"commitment": "promise"}}
CALENDAR = calendar_for("CN")
PATHS = st.lists(st.integers(0, 30), max_size=30)


@cache
def spec(key: str) -> Spec:
    return spec_of(drawings()[key])


def around(begun_by: str = "submit") -> Surroundings:
    return Surroundings({"begun_by": begun_by, **PROMISED}, NOON, CALENDAR)


def walk(kind: str, choices: list[int]) -> list[str]:
    """A path through the state table; a case that is taken up again without a department waits to be sent to one."""
    status, verbs, sent = str(Status.SUBMITTED), [], kind == Kind.APPLICATION
    for choice in choices:
        possible = sorted(states.possible(kind, status) - ONLY_DRAWN.keys())
        if not possible:
            break
        verb = possible[choice % len(possible)]
        verbs.append(verb)
        sent = (sent or verb in ("dispatch", "transfer")) and verb != "return"
        status = (
            Status.RETURNED if verb == "reopen" and not sent else states.table(kind)[verb].target or status
        )
    return verbs


class ByTable:
    """The built-in flow with nothing but the kinds of live tasks and clocks."""

    def __init__(self, kind: str, table: dict[str, Effect] | None = None) -> None:
        self.kind, self.tasks, self.clocks = kind, set[str](), set[str]()
        self.table = table
        self.sent = kind == Kind.APPLICATION
        self.go("submit")

    def go(self, verb: str) -> None:
        effect = self.table.get(verb, Effect()) if self.table else effect_of(self.kind, verb)
        self.sent = self.sent or verb in ("dispatch", "transfer")
        if verb == "return":
            self.sent = False
        self.tasks -= set(effect.done)
        self.clocks -= set(effect.stop)
        if effect.clears:
            self.tasks, self.clocks = set(), set()
        opens, starts = effect.opens, effect.starts
        if verb == "reopen" and not self.sent:
            opens, starts = HOTLINE["return"].opens, HOTLINE["submit"].starts
        self.clocks |= set(starts)
        if opens is not None:
            self.tasks.add(opens.task)


class ByDrawing:
    """The same, moved by the drawing, put away and taken out again before each step."""

    def __init__(self, kind: str, key: str = "") -> None:
        self.kind, self.tasks, self.clocks, self.sent = kind, set[str](), set[str](), kind == Kind.APPLICATION
        self.spec = spec(key or drawn.default_key(kind))
        self.begin("submit")

    def waits(self, verb: str) -> bool:
        """Is there a place in the drawing, now, for this step?"""
        machine = Machine.load(self.spec, self.kept, around())
        ends = any(verb in stop.node.words("verbs") for stop in machine.waiting() if stop.kind == "person")
        return verb in drawn.FREE | drawn.ENDING or ends or machine.waits_for(verb)

    def begin(self, begun_by: str) -> None:
        machine, moved = Machine.begin(self.spec, around(begun_by))
        self.kept = machine.dump()
        self.take(moved)

    def go(self, verb: str) -> None:
        self.sent = (self.sent or verb in ("dispatch", "transfer")) and verb != "return"
        if verb in drawn.ENDING:
            self.tasks, self.clocks = set(), set()
        elif verb in drawn.AGAIN:
            self.begin("reopen" if self.sent else "submit")
        else:
            self.move(verb)

    def move(self, verb: str) -> None:
        machine = Machine.load(self.spec, self.kept, around())
        try:
            moved = drawn.deliver(machine, verb=verb, department_id=None)
        except NotWaiting:
            assert verb in drawn.FREE, f"{verb} is refused, the table allows it"
            return
        self.kept = machine.dump()
        self.take(moved)

    def take(self, moved: Moved) -> None:
        self.tasks -= {stop.element for stop in (*moved.done, *moved.cancelled)}
        self.clocks -= drawn.stopped_by(moved)
        if moved.finished:
            self.tasks, self.clocks = set(), set()
        self.clocks |= set(drawn.started_by(moved))
        self.tasks |= {stop.element for stop in moved.opened if stop.kind == "person"}


@pytest.mark.parametrize("kind", KINDS)
@given(choices=PATHS)
@settings(max_examples=150, deadline=None)
def test_a_drawing_opens_and_ends_what_the_table_does(kind: str, choices: list[int]) -> None:
    table, drawing = ByTable(kind), ByDrawing(kind)
    for verb in walk(kind, choices):
        table.go(verb)
        drawing.go(verb)
        assert (drawing.tasks, drawing.clocks) == (table.tasks, table.clocks), verb


@pytest.mark.parametrize("kind", KINDS)
@given(choices=PATHS)
@settings(max_examples=100, deadline=None)
def test_no_path_leaves_an_open_case_without_an_owner_or_a_clock(kind: str, choices: list[int]) -> None:
    drawing, status = ByDrawing(kind), "submitted"
    for verb in walk(kind, choices):
        drawing.go(verb)
        status = states.table(kind)[verb].target or status
        assert (status in states.FINAL) != bool(drawing.tasks or drawing.clocks), verb


@pytest.mark.parametrize("key", ONWARD)
@given(choices=PATHS)
@settings(max_examples=150, deadline=None)
def test_the_other_drawings_of_applications_do_what_their_steps_say(key: str, choices: list[int]) -> None:
    """On every path that the state table and the drawing allow, and no open case is without an owner or a clock."""
    kind = Kind.APPLICATION
    table, drawing, status = ByTable(kind, ONWARD[key]), ByDrawing(kind, key), str(Status.SUBMITTED)
    for choice in choices:
        verbs = [verb for verb in sorted(states.possible(kind, status)) if drawing.waits(verb)]
        if not verbs:
            break
        verb = verbs[choice % len(verbs)]
        table.go(verb)
        drawing.go(verb)
        assert (drawing.tasks, drawing.clocks) == (table.tasks, table.clocks), verb
        status = states.table(kind)[verb].target or status
        assert (status in states.FINAL) != bool(drawing.tasks or drawing.clocks), verb


@pytest.mark.parametrize("key", ONWARD)
def test_every_step_of_a_drawing_can_be_reached(key: str) -> None:
    """Whatever a path ends in: the tasks of people that nobody ever comes to would be drawn in vain."""
    seen: set[str] = set()
    todo: list[tuple[str, ...]] = [()]
    while todo:
        path, drawing, status = todo.pop(), ByDrawing(Kind.APPLICATION, key), str(Status.SUBMITTED)
        for verb in path:
            drawing.go(verb)
            status = states.table(Kind.APPLICATION)[verb].target or status
        seen |= drawing.tasks
        ahead = [v for v in states.possible(Kind.APPLICATION, status) if drawing.waits(v)]
        todo += [(*path, v) for v in ahead if v not in path and v not in ASIDE]
    people = {node.id for node in spec(key).drawing.of_people()}
    assert people - seen <= NOT_PROMISED


ASIDE = drawn.ENDING | drawn.FREE - {"accept"}
NOT_PROMISED = {"close", "examine_proof"}
"""Where no promise was made; walked in tests/integration/cases/test_ways_of_applications.py."""


@pytest.mark.parametrize(("kind", "table"), [(Kind.APPLICATION, APPLICATION), (Kind.COMPLAINT, HOTLINE)])
def test_every_task_of_the_table_is_drawn_for_the_same_role_and_place(
    kind: str, table: dict[str, object]
) -> None:
    wanted = {effect_of(kind, verb).opens for verb in table} - {None}
    drawing = spec(drawn.default_key(kind)).drawing
    nodes = {node.id: (drawing.lane_of[node.id], node) for node in drawing.of_people()}
    for opens in wanted:
        lane, node = nodes[opens.task]
        assert (lane.place, lane.role, drawn.due_of(node), node.ours.get("personal") == "true") == (
            opens.place, opens.role, opens.due, opens.personal,
        )  # fmt: skip


def test_the_state_of_a_long_run_stays_small() -> None:
    drawing = ByDrawing(Kind.COMPLAINT)
    for verb in ["dispatch", "sign", "answer", *["send_back", "answer"] * 19]:
        drawing.go(verb)
    assert len(drawing.kept) < 12_000
