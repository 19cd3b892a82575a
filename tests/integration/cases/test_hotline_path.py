"""A complaint from the first word to the rating, through the actions that every face calls."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from minben.cases import queries
from minben.cases.actions import checking, claim, handling, messages, pressing, rating, repair, routing, seal
from minben.cases.actions.submit import submit
from minben.cases.intake import Submission
from minben.cases.models import Case, CaseEvent, CaseScope, Interaction, RepairCase, Status
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.parties.models import Party
from minben.processes.models import Clock, Task
from tests.factories.town import Town, citizen, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def person() -> Party:
    return Party.objects.create(kind="person", name="王小明")


def ask(town: Town, *, key: str = "k1", actor: Actor | None = None, **fields: object) -> Case:
    values = {"kind": "complaint", "title": "路燈不亮", "body": "晚上很暗", **fields}
    made = submit(actor or citizen(), Submission(**values), key=key)  # type: ignore[arg-type]
    return Case.objects.get(pk=made.case_id)


def live_tasks(case: Case) -> list[str]:
    rows = Task.objects.filter(subject_id=case.id, state__in=["open", "claimed"])
    return sorted(rows.values_list("kind", flat=True))


def test_a_request_becomes_a_case_with_number_code_task_clock_scope_and_trail(
    town: Town, person: Party
) -> None:
    made = submit(citizen(), Submission(kind="complaint", title="路燈不亮", party_id=person.id), key="a")
    case = Case.objects.get(pk=made.case_id)
    assert case.number.startswith("MB-")
    assert len(made.code) == 8
    assert case.promised_at == made.promised_at
    assert live_tasks(case) == ["dispatch"]
    assert set(Clock.objects.filter(subject_id=case.id).values_list("kind", flat=True)) == {
        "dispatch",
        "answer",
    }
    seen_by = dict(CaseScope.objects.filter(case=case).values_list("department_id", "part"))
    assert seen_by == {town.centre.id: "centre", town.government.id: "above"}
    assert AuditLine.objects.filter(case_id=case.id, action="case.submit").count() == 1
    assert Interaction.objects.get(case_id=case.id).party_id == person.id


def test_a_double_click_makes_one_case(town: Town) -> None:
    first = submit(citizen(), Submission(kind="help", title="停水"), key="same")
    again = submit(citizen(), Submission(kind="help", title="停水"), key="same")
    assert (again.case_id, again.code, again.new) == (first.case_id, first.code, False)
    assert Case.objects.count() == 1
    with pytest.raises(Conflict):
        submit(citizen(), Submission(kind="help", title="停電"), key="same")


def test_the_whole_path_to_a_bad_rating_its_repair_and_a_reopening(town: Town, person: Party) -> None:
    case = ask(town, party_id=person.id)
    dispatcher = town.actor(Role.DISPATCHER, town.centre)
    officer = town.actor(Role.OFFICER, town.water)
    checker = town.actor(Role.CHECKER, town.centre)
    caller = town.actor(Role.CALLBACK, town.centre)

    routing.dispatch(dispatcher, case.id, department_id=town.water.id)
    assert live_tasks(case) == ["sign"]
    handling.sign(officer, case.id)
    assert live_tasks(case) == ["work"]
    assert Task.objects.get(subject_id=case.id, kind="work").assignee_id == officer.staff_id
    handling.start(officer, case.id, note="已聯繫")
    handling.answer(officer, case.id, text="已修好")
    assert live_tasks(case) == ["check"]
    checking.check(checker, case.id)
    assert live_tasks(case) == ["callback"]
    closed = checking.call_back(caller, case.id, resolved="yes", note="滿意")
    assert closed.status == Status.CLOSED
    assert live_tasks(case) == []
    assert not Clock.objects.filter(subject_id=case.id, state__in=["running", "paused"]).exists()

    owner = Actor(kind=ActorKind.ANONYMOUS, session="s", claimed_cases=frozenset({case.id}))
    with pytest.raises(Invalid):
        rating.rate(owner, case.id, level=1)
    rating.rate(owner, case.id, level=1, reasons=["slow"])
    assert RepairCase.objects.get().state == "open"
    assert live_tasks(case) == []
    with pytest.raises(Conflict):
        rating.rate(owner, case.id, level=5)
    put_right = RepairCase.objects.get().id
    repair.repair_contact(officer, put_right, note="說等了很久")
    repair.repair_work(officer, put_right, result="已致歉並加裝路燈")
    repair.repair_proof(officer, put_right, satisfied="yes", proof="電話回訪：滿意")
    assert RepairCase.objects.get().state == "done"

    reopened = checking.reopen(owner, case.id, reason="又壞了")
    assert reopened.status == Status.REDO
    assert live_tasks(case) == ["work"]
    assert reopened.promised_at is not None


def test_an_unresolved_call_back_is_done_again_with_a_new_limit(town: Town) -> None:
    case = worked_to_check(town)
    before = Case.objects.get(pk=case.id).promised_at
    checking.check(town.actor(Role.CHECKER, town.centre), case.id)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=30), tick=False):
        redone = checking.call_back(
            town.actor(Role.CALLBACK, town.centre), case.id, resolved="no", note="還沒好"
        )
    assert (redone.status, redone.redos) == (Status.REDO, 1)
    assert redone.promised_at is not None
    assert before is not None
    assert redone.promised_at > before


def worked_to_check(town: Town) -> Case:
    case = ask(town)
    officer = town.actor(Role.OFFICER, town.water)
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)
    handling.sign(officer, case.id)
    handling.answer(officer, case.id, text="已處理")
    return case


def test_nobody_checks_an_answer_of_their_own(town: Town) -> None:
    case = ask(town)
    both = town.actor(Role.SUPERVISOR, town.government)
    routing.dispatch(both, case.id, department_id=town.water.id)
    handling.sign(both, case.id)
    handling.answer(both, case.id, text="好了")
    with pytest.raises(Refused):
        checking.check(both, case.id)


def test_an_order_goes_back_twice_within_one_working_day_and_not_a_third_time(town: Town) -> None:
    case = ask(town)
    dispatcher, officer = town.actor(Role.DISPATCHER, town.centre), town.actor(Role.OFFICER, town.water)
    for _again in range(2):
        routing.dispatch(dispatcher, case.id, department_id=town.water.id)
        routing.return_(officer, case.id, reason="不是我們", basis="三定方案")
    assert live_tasks(case) == ["dispatch"]
    assert not CaseScope.objects.filter(case=case, department_id=town.water.id).exists()
    routing.dispatch(dispatcher, case.id, department_id=town.water.id)
    with pytest.raises(Conflict):
        routing.return_(officer, case.id, reason="不是我們", basis="三定方案")


def test_an_order_cannot_be_returned_after_one_working_day(town: Town) -> None:
    case = ask(town)
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)
    officer = town.actor(Role.OFFICER, town.water)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=12)), pytest.raises(Conflict):
        routing.return_(officer, case.id, reason="不是我們", basis="三定方案")


def test_another_department_can_neither_read_nor_work_a_case(town: Town) -> None:
    case = ask(town)
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)
    stranger = town.actor(Role.OFFICER, town.roads)
    with pytest.raises(Missing):
        queries.case_for(stranger, case.id)
    with pytest.raises(Refused):
        handling.sign(stranger, case.id)
    assert queries.case_list(stranger, queries.Filter()).items == []
    assert queries.case_for(town.actor(Role.SUPERVISOR, town.government), case.id).id == case.id


def test_two_clerks_cannot_overwrite_each_other(town: Town) -> None:
    case = ask(town)
    dispatcher = town.actor(Role.DISPATCHER, town.centre, name="李派單")
    routing.dispatch(dispatcher, case.id, department_id=town.water.id, version=case.version)
    officer = town.actor(Role.OFFICER, town.water)
    with pytest.raises(Conflict, match="李派單"):
        handling.sign(officer, case.id, version=case.version)


def test_pause_and_resume_move_the_promised_date(town: Town) -> None:
    case = ask(town)
    officer = town.actor(Role.OFFICER, town.water)
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)
    handling.sign(officer, case.id)
    handling.start(officer, case.id, note="已聯繫")
    before = Case.objects.get(pk=case.id).promised_at
    assert handling.suspend(officer, case.id, reason="等待材料").promised_at is None
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=9)):
        after = handling.resume(officer, case.id).promised_at
    assert before is not None
    assert after is not None
    assert after > before


def test_one_extension_and_no_second_one(town: Town) -> None:
    case = worked_up(town)
    officer = town.actor(Role.OFFICER, town.water)
    before = Case.objects.get(pk=case.id).promised_at
    after = handling.extend(officer, case.id, reason="需要現場鑑定", days=3).promised_at
    assert before is not None
    assert after is not None
    assert after > before
    with pytest.raises(Conflict):
        handling.extend(officer, case.id, reason="還要", days=3)
    with pytest.raises(Invalid):
        handling.extend(officer, case.id, reason="還要", days=99)


def worked_up(town: Town) -> Case:
    case = ask(town)
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)
    handling.sign(town.actor(Role.OFFICER, town.water), case.id)
    return case


def test_the_person_hurries_once_a_day(town: Town) -> None:
    case = ask(town)
    owner = Actor(kind=ActorKind.ANONYMOUS, session="s", claimed_cases=frozenset({case.id}))
    pressing.hurry(owner, case.id)
    with pytest.raises(Conflict):
        pressing.hurry(owner, case.id)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=1)):
        assert pressing.hurry(owner, case.id).hurries == 2


def test_number_and_code_open_a_case_and_nothing_less_does(town: Town) -> None:
    made = submit(citizen(), Submission(kind="enquiry", title="問路"), key="c")
    with pytest.raises(Missing):
        queries.by_token(citizen(), made.token)
    with pytest.raises(Invalid):
        claim.claim(citizen(), number=made.number, code="WRONGONE")
    case = claim.claim(
        citizen(), number=made.number.lower(), code=f" {made.code[:4]}-{made.code[4:].lower()} "
    )
    assert case.id == made.case_id


def test_a_confidential_case_names_nobody_until_it_is_opened_with_a_reason(town: Town, person: Party) -> None:
    case = ask(town, party_id=person.id, privacy="confidential", kind="report")
    assert case.party_id is None
    assert Interaction.objects.get(case_id=case.id).party_id is None
    assert queries.cases_of([person.id]) == []
    supervisor = town.actor(Role.SUPERVISOR, town.centre)
    with pytest.raises(Invalid):
        seal.open_seal(supervisor, case.id, reason=" ")
    with pytest.raises(Refused):
        seal.open_seal(town.actor(Role.DISPATCHER, town.centre), case.id, reason="好奇")
    assert seal.open_seal(supervisor, case.id, reason="核實線索").id == person.id
    assert AuditLine.objects.filter(case_id=case.id, action="case.seal.opened").exists()


def test_a_note_mentions_a_colleague_and_stays_inside(town: Town) -> None:
    case = ask(town)
    colleague = town.actor(Role.DISPATCHER, town.centre)
    assert colleague.staff_id is not None
    messages.note(
        town.actor(Role.AGENT, town.centre), case.id, text="請看一下", mention_ids=[colleague.staff_id]
    )
    assert [mention.case_id for mention in queries.mentions_of(colleague)] == [case.id]
    assert all(event.name != "note" for event in queries.timeline(case, public=True))


def test_search_finds_a_case_by_number_and_by_words_in_either_script(town: Town) -> None:
    case = ask(town, title="望岫路路燈不亮")
    agent = town.actor(Role.AGENT, town.centre)
    assert [c.id for c in queries.search_cases(agent, case.number)] == [case.id]
    assert [c.id for c in queries.search_cases(agent, "路灯不亮")] == [case.id]
    assert queries.search_cases(town.actor(Role.OFFICER, town.roads), "路燈") == []


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"body": "x" * 10_001}, "body"),
        ({"kind": "nonsense"}, "kind"),
        ({"kind": "application"}, "service"),
        ({"urgency": "E9"}, "urgency"),
    ],
)
def test_bad_input_is_told_at_its_field_and_makes_nothing(
    town: Town, fields: dict[str, str], wrong: str
) -> None:
    with pytest.raises(Invalid) as caught:
        ask(town, **fields)
    assert wrong in caught.value.fields
    assert Case.objects.count() == 0


def test_the_timeline_is_one_list_and_the_public_sees_its_public_lines(town: Town) -> None:
    case = worked_to_check(town)
    inside = [event.name for event in queries.timeline(case, public=False)]
    outside = [event.name for event in queries.timeline(case, public=True)]
    assert inside == ["answer", "sign", "dispatch", "submit"]
    assert outside == ["sign", "dispatch", "submit"]
    assert CaseEvent.objects.filter(case_id=case.id).count() == 4
