"""Joint handling from the dispatch on: departments are asked at once, and where it was left open, whoever signs first leads."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from minben.agencies.models import Department
from minben.cases import queries, together
from minben.cases.actions import handling, routing
from minben.cases.actions import together as joint
from minben.cases.course.position import position
from minben.cases.models import Case, CaseEvent, CaseScope, SubOrder
from minben.desk.presenters.narrowing import Narrowed
from minben.desk.presenters.timeline import lines
from minben.desk.presenters.work import JointRow, tab_page
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Invalid, Refused
from minben.portal.presenters.case import page
from minben.processes.models import Clock, Task
from tests.factories import cases
from tests.factories.desk import sit_down
from tests.factories.town import Town, citizen, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def named(town: Town) -> Actor:
    return town.actor(Role.OFFICER, town.water, name="水務人")


@pytest.fixture
def other(town: Town) -> Actor:
    return town.actor(Role.OFFICER, town.roads, name="道路人")


def parks(town: Town) -> Department:
    return Department.objects.create(
        jurisdiction=town.jurisdiction,
        parent=town.government,
        code="parks",
        name={"zh-hant": "園林局", "en": "Parks"},
        ancestors=[str(town.government.id)],
    )


def sent(town: Town, *beside: Department, **more: Any) -> Case:
    case = cases.make_case()
    values = {"note": "請現場查看", "first_signs": True, **more}
    routing.dispatch(
        town.actor(Role.DISPATCHER, town.centre),
        case.id,
        department_id=town.water.id,
        co_department_ids=[one.id for one in beside or (town.roads,)],
        **values,
    )
    return again(case)


def again(case: Case) -> Case:
    return Case.objects.select_related("department", "jurisdiction").get(pk=case.id)


def order_of(case: Case, department: Department) -> SubOrder:
    return SubOrder.objects.get(case=case, department_id=department.id)


def parts(case: Case) -> dict[str, str]:
    rows = CaseScope.objects.filter(case=case, part__in=["lead", "co"])
    codes = dict(Department.objects.values_list("id", "code"))
    return {codes[key]: part for key, part in rows.values_list("department_id", "part")}


def live(subject: Any) -> list[tuple[str, Any]]:
    rows = Task.objects.filter(subject_id=subject, state__in=["open", "claimed"])
    return list(rows.values_list("kind", "department_id"))


def test_those_ticked_at_the_dispatch_are_asked_at_once_with_a_time_and_a_task_of_their_own(
    town: Town, other: Actor
) -> None:
    case = sent(town, town.roads, parks(town), first_signs=False, question="是否占道施工？")
    assert parts(case) == {"water": "lead", "roads": "co", "parks": "co"}
    for order in SubOrder.objects.filter(case=case):
        assert (order.state, order.question, order.first_signs) == ("asked", "是否占道施工？", False)
        assert live(order.id) == [("joint", order.department_id)]
        clock = Clock.objects.get(subject_id=order.id)
        assert (clock.kind, clock.due_at, clock.department_id) == ("joint", order.due_at, order.department_id)
        assert order.due_at <= case.promised_at  # type: ignore[operator]
        assert clock.next_at is not None
        assert clock.started_at < clock.next_at < clock.due_at
    (row,) = tab_page(other, Narrowed("new"), {}, cursor="").rows
    assert isinstance(row, JointRow)
    assert (row.said, row.may_lead) == ("是否占道施工？", False)
    event = CaseEvent.objects.get(case_id=case.id, name="dispatch")
    with translation.override("en"):
        (line,) = lines([event])
    assert "Asked of those beside it: 是否占道施工？" in line.extra


def test_without_a_question_they_read_the_note_and_without_both_they_are_told_what_to_do(town: Town) -> None:
    assert order_of(sent(town), town.roads).question == "請現場查看"
    order = order_of(sent(town, note=""), town.roads)
    assert order.question == ""
    assert order.wanted


def test_the_named_department_leads_whoever_signs_when_it_was_not_left_open(
    town: Town, named: Actor, other: Actor
) -> None:
    case = sent(town, first_signs=False)
    assert "sign" not in queries.verbs_for(other, queries.case_for(other, case.id))
    with pytest.raises(Refused):
        handling.sign(other, case.id)
    with pytest.raises(Refused):
        joint.lead_sub_order(other, order_of(case, town.roads).id)
    joint.accept_sub_order(other, order_of(case, town.roads).id)
    handling.sign(named, case.id)
    assert (again(case).department_id, parts(case)) == (town.water.id, {"water": "lead", "roads": "co"})


def test_whoever_signs_first_leads_and_the_one_named_before_is_asked_for_its_part(
    town: Town, named: Actor, other: Actor
) -> None:
    third = parks(town)
    case = sent(town, town.roads, third)
    own = order_of(case, town.roads)
    assert together.order_verbs(other, own)[0] == "lead_sub_order"
    joint.accept_sub_order(other, own.id)
    case = again(case)
    assert (case.status, case.department_id, case.assignee_id) == ("signed", town.roads.id, other.staff_id)
    assert parts(case) == {"roads": "lead", "water": "co", "parks": "co"}
    assert live(case.id) == [("work", town.roads.id)]
    assert live(own.id) == []
    assert (order_of(case, town.roads).state, Clock.objects.get(subject_id=own.id).state) == ("leads", "met")
    before = order_of(case, town.water)
    assert (before.state, before.question, live(before.id)) == (
        "asked",
        "請現場查看",
        [("joint", town.water.id)],
    )
    assert Clock.objects.get(subject_id=before.id).state == "running"
    mine = Clock.objects.filter(subject_id=case.id, kind__in=["sign", "contact"])
    assert set(mine.values_list("department_id", flat=True)) == {town.roads.id}
    assert order_of(case, third).state == "asked"
    assert "start" in queries.verbs_for(other, queries.case_for(other, case.id))
    assert queries.verbs_for(named, queries.case_for(named, case.id)) == set()
    joint.accept_sub_order(named, before.id)
    assert again(case).department_id == town.roads.id, "one who signs later takes its part on, not the lead"


def test_when_the_named_one_signs_first_all_stays_as_it_was(town: Town, named: Actor, other: Actor) -> None:
    case = sent(town)
    handling.sign(named, case.id)
    assert parts(case) == {"water": "lead", "roads": "co"}
    with pytest.raises(Conflict):
        handling.sign(other, case.id)
    with pytest.raises(Conflict):
        joint.lead_sub_order(other, order_of(case, town.roads).id)
    order = joint.accept_sub_order(other, order_of(case, town.roads).id)
    assert (order.state, order.holder_id) == ("accepted", other.staff_id)


def test_the_timeline_says_who_was_named_and_who_leads_and_the_person_reads_only_the_latter(
    town: Town, other: Actor
) -> None:
    case = sent(town, question="內部：是否本局管養？")
    handling.sign(other, case.id)
    event = CaseEvent.objects.get(case_id=case.id, name="sign")
    with translation.override("en"):
        (line,) = lines([event])
    assert line.title == "Roads has taken it on"
    assert line.extra[:2] == (
        "Water was named to lead; this department signed first",
        "Beside it: Water",
    )
    shown = str(page(citizen(), again(case)))
    assert "道路局" in shown
    assert "是否本局管養" not in shown


def test_the_case_is_answered_by_its_lead_when_the_part_of_the_one_named_before_is_there(
    town: Town, named: Actor, other: Actor
) -> None:
    case = sent(town)
    handling.sign(other, case.id)
    handling.start(other, case.id, note="已聯絡")
    with pytest.raises(Conflict, match="水務局"):
        handling.answer(other, case.id, text="好了")
    joint.answer_sub_order(named, order_of(case, town.water).id, text="管線無漏")
    handling.answer(other, case.id, text="好了")
    assert again(case).status == "answered"


def test_a_return_to_the_centre_ends_the_parts_and_it_can_be_sent_anew(town: Town, named: Actor) -> None:
    case = sent(town)
    routing.return_(named, case.id, reason="不歸我管", basis="職責清單")
    assert order_of(case, town.roads).state == "withdrawn"
    dispatcher = town.actor(Role.DISPATCHER, town.centre)
    routing.dispatch(
        dispatcher, case.id, department_id=town.water.id, co_department_ids=[town.roads.id], first_signs=True
    )
    assert SubOrder.objects.filter(case=case, state="asked").count() == 1


def test_the_hotline_centre_is_not_asked_for_a_part_of_its_own_case(town: Town) -> None:
    case = sent(town, town.centre, town.water, town.roads)
    assert list(SubOrder.objects.filter(case=case).values_list("department_id", flat=True)) == [town.roads.id]


def test_a_question_that_is_too_long_is_said_at_its_field(town: Town) -> None:
    with pytest.raises(Invalid) as caught:
        sent(town, question="長" * 20_000)
    assert set(caught.value.fields) == {"question"}


def test_six_are_asked_in_as_many_statements_as_two(town: Town) -> None:
    counts = []
    for number in (1, 2, 6):
        beside = [
            Department.objects.create(
                jurisdiction=town.jurisdiction, code=f"d{number}{n}", name={"zh-hant": "局"}
            )
            for n in range(number)
        ]
        case, dispatcher = cases.make_case(), town.actor(Role.DISPATCHER, town.centre)
        with CaptureQueriesContext(connection) as run:
            routing.dispatch(
                dispatcher,
                case.id,
                department_id=town.water.id,
                co_department_ids=[one.id for one in beside],
            )
        counts.append(len(run))
    assert counts[1] == counts[2], counts
    assert counts[2] <= 30


def test_the_picture_of_the_desk_shows_that_others_were_asked(town: Town, other: Actor) -> None:
    case = sent(town, town.roads, parks(town))
    handling.sign(other, case.id)
    found = position(again(case))
    assert found is not None
    assert "joint" in found.done
    assert found.now == {"work"}


def test_on_the_built_in_flow_it_is_the_same() -> None:
    plain = make_town(drawn=False)
    roads = plain.actor(Role.OFFICER, plain.roads)
    case = sent(plain)
    assert case.process_version_id is None
    handling.sign(roads, case.id)
    assert parts(case)["roads"] == "lead"
    assert live(case.id) == [("work", plain.roads.id)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("drawn", [True, False])
def test_of_two_that_sign_at_the_same_instant_one_leads(drawn: bool) -> None:
    town = make_town(drawn=drawn)
    case = sent(town)
    order = order_of(case, town.roads)
    first, second = town.actor(Role.OFFICER, town.water), town.actor(Role.OFFICER, town.roads)
    both, told = threading.Barrier(2), list[str]()

    def attempt(run: Any) -> None:
        both.wait()
        try:
            run()
            told.append("leads")
        except Conflict:
            told.append("too late")
        finally:
            connections.close_all()

    signings = [lambda: handling.sign(first, case.id), lambda: joint.lead_sub_order(second, order.id)]
    threads = [threading.Thread(target=attempt, args=[run]) for run in signings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["leads", "too late"]
    lead = again(case).department
    assert lead is not None
    assert [code for code, part in parts(case).items() if part == "lead"] == [lead.code]
    assert live(case.id) == [("work", lead.id)]
    helps = town.water if lead == town.roads else town.roads
    assert list(SubOrder.objects.filter(state="asked").values_list("department_id", flat=True)) == [helps.id]


def test_the_screens_ask_for_it_and_show_who_may_lead(town: Town) -> None:
    case = cases.make_case()
    dispatcher, roads = sit_down(town.centre, Role.DISPATCHER), sit_down(town.roads, Role.OFFICER)
    page = dispatcher.client.get(f"/desk/dispatch?case={case.id}").content.decode()
    assert 'name="first_signs"' in page
    assert f'name="co" value="{town.roads.id}"' in page
    assert f'name="co" value="{town.centre.id}"' not in page, "it has the case anyway"
    posted = dispatcher.client.post(
        f"/desk/cases/{case.id}/do/dispatch?from=dispatch",
        {
            "department": str(town.water.id),
            "co": [str(town.roads.id)],
            "question": "看路面",
            "first_signs": "on",
            "version": again(case).version,
            "key": "d1",
        },
    )
    assert posted.status_code == 302
    order = order_of(case, town.roads)
    shown = roads.client.get(f"/desk/cases/{case.id}").content.decode()
    assert f"/desk/cases/{case.id}/do/sign" in shown
    assert "Whoever signs first leads" in shown
    assert "lead_sub_order" in roads.client.get(f"/desk/cases/{case.id}/together").content.decode()
    assert "Whoever signs first leads" in roads.client.get("/desk/?tab=new").content.decode()
    done = roads.client.post(f"/desk/together/orders/{order.id}/lead_sub_order")
    assert (done.status_code, again(case).department_id) == (302, town.roads.id)
