"""Joint handling: the first signer leads and asks others; who helps sees no more than is shared, and moves nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minben.cases import queries, together
from minben.cases.actions import application, handling, messages, routing
from minben.cases.actions import together as joint
from minben.cases.course.position import position
from minben.cases.models import Case, CaseEvent, CaseScope, FileShare, HandOver, Mention, SubOrder
from minben.desk.presenters.narrowing import Narrowed
from minben.desk.presenters.work import JointRow, tab_page
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.foundation.files.actions import store
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.processes.models import Clock, Task
from tests.factories.cases import examining, in_progress
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def lead(town: Town) -> Actor:
    return town.actor(Role.OFFICER, town.water, name="牽頭人")


@pytest.fixture
def helper(town: Town) -> Actor:
    return town.actor(Role.OFFICER, town.roads, name="協辦人")


def asked(town: Town, lead: Actor, **more: Any) -> tuple[Case, SubOrder]:
    case = in_progress(town)
    order = joint.ask_department(
        lead, case.id, department_id=town.roads.id, question="路面何時修復？", **more
    )
    return Case.objects.get(pk=case.id), SubOrder.objects.get(pk=order.id)


def a_file(actor: Actor, name: str = "plan.txt") -> Any:
    return store(actor, SimpleUploadedFile(name, b"words", content_type="text/plain"))


def tasks(subject: Any) -> list[str]:
    rows = Task.objects.filter(subject_id=subject, state__in=["open", "claimed"])
    return list(rows.values_list("kind", flat=True))


def test_a_department_is_asked_takes_it_on_and_answers_in_its_own_time(
    town: Town, lead: Actor, helper: Actor
) -> None:
    case, order = asked(town, lead)
    holder = case.assignee_id
    assert CaseScope.objects.get(case=case, department_id=town.roads.id).part == "co"
    assert (tasks(order.id), order.due_at <= (case.promised_at or order.due_at)) == (["joint"], True)
    assert Clock.objects.get(subject_id=order.id).kind == "joint"
    joint.accept_sub_order(helper, order.id)
    assert SubOrder.objects.get(pk=order.id).holder_id == helper.staff_id
    joint.answer_sub_order(helper, order.id, text="週五修復")
    done = SubOrder.objects.get(pk=order.id)
    assert (done.state, done.answer, tasks(order.id)) == ("answered", "週五修復", [])
    assert Clock.objects.get(subject_id=order.id).state == "met"
    assert Mention.objects.filter(case=case, staff_id=holder or lead.staff_id).exists()
    assert Case.objects.get(pk=case.id).assignee_id == holder, "one name held it all the time"
    names = ["ask_department", "accept_sub_order", "answer_sub_order"]
    told = CaseEvent.objects.filter(case_id=case.id, name__in=names)
    assert [(line.name, line.public) for line in told.order_by("id")] == [(name, False) for name in names]


def test_it_stands_in_my_work_and_in_the_desk_picture_but_not_in_the_public_one(
    town: Town, lead: Actor, helper: Actor
) -> None:
    case, _order = asked(town, lead)
    (row,) = tab_page(helper, Narrowed("new"), {}, cursor="").rows
    assert isinstance(row, JointRow)
    assert (row.case.id, row.task.kind) == (case.id, "joint")
    found = position(case)
    assert found is not None
    assert "joint" in found.done
    assert not {"joint", "joint_end"} & {shape.node.id for shape in found.picture(public=True).shapes}


def test_who_helps_may_note_and_attach_and_moves_nothing(town: Town, lead: Actor, helper: Actor) -> None:
    case, _order = asked(town, lead)
    case = queries.case_for(helper, case.id)
    assert queries.verbs_for(helper, case) == set()
    assert {"note", "attach", "meet"} <= queries.side_verbs_for(helper, case, None)
    for forbidden in (
        lambda: handling.answer(helper, case.id, text="x"),
        lambda: routing.transfer(helper, case.id, department_id=town.centre.id, reason="x"),
        lambda: messages.write(helper, case.id, text="x"),
        lambda: joint.ask_department(helper, case.id, department_id=town.centre.id, question="x"),
        lambda: joint.share_file(helper, case.id, case.id, department_ids=[]),
    ):
        with pytest.raises(Refused):
            forbidden()


def test_it_is_answered_when_all_have_answered_or_are_not_needed(
    town: Town, lead: Actor, helper: Actor
) -> None:
    case, order = asked(town, lead)
    with pytest.raises(Conflict, match="道路局"):
        handling.answer(lead, case.id, text="好了")
    joint.withdraw_sub_order(lead, order.id, reason="已查明")
    handling.answer(lead, case.id, text="好了")
    with pytest.raises(Conflict):
        joint.answer_sub_order(helper, order.id, text="晚了")


def test_what_ends_otherwise_takes_the_parts_along(town: Town, lead: Actor) -> None:
    case, order = asked(town, lead)
    routing.transfer(lead, case.id, department_id=town.centre.id, reason="屬中心")
    assert (SubOrder.objects.get(pk=order.id).state, tasks(order.id)) == ("withdrawn", [])


def test_what_is_given_back_is_seen_no_longer(town: Town, lead: Actor, helper: Actor) -> None:
    case, order = asked(town, lead)
    with pytest.raises(Invalid):
        joint.return_sub_order(helper, order.id, reason=" ")
    joint.return_sub_order(helper, order.id, reason="非本局職掌")
    assert SubOrder.objects.get(pk=order.id).state == "returned"
    with pytest.raises(Missing):
        queries.case_for(helper, case.id)
    joint.ask_department(lead, case.id, department_id=town.roads.id, question="請再看")
    assert queries.case_for(helper, case.id).id == case.id


def test_nobody_is_asked_twice_at_once_nor_the_lead_nor_beyond_the_promise(town: Town, lead: Actor) -> None:
    case, _order = asked(town, lead)
    with pytest.raises(Conflict):
        joint.ask_department(lead, case.id, department_id=town.roads.id, question="又問")
    with pytest.raises(Invalid):
        joint.ask_department(lead, case.id, department_id=town.water.id, question="問自己")
    with pytest.raises(Invalid) as caught:
        joint.ask_department(lead, case.id, department_id=town.government.id, question="x", days=40)
    assert "days" in caught.value.fields
    with pytest.raises(Invalid):
        joint.ask_department(lead, case.id, department_id=town.centre.id, question="它本來就有")


def test_each_department_sees_the_files_that_are_shared_with_it(
    town: Town, lead: Actor, helper: Actor
) -> None:
    case = in_progress(town)
    shown, kept = a_file(lead, "shown.txt"), a_file(lead, "kept.txt")
    messages.attach(lead, case.id, document_ids=[shown.id, kept.id], public=False)
    order = joint.ask_department(
        lead, case.id, department_id=town.roads.id, question="看圖", document_ids=[shown.id]
    )
    seen = queries.case_for(helper, case.id)
    assert [one.document_id for one in queries.documents_for(helper, seen)] == [shown.id]
    with pytest.raises(Missing):
        queries.document_of(seen, kept.id, helper)
    joint.share_file(lead, case.id, kept.id, department_ids=[town.roads.id, town.government.id])
    assert set(FileShare.objects.filter(document__document=kept).values_list("department_id", flat=True)) == {
        town.roads.id
    }, "only with departments beside the lead"
    joint.share_file(lead, case.id, shown.id, department_ids=[])
    assert [one.document_id for one in queries.documents_for(helper, seen)] == [kept.id]
    mine = a_file(helper, "answer.txt")
    joint.answer_sub_order(helper, order.id, text="附圖", document_ids=[mine.id])
    assert {one.document_id for one in queries.documents_for(helper, seen)} == {kept.id, mine.id}
    assert len(queries.documents_for(lead, queries.case_for(lead, case.id))) == 3


def test_a_hand_over_counts_when_it_is_accepted(town: Town, lead: Actor, helper: Actor) -> None:
    case, colleague = in_progress(town), town.actor(Role.OFFICER, town.water, name="同事")
    holder = case.assignee_id
    with pytest.raises(Invalid):
        joint.offer_hand_over(lead, case.id, to_id=helper.staff_id)
    offer = joint.offer_hand_over(lead, case.id, to_id=colleague.staff_id, note="下週出差")
    assert (Case.objects.get(pk=case.id).assignee_id, tasks(offer.id)) == (holder, ["hand_over"])
    with pytest.raises(Conflict):
        joint.offer_hand_over(lead, case.id, to_id=lead.staff_id)
    (row,) = tab_page(colleague, Narrowed("mine"), {}, cursor="").rows
    assert isinstance(row, JointRow)
    with pytest.raises(Refused):
        joint.accept_hand_over(lead, offer.id)
    joint.accept_hand_over(colleague, offer.id)
    assert Case.objects.get(pk=case.id).assignee_id == colleague.staff_id
    assert Task.objects.get(subject_id=case.id, kind="work").assignee_id == colleague.staff_id
    assert HandOver.objects.get().state == "accepted"


def test_a_declined_hand_over_leaves_the_case_where_it_is(town: Town, lead: Actor) -> None:
    case, colleague = in_progress(town), town.actor(Role.OFFICER, town.water, name="同事")
    offer = joint.offer_hand_over(lead, case.id, to_id=colleague.staff_id)
    joint.decline_hand_over(colleague, offer.id, reason="也出差")
    assert Case.objects.get(pk=case.id).assignee_id == case.assignee_id
    assert together.offer_of(case) is None


def test_a_name_after_an_at_sign_tells_that_colleague_if_they_may_see_the_case(
    town: Town, lead: Actor, helper: Actor
) -> None:
    case, _order = asked(town, lead)
    stranger = town.actor(Role.EDITOR, town.government, name="路人")
    messages.note(lead, case.id, text="@協辦人 請看第二頁；@路人 也看")
    told = set(Mention.objects.filter(case=case).values_list("staff_id", flat=True))
    assert helper.staff_id in told
    assert stranger.staff_id in told, "the government stands above both departments"
    messages.note(lead, case.id, text="@查無此人 你好")
    assert Mention.objects.filter(case=case).count() == 2


def test_a_meeting_leaves_a_note_for_all_who_were_there(town: Town, lead: Actor, helper: Actor) -> None:
    case, _order = asked(town, lead)
    with pytest.raises(Invalid):
        joint.meet(lead, case.id, text=" ")
    joint.meet(lead, case.id, text="週五前完工", present=[lead.staff_id, helper.staff_id], day="2026-03-02")  # type: ignore[list-item]
    assert Mention.objects.filter(case=case, staff_id=helper.staff_id).count() == 1
    assert [note.name for note in together.notes_of(case)] == ["meet"]


def test_an_application_is_decided_after_its_parts(town: Town, lead: Actor) -> None:
    case = examining(town)
    joint.ask_department(lead, case.id, department_id=town.roads.id, question="是否占道？", days=1)
    with pytest.raises(Conflict):
        application.decide(lead, case.id, outcome="granted", text="准")


def test_the_pages_are_for_those_involved(town: Town) -> None:
    lead: Desk = sit_down(town.water, Role.OFFICER)
    case = in_progress(town)
    sent = lead.client.post(
        f"/desk/cases/{case.id}/do/ask_department",
        {
            "department": str(town.roads.id),
            "question": "何時修？",
            "days": "",
            "version": case.version,
            "key": "k1",
        },
    )
    assert sent.status_code == 302
    order = SubOrder.objects.get()
    helper, stranger = sit_down(town.roads, Role.OFFICER), sit_down(town.centre, Role.OFFICER)
    CaseScope.objects.filter(case=case, department_id=town.centre.id).delete()
    for desk, status in ((lead, 200), (helper, 200), (stranger, 404)):
        assert desk.client.get(f"/desk/cases/{case.id}/together").status_code == status
    assert stranger.client.get(f"/desk/together/orders/{order.id}/accept_sub_order").status_code == 404
    assert lead.client.post(f"/desk/together/orders/{order.id}/accept_sub_order").status_code == 403
    assert helper.client.post(f"/desk/together/orders/{order.id}/accept_sub_order").status_code == 302
    wrong = helper.client.post(f"/desk/together/orders/{order.id}/answer_sub_order", {"text": ""})
    assert wrong.status_code == 422
    right = helper.client.post(f"/desk/together/orders/{order.id}/answer_sub_order", {"text": "週五"})
    assert right.status_code == 302
    page = lead.client.get(f"/desk/cases/{case.id}/together").content.decode()
    assert "週五" in page
    assert "何時修？" in page
    assert order.due_at > order.made_at - dt.timedelta(minutes=1)


def test_the_page_of_a_side_task_is_that_of_the_joint_handling(town: Town, lead: Actor) -> None:
    case, order = asked(town, lead)
    desk = sit_down(town.roads, Role.OFFICER)
    task = Task.objects.get(subject_id=order.id)
    answer = desk.client.get(f"/desk/tasks/{task.id}")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.id}/together")
    assert desk.client.get(answer["Location"]).status_code == 200
