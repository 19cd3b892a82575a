"""The drawn ways of applications, each walked to its ends: instant, with material that may follow, on commitment."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from minben.cases import queries
from minben.cases.actions import application, commitment, lacking, rating, routing
from minben.cases.applications.awarding import awarded
from minben.cases.course.position import position
from minben.cases.models import Case, CaseEvent, Status
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Invalid, Refused
from minben.processes import jobs
from minben.processes.models import Clock, Task
from tests.factories.town import Town, make_town
from tests.factories.ways import apply, granted, hygiene, licence, offered, with_the_rest_to_come

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


def owner(case: Case) -> Actor:
    return Actor(kind=ActorKind.ANONYMOUS, session="s", claimed_cases=frozenset({case.id}))


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.id)


def tasks(case: Case) -> list[str]:
    rows = Task.objects.filter(subject_id=case.id, state__in=["open", "claimed"])
    return sorted(rows.values_list("kind", flat=True))


def clocks(case: Case) -> list[str]:
    return sorted(Clock.objects.filter(subject_id=case.id, state="running").values_list("kind", flat=True))


def passed(case: Case) -> frozenset[str]:
    found = position(now(case))
    assert found is not None
    return found.done


# --- instant matters (即辦件)


def test_an_instant_matter_goes_its_own_way_without_being_told_to(town: Town) -> None:
    case = apply(offered(town, mode="1", promised_amount=0, statutory_amount=1))
    assert case.process_version.definition.key == "instant"
    officer = town.actor(Role.OFFICER, town.water)
    application.pre_check(officer, case.id)
    routing.accept(officer, case.id)
    clock = Clock.objects.get(subject_id=case.id, kind="decide")
    assert (clock.amount, clock.unit) == (1, "workday")
    assert clock.rule.startswith("System default: an instant matter")
    application.decide(officer, case.id, outcome="granted", text="當場發證")
    application.deliver(officer, case.id, how="窗口")
    assert now(case).status == Status.CLOSED
    assert {"submitted", "pre_check", "examine", "deliver", "close", "closed"} <= passed(case)


def test_an_instant_matter_may_want_a_supplement_or_be_refused(town: Town) -> None:
    case, officer = apply(offered(town, mode="1", promised_amount=0)), town.actor(Role.OFFICER, town.water)
    application.ask_supplement(officer, case.id, items=["照片"])
    assert (tasks(case), clocks(case)) == ([], ["supply"])
    application.supply(owner(case), case.id, text="已補")
    assert tasks(case) == ["pre_check"]
    routing.refuse(officer, case.id, reason="不屬本機關職權")
    assert "not_accepted" in passed(case)


def test_a_service_with_a_process_of_its_own_takes_that(town: Town) -> None:
    assert apply(offered(town, "lacking", mode="1")).process_version.definition.key == "lacking"


# --- material that may follow (容缺受理)


def test_only_what_the_guide_lets_follow_may_be_missing(town: Town) -> None:
    case, officer = apply(licence(town)), town.actor(Role.OFFICER, town.water)
    for wrong in ([], ["plan"], ["test-report", "other"]):
        with pytest.raises(Invalid) as caught:
            lacking.accept_lacking(officer, case.id, materials=wrong)
        assert "materials" in caught.value.fields
    assert now(case).status == Status.SUBMITTED


def test_it_is_accepted_and_goes_on_when_the_rest_comes(town: Town) -> None:
    case, officer = with_the_rest_to_come(town)
    assert case.status == Status.ACCEPTED
    assert (tasks(case), clocks(case)) == (["await_rest"], ["decide", "lacking"])
    assert lacking.still_to_come(case) == ["test-report"]
    assert "decide" not in queries.verbs_for(officer, case)
    with pytest.raises(Conflict):
        application.decide(officer, case.id, outcome="granted", text="准")
    with pytest.raises(Invalid):
        lacking.complete(owner(case), case.id, text=" ")
    lacking.complete(owner(case), case.id, text="檢測報告")
    assert (tasks(case), clocks(case), lacking.still_to_come(case)) == (["examine"], ["decide"], [])
    task = Task.objects.get(subject_id=case.id, kind="examine")
    assert (task.due_at, task.assignee_id) == (now(case).promised_at, officer.staff_id)
    application.decide(officer, case.id, outcome="granted", text="准")
    application.deliver(officer, case.id, how="郵寄")
    assert now(case).status == Status.CLOSED


def test_what_does_not_come_in_time_is_returned_with_a_reason(town: Town) -> None:
    case, officer = with_the_rest_to_come(town)
    with pytest.raises(Conflict, match="補交期限"):
        lacking.return_lacking(officer, case.id, reason="未補")
    with time_machine.travel(timezone.now() + dt.timedelta(days=40)):
        lacking.return_lacking(officer, case.id, reason="逾期未補")
    assert (now(case).status, now(case).reason, tasks(case), clocks(case)) == (
        Status.NOT_ACCEPTED, "逾期未補", [], [],
    )  # fmt: skip
    assert "returned" in passed(case)


def test_the_person_is_reminded_once_before_the_time_is_over(town: Town) -> None:
    case, _officer = with_the_rest_to_come(town)
    later = timezone.now() + dt.timedelta(days=14)
    with time_machine.travel(later):
        jobs.sweep_timers(later)
        jobs.sweep_calls(later)
        jobs.sweep_calls(later)
    told = CaseEvent.objects.get(case_id=case.id, name="remind")
    assert told.public
    assert "test-report" in told.text
    assert "reminded" in passed(case)
    assert tasks(case) == ["await_rest"]


def test_nobody_is_reminded_of_what_has_come(town: Town) -> None:
    case, _officer = with_the_rest_to_come(town)
    lacking.complete(owner(case), case.id, text="報告")
    later = timezone.now() + dt.timedelta(days=14)
    with time_machine.travel(later):
        jobs.sweep_timers(later)
        jobs.sweep_calls(later)
    assert not CaseEvent.objects.filter(case_id=case.id, name="remind").exists()


def test_an_ordinary_application_knows_no_such_step(town: Town) -> None:
    version = offered(town, materials={"photo": "3"})
    case, officer = apply(version), town.actor(Role.OFFICER, town.water)
    assert "accept_lacking" not in queries.verbs_for(officer, case)
    with pytest.raises(Conflict):
        lacking.accept_lacking(officer, case.id, materials=["photo"])
    assert now(case).status == Status.SUBMITTED


# --- on commitment (告知承諾)


def test_a_promise_is_decided_at_once_and_checked_later(town: Town) -> None:
    case, officer = granted(town)
    assert Clock.objects.get(subject_id=case.id, kind="decide").amount == 1
    assert (case.status, tasks(case), clocks(case)) == (Status.DELIVERED, ["later_check"], ["later_check"])
    assert {"promised", "examine", "deliver"} <= passed(case)
    assert "close" not in queries.verbs_for(officer, case)
    assert "rate" in queries.side_verbs_for(owner(case), case, None)
    with pytest.raises(Invalid):
        commitment.promise_kept(officer, case.id, text="")
    commitment.promise_kept(officer, case.id, text="現場查看，均屬實")
    assert (now(case).status, now(case).outcome, tasks(case), clocks(case)) == (
        Status.CLOSED, "granted", [], [],
    )  # fmt: skip
    assert "kept" in passed(case)


def test_without_a_promise_it_is_examined_with_proof_by_the_time_of_the_law(
    town: Town,
) -> None:
    case, officer = (
        apply(hygiene(town), answers={"commitment": "proof"}),
        town.actor(Role.OFFICER, town.water),
    )
    routing.accept(officer, case.id)
    assert tasks(case) == ["examine_proof"]
    assert Clock.objects.get(subject_id=case.id, kind="decide").amount == 20
    application.decide(officer, case.id, outcome="granted", text="准")
    application.deliver(officer, case.id, how="窗口")
    assert now(case).status == Status.CLOSED


def test_what_was_refused_is_not_checked_later(town: Town) -> None:
    case, officer = (
        apply(hygiene(town), answers={"commitment": "promise"}),
        town.actor(Role.OFFICER, town.water),
    )
    routing.accept(officer, case.id)
    application.decide(officer, case.id, outcome="refused", text="不符合")
    application.deliver(officer, case.id, how="窗口")
    assert now(case).status == Status.CLOSED


def test_a_broken_promise_is_put_right_within_a_limit(town: Town) -> None:
    case, officer = granted(town)
    commitment.order_correction(officer, case.id, text="補齊健康證明")
    assert (tasks(case), clocks(case)) == (["recheck"], ["correction"])
    assert CaseEvent.objects.get(case_id=case.id, name="order_correction").public
    commitment.promise_kept(officer, case.id, text="已補齊")
    assert now(case).outcome == "granted"


@pytest.mark.parametrize("corrected", [False, True])
def test_a_supervisor_withdraws_the_result_and_its_certificate(town: Town, *, corrected: bool) -> None:
    case, officer = granted(town)
    if corrected:
        commitment.order_correction(officer, case.id, text="補齊健康證明")
    with pytest.raises(Refused):
        commitment.withdraw_result(officer, case.id, reason="承諾不實")
    supervisor = town.actor(Role.SUPERVISOR, town.water)
    assert "withdraw_result" in queries.verbs_for(supervisor, case)
    commitment.withdraw_result(supervisor, case.id, reason="承諾不實；六十日內可申請復議")
    after = now(case)
    assert (after.status, after.outcome, tasks(case), clocks(case)) == (Status.CLOSED, "withdrawn", [], [])
    assert [held.revoked for held in awarded(after)] == [True]
    assert {"withdrawn_late" if corrected else "withdrawn"} <= passed(case)


def test_a_delivered_result_can_be_rated_before_the_check(town: Town) -> None:
    case, _officer = granted(town)
    assert rating.rate(owner(case), case.id, level=5).level == 5
