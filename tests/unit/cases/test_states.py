"""The state tables and the flow, held as properties: no path leaves a case without an owner or a clock."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.agencies.models import Department, Jurisdiction
from minben.cases.course import states
from minben.cases.course.flow import ONLY_DRAWN, effect_of
from minben.cases.history.recording import PastCase, PastStep, Rows, record
from minben.cases.limits import cells
from minben.cases.models import Kind, Status
from minben.foundation.records.errors import Invalid
from minben.foundation.worktime import calendar_for
from minben.processes.models import Clock, Task

NOON = dt.datetime(2026, 3, 3, 4, 0, tzinfo=dt.UTC)
PLACE = Jurisdiction(code="990100")
CENTRE = Department(id=uuid.uuid4(), code="centre", is_centre=True)
WATER = Department(id=uuid.uuid4(), code="water")
LIVE_TASK = {Task.State.OPEN, Task.State.CLAIMED}
LIVE_CLOCK = {Clock.State.RUNNING, Clock.State.PAUSED}
SENT = {"dispatch", "transfer"}


def walk(kind: str, choices: list[int]) -> list[str]:
    """A path through the table: at each state one of its possible steps is taken."""
    status, verbs = str(Status.SUBMITTED), []
    for choice in choices:
        possible = sorted(states.possible(kind, status) - ONLY_DRAWN.keys())
        if not possible:
            break
        verb = possible[choice % len(possible)]
        verbs.append(verb)
        status = states.table(kind)[verb].target or status
    return verbs


def play(kind: str, verbs: list[str]) -> Rows:
    steps = tuple(
        PastStep(
            verb, NOON + dt.timedelta(hours=n), uuid.uuid4(), "A", department=WATER if verb in SENT else None
        )
        for n, verb in enumerate(verbs, start=1)
    )
    rows = Rows()
    past = PastCase(
        received_at=NOON,
        fields={"kind": kind, "title": "x", "channel": "web"},
        steps=steps,
        lead=WATER if kind == Kind.APPLICATION else None,
    )
    record(
        past,
        rows=rows,
        jurisdiction=PLACE,
        centre=CENTRE,
        calendar=calendar_for("CN"),
        number="MB-2026-000000001-0",
    )
    return rows


@pytest.fixture(autouse=True, scope="module")
def _only_limits_that_came() -> Iterator[None]:
    """What a place set for itself is in the database; there is none here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "_places", lambda _place: ())
        yield


@pytest.fixture(autouse=True)
def _no_key_lookups(settings: object) -> None:
    """The tracker's code needs a key; the test settings give one."""


@given(
    kind=st.sampled_from([Kind.APPLICATION, Kind.COMPLAINT]),
    choices=st.lists(st.integers(0, 30), max_size=25),
)
@settings(max_examples=300, deadline=None)
def test_no_path_leaves_an_open_case_without_a_task_or_a_clock(kind: str, choices: list[int]) -> None:
    rows = play(kind, walk(kind, choices))
    case = rows.cases[0]
    tasks = [task for task in rows.tasks if task.state in LIVE_TASK]
    clocks = [clock for clock in rows.clocks if clock.state in LIVE_CLOCK]
    if case.status in states.FINAL:
        assert not tasks
        assert not clocks
    else:
        assert tasks or clocks
        assert all(task.department_id for task in tasks)


@given(
    kind=st.sampled_from([Kind.APPLICATION, Kind.COMPLAINT]),
    choices=st.lists(st.integers(0, 30), max_size=25),
)
@settings(max_examples=200, deadline=None)
def test_never_two_live_tasks_or_clocks_of_one_kind(kind: str, choices: list[int]) -> None:
    rows = play(kind, walk(kind, choices))
    tasks = [task.kind for task in rows.tasks if task.state in LIVE_TASK]
    clocks = [clock.kind for clock in rows.clocks if clock.state in LIVE_CLOCK]
    assert len(tasks) == len(set(tasks))
    assert len(clocks) == len(set(clocks))


@pytest.mark.parametrize("kind", [Kind.APPLICATION, Kind.COMPLAINT])
def test_every_state_that_can_be_reached_can_be_left_or_is_final(kind: str) -> None:
    reached, edge = {str(Status.SUBMITTED)}, {str(Status.SUBMITTED)}
    while edge:
        status = edge.pop()
        for verb in states.possible(kind, status):
            target = states.table(kind)[verb].target
            if target and str(target) not in reached:
                reached.add(str(target))
                edge.add(str(target))
    stuck = {s for s in reached if not states.possible(kind, s) and s not in states.FINAL}
    assert stuck == set()


@pytest.mark.parametrize("kind", [Kind.APPLICATION, Kind.COMPLAINT])
def test_the_flow_knows_no_step_that_the_table_does_not_know(kind: str) -> None:
    from minben.cases.course import flow

    effects = flow.APPLICATION if kind == Kind.APPLICATION else flow.HOTLINE
    assert set(effects) - {"submit"} <= set(states.table(kind))
    assert effect_of(kind, "no such step") == flow.Effect()


def test_a_step_that_the_table_forbids_is_refused() -> None:
    with pytest.raises(Invalid, match="cannot follow"):
        play(Kind.COMPLAINT, ["answer"])


@pytest.mark.parametrize("status", list(Status))
def test_every_state_stands_in_a_list_and_on_the_progress_line(status: Status) -> None:
    assert states.group_of(status)
    for kind in (Kind.APPLICATION, Kind.COMPLAINT):
        steps, here = states.path(kind, status)
        assert 0 <= here < len(steps)
