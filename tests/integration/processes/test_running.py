"""A drawing is changed, published, and cases go it: own steps, timers, work outside, two clerks, a killed worker."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.utils import timezone

from minben.cases import queries
from minben.cases.actions import handling, routing
from minben.cases.actions.own_step import finish_own_step
from minben.cases.actions.submit import submit
from minben.cases.actions.submit_many import submit_many
from minben.cases.course import drawn
from minben.cases.course.position import position, stuck_calls
from minben.cases.intake import Submission, Submitted
from minben.cases.models import Case, CaseEvent
from minben.cases.shipped import drawings
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.roles import Role
from minben.foundation.events.pump import pump_all
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.processes import handlers, jobs, specs
from minben.processes.actions import calls, definitions
from minben.processes.models import Call, Run, Task, Version
from minben.processes.problems import Problems
from tests.factories.bpmn import drawing, end, event, flow, flows, node, person, start, timer
from tests.factories.town import Town, citizen, make_town
from tests.waiting import settle

pytestmark = pytest.mark.django_db
VISIT = (
    '<bpmn:userTask id="visit" name="現場勘查" minben:en="Site visit" minben:public="true">'
    "<bpmn:documentation>帶相機。</bpmn:documentation></bpmn:userTask>"
    '<bpmn:exclusiveGateway id="seen" default="seen_work"/>'
    '<bpmn:endEvent id="nothing" name="查無此事"/>'
)
LANE = "<bpmn:flowNodeRef>visit</bpmn:flowNodeRef>"


@pytest.fixture
def town() -> Town:
    return make_town()


def with_a_visit() -> bytes:
    """The shipped hotline with a step of its own between signing and work, and its two outcomes."""
    text = drawings()["hotline"].decode()
    text = text.replace('sourceRef="signed" targetRef="work"', 'sourceRef="signed" targetRef="visit"')
    ways = (
        flow("visit", "seen", key="visit_seen")
        + flow("seen", "work", key="seen_work").replace('id="seen_work"', 'id="seen_work" name="屬實"')
        + flow("seen", "nothing", 'outcome = "unfounded"', key="seen_nothing").replace(
            "<bpmn:sequenceFlow ", '<bpmn:sequenceFlow name="查無" '
        )
    )
    lane = '<bpmn:lane id="lane_work"'
    at = text.index(">", text.index(lane)) + 1
    text = text[:at] + LANE + text[at:]
    return text.replace("</bpmn:process>", VISIT + ways + "</bpmn:process>").encode()


def publish(source: bytes) -> Version:
    return definitions.publish(SYSTEM, definitions.save_draft(SYSTEM, source).version.id)


def ask(**fields: Any) -> Case:
    made = submit(
        citizen(),
        Submission(**{"kind": "complaint", "title": "路燈不亮", "body": "暗", **fields}),
        key=timezone.now().isoformat(),
    )
    return Case.objects.get(pk=made.case_id)


def open_tasks(case: Case) -> list[str]:
    rows = Task.objects.filter(subject_id=case.id, state__in=["open", "claimed"])
    return sorted(rows.values_list("kind", flat=True))


def signed(town: Town, case: Case) -> Actor:
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)
    officer = town.actor(Role.OFFICER, town.water)
    handling.sign(officer, case.id)
    return officer


def test_a_step_added_to_a_running_process_is_taken_by_new_cases_only(town: Town) -> None:
    before = ask()
    publish(with_a_visit())
    after = ask()
    signed(town, before)
    officer = signed(town, after)
    assert open_tasks(before) == ["work"]
    assert open_tasks(after) == ["visit"]
    (task,) = Task.objects.filter(subject_id=after.id, kind="visit")
    assert (task.role, task.department_id, task.label) == (Role.OFFICER, town.water.id, after.title)
    assert "answer" not in queries.verbs_for(officer, after), "the process does not wait for an answer yet"
    with pytest.raises(Conflict):
        handling.answer(officer, after.id, text="已修")
    finish_own_step(officer, task.id, outcome="done", note="燈泡壞了")
    assert open_tasks(after) == ["work"]
    event = CaseEvent.objects.get(case_id=after.id, name="own_step")
    assert (event.text, event.data["step"], event.public) == ("燈泡壞了", "現場勘查", True)
    handling.answer(officer, after.id, text="已修")
    assert open_tasks(after) == ["check"]


def test_an_own_step_ends_with_an_outcome_of_the_drawing_and_by_its_department(town: Town) -> None:
    publish(with_a_visit())
    case = ask()
    officer = signed(town, case)
    task = Task.objects.get(subject_id=case.id, kind="visit")
    with pytest.raises(Invalid):
        finish_own_step(officer, task.id, outcome="unheard of")
    with pytest.raises(Refused):
        finish_own_step(town.actor(Role.OFFICER, town.roads), task.id, outcome="done")
    finish_own_step(officer, task.id, outcome="unfounded")
    assert open_tasks(case) == []
    with pytest.raises(Missing):
        finish_own_step(officer, task.id, outcome="done")


def test_the_position_moves_with_the_case_and_its_public_picture_hides_what_is_internal(town: Town) -> None:
    case = ask()
    assert position(case).now == {"dispatch"}  # type: ignore[union-attr]
    signed(town, case)
    case.refresh_from_db()
    there = position(case)
    assert there is not None
    assert there.now == {"work"}
    assert {"received", "dispatch", "sign", "signed"} <= there.done
    assert ("after_dispatch", "sign") in there.gone
    assert ("after_dispatch", "not_accepted") not in there.gone
    inside = {shape.node.id for shape in there.picture(public=False).shapes}
    outside = {shape.node.id for shape in there.picture(public=True).shapes}
    assert outside < inside
    assert "signed" in inside - outside


def test_a_draft_with_problems_is_not_kept_and_a_process_goes_back_to_an_earlier_version(town: Town) -> None:
    with pytest.raises(Problems) as wrong:
        definitions.save_draft(
            SYSTEM, drawings()["hotline"].replace(b'minben:verbs="check send_back"', b'minben:verbs="bless"')
        )
    assert [problem.element for problem in wrong.value.found] == ["check"]
    first = Version.objects.get(definition__key="hotline", state=Version.State.PUBLISHED)
    second = publish(with_a_visit())
    first.refresh_from_db()
    assert (first.state, second.number) == (Version.State.RETIRED, 2)
    again = definitions.publish_again(SYSTEM, first.id)
    assert (again.number, again.source) == (3, first.source)
    assert ask().process_version_id == again.id


def test_whoever_drew_from_an_old_version_is_told(town: Town) -> None:
    publish(with_a_visit())
    with pytest.raises(Conflict, match="2"):
        definitions.save_draft(SYSTEM, drawings()["hotline"], changed=1)


def test_a_withdrawn_process_leaves_new_cases_on_the_built_in_flow(town: Town) -> None:
    version = Version.objects.get(definition__key="hotline", state=Version.State.PUBLISHED)
    definitions.withdraw(SYSTEM, version.id)
    case = ask()
    assert case.process_version_id is None
    assert open_tasks(case) == ["dispatch"]
    signed(town, case)
    assert open_tasks(case) == ["work"]
    assert not Run.objects.filter(subject_id=case.id).exists()


REMIND = drawing(
    start(), person("work", verbs="answer_at_once"),
    node("boundaryEvent", "late", attachedToRef="work", cancelActivity="false", inner=timer("timeDuration", "2 workdays"), name="提醒"),
    person("look", name="查看"), end(), end("e2"), flows("start work end", "late look e2"), key="hotline",
    lane='minben:place="centre" minben:role="dispatcher"',
)  # fmt: skip


def test_a_timer_in_working_time_goes_off_once_and_opens_what_follows(town: Town) -> None:
    publish(REMIND)
    with time_machine.travel(dt.datetime(2026, 3, 3, 4, 0, tzinfo=dt.UTC), tick=False) as clock:
        case = ask()
        assert open_tasks(case) == ["work"]
        run = Run.objects.get(subject_id=case.id)
        assert run.next_at == dt.datetime(2026, 3, 5, 9, 30, tzinfo=dt.UTC)
        assert jobs.sweep_timers(timezone.now()) == 0
        clock.move_to(run.next_at)
        assert jobs.sweep_timers(timezone.now()) == 1
        assert open_tasks(case) == ["look", "work"]
        assert jobs.sweep_timers(timezone.now()) == 0
        assert CaseEvent.objects.get(case_id=case.id, name="process").data["step"] == "提醒"


OUTSIDE = drawing(
    start(), person("work", verbs="dispatch"), node("serviceTask", "letter", handler="test.letter", result="sent", name="寄信", **{"with": "{to: case.area}"}),
    person("after", verbs="answer_at_once"), end(), flows("start work letter after end"), key="hotline",
    lane='minben:place="centre" minben:role="dispatcher"',
)  # fmt: skip


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[handlers.Asked]]:
    """A handler that fails as long as ``broken`` stands at the head of the list."""
    asked: list[Any] = []

    def send(call: handlers.Asked) -> Mapping[str, Any]:
        assert not connection.in_atomic_block or connection.savepoint_ids is not None
        asked.append(call)
        if asked[0] == "broken":
            raise ConnectionError("The post office is closed")
        return {"number": "RR1"}

    known = handlers.Handler("test.letter", "Sends a letter", send)
    monkeypatch.setitem(handlers._handlers, "test.letter", known)
    return asked


def go_outside(town: Town) -> Case:
    publish(OUTSIDE)
    case = ask(area_code="990100")
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)
    assert open_tasks(case) == []
    return case


def test_work_outside_is_called_once_with_what_the_drawing_gives_it(town: Town, letters: list[Any]) -> None:
    case = go_outside(town)
    assert jobs.sweep_calls(timezone.now()) == 1
    assert [(call.subject_id, call.given) for call in letters] == [(case.id, {"to": "990100"})]
    assert open_tasks(case) == ["after"]
    assert jobs.sweep_calls(timezone.now() + dt.timedelta(days=1)) == 0


def test_work_outside_that_fails_is_tried_again_and_then_waits_for_a_person(
    town: Town, letters: list[Any]
) -> None:
    letters.append("broken")
    case = go_outside(town)
    now = timezone.now()
    for pause in (*calls.PAUSES, dt.timedelta(0)):
        jobs.sweep_calls(now)
        now += pause + dt.timedelta(seconds=1)
    (stuck,) = stuck_calls(case)
    assert (stuck.tries, stuck.error) == (len(calls.PAUSES) + 1, "The post office is closed")
    assert jobs.sweep_calls(now + dt.timedelta(days=9)) == 0
    with pytest.raises(Refused):
        calls.try_again(town.actor(Role.OFFICER, town.water), stuck.id)
    letters[0] = "mended"
    supervisor = town.actor(Role.SUPERVISOR, town.government)
    calls.try_again(supervisor, stuck.id)
    jobs.sweep_calls(timezone.now())
    assert open_tasks(case) == ["after"]
    with pytest.raises(Conflict):
        calls.try_again(supervisor, stuck.id)


def test_a_person_lets_the_process_go_on_without_work_that_cannot_be_done(
    town: Town, letters: list[Any]
) -> None:
    case = go_outside(town)
    Call.objects.update(state=Call.State.STUCK, next_at=None)
    (stuck,) = stuck_calls(case)
    calls.go_on_without(town.actor(Role.SUPERVISOR, town.government), stuck.id, reason="親自送達")
    assert open_tasks(case) == ["after"]


def test_a_killed_worker_loses_no_call_and_does_none_twice(town: Town, letters: list[Any]) -> None:
    case = go_outside(town)
    taken = calls.take_due(timezone.now())
    assert len(taken) == 1, "this worker is killed now"
    assert jobs.sweep_calls(timezone.now()) == 0, "its lease is not over"
    jobs.sweep_calls(timezone.now() + calls.LEASE + dt.timedelta(seconds=1))
    assert open_tasks(case) == ["after"]
    calls.attempt(taken[0])
    assert open_tasks(case) == ["after"]
    assert len({call.id for call in letters}) == 1, "a handler can tell that it is the same work"


def test_dispatch_by_a_decision_table_that_staff_change_without_code(town: Town) -> None:
    from pathlib import Path

    table = Path("docs/examples/dispatch-rules.dmn").read_bytes()
    made = publish(table)
    assert made.definition.kind == "decision"
    assert specs.published(made.definition.key) == made.id


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_finish_one_task_at_once_move_it_once() -> None:
    town = make_town()
    publish(with_a_visit())
    case = ask()
    officer = signed(town, case)
    task = Task.objects.get(subject_id=case.id, kind="visit")
    ended: list[str] = []
    both = threading.Barrier(2)

    def finish() -> None:
        both.wait()
        try:
            finish_own_step(officer, task.id, outcome="done")
            ended.append("done")
        except Missing:
            ended.append("too late")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=finish) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["done", "too late"]
    assert CaseEvent.objects.filter(case_id=case.id, name="own_step").count() == 1
    assert drawn.default_key(case.kind) == "hotline"


STOP = {"s": "signal all_clear"}
CENTRE = 'minben:place="centre" minben:role="dispatcher"'


def waiting_for_all_clear() -> bytes:
    return drawing(
        start(), node("intermediateCatchEvent", "wait", inner=event("signal", "s")), person("go"), end(),
        flows("start wait go end"), named=STOP, key="hotline", lane=CENTRE,
    )  # fmt: skip


def told() -> None:
    settle()
    pump_all()


@pytest.mark.django_db(transaction=True)
def test_a_signal_thrown_by_one_case_moves_all_that_wait_for_it() -> None:
    make_town()
    publish(waiting_for_all_clear())
    waiting = [ask(), ask()]
    assert [open_tasks(case) for case in waiting] == [[], []]
    publish(
        drawing(
            start(), node("intermediateThrowEvent", "say", inner=event("signal", "s")), person("rest"), end(),
            flows("start say rest end"), named=STOP, key="hotline", lane=CENTRE,
        )
    )  # fmt: skip
    thrower = ask()
    told()
    assert [open_tasks(case) for case in (*waiting, thrower)] == [["go"], ["go"], ["rest"]]
    ask()
    told()
    assert [open_tasks(case) for case in waiting] == [["go"], ["go"]], "nobody waits any more"


def test_a_message_that_nobody_would_get_is_refused(town: Town) -> None:
    said = drawing(
        start(), node("intermediateThrowEvent", "say", inner=event("message", "m")), end(),
        flows("start say end"), named={"m": "message ready"},
    )  # fmt: skip
    with pytest.raises(Problems) as refused:
        definitions.save_draft(SYSTEM, said)
    assert [problem.element for problem in refused.value.found] == ["say"]


TEN = "[1,2,3,4,5,6,7,8,9,10]"
NOT_TO_BEGIN = {
    "a script that fails": node(
        "scriptTask",
        "sum",
        inner=f"<bpmn:script>n = for a in {TEN}, b in {TEN}, c in {TEN}, d in {TEN}, e in {TEN} return a</bpmn:script>",
    ),
    "a task for nobody": person("sum"),
}


@pytest.mark.parametrize("first", NOT_TO_BEGIN)
@pytest.mark.parametrize("together", [False, True], ids=["one", "many"])
def test_a_drawing_that_cannot_begin_loses_no_request(town: Town, first: str, together: bool) -> None:
    publish(drawing(start(), NOT_TO_BEGIN[first], end(), flows("start sum end"), key="hotline"))
    if together:
        asked = Submission(kind="complaint", title="路燈不亮", body="暗")
        (made,) = submit_many(citizen(), [("k", asked)])
        assert isinstance(made, Submitted)
        case = Case.objects.get(pk=made.case_id)
    else:
        case = ask()
    assert case.process_version_id is None
    assert open_tasks(case) == ["dispatch"]
