"""My work: narrowed, ordered, sent out; a task handed to a colleague, back, or taken over from one on leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from minben.agencies.models import Cover, Staff
from minben.cases.actions import handing, together, work
from minben.cases.actions.rating import rate
from minben.cases.models import Case, CaseEvent, Mention, SubOrder
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid, Refused
from minben.processes.models import Task
from tests.factories.cases import closed, dispatched, in_progress, make_case
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def officer(town: Town) -> Desk:
    return sit_down(town.water, Role.OFFICER)


@pytest.fixture
def colleague(town: Town) -> Desk:
    return sit_down(town.water, Role.OFFICER)


def task_of(case: Case) -> Task:
    return Task.objects.get(subject_id=case.id, state__in=["open", "claimed"])


def taken(town: Town, desk: Desk) -> Task:
    task = task_of(dispatched(town))
    work.take(desk.actor, task.id)
    return task


def on_leave(staff: Staff, *, stands_in: Staff | None = None, **fields: Any) -> Cover:
    today = timezone.localdate()
    given = {"since": today, "until": today + dt.timedelta(days=3), **fields}
    return Cover.objects.create(staff=staff, substitute=stands_in, **given)


def test_a_task_is_handed_to_a_colleague_with_a_reason_who_is_told_and_hands_it_back(
    town: Town, officer: Desk, colleague: Desk
) -> None:
    task = taken(town, officer)
    address = f"/desk/tasks/{task.id}/delegate"
    assert colleague.staff.name in officer.client.get(address).content.decode()
    assert officer.client.post(address, {"colleague": str(colleague.staff.id)}).status_code == 422
    done = officer.client.post(address, {"colleague": str(colleague.staff.id), "reason": "熟悉這一帶"})
    assert done.status_code == 302
    task.refresh_from_db()
    assert (task.assignee_id, task.given_by) == (colleague.staff.id, officer.staff.id)
    event = CaseEvent.objects.get(case_id=task.subject_id, name="task_delegated")
    assert (event.text, event.public) == ("熟悉這一帶", False)
    assert Mention.objects.filter(staff_id=colleague.staff.id, event_id=event.id).exists()
    assert AuditLine.objects.filter(action="task.delegated", case_id=task.subject_id).exists()
    page = colleague.client.get("/desk/?tab=mine").content.decode()
    assert officer.staff.name in page
    colleague.client.post(f"/desk/tasks/{task.id}/hand-back", {"tab": "mine"})
    task.refresh_from_db()
    assert (task.assignee_id, task.given_by) == (officer.staff.id, None)
    assert Mention.objects.filter(staff_id=officer.staff.id).exists()


def test_only_somebody_who_may_do_it_and_is_there_gets_a_task(
    town: Town, officer: Desk, colleague: Desk
) -> None:
    task, other = taken(town, officer), sit_down(town.roads, Role.OFFICER)
    on_leave(colleague.staff)
    for staff in (other.staff, colleague.staff, officer.staff):
        with pytest.raises(Invalid):
            handing.delegate(officer.actor, task.id, staff_id=staff.id, reason="忙")
    with pytest.raises(Conflict):
        handing.delegate(colleague.actor, task.id, staff_id=officer.staff.id, reason="忙")
    with pytest.raises(Refused):
        handing.delegate(other.actor, task.id, staff_id=other.staff.id, reason="忙")
    with pytest.raises(Conflict):
        handing.hand_back(officer.actor, task.id)


def test_what_a_colleague_on_leave_left_is_taken_over_with_one_press(
    town: Town, officer: Desk, colleague: Desk
) -> None:
    task = taken(town, officer)
    assert colleague.client.get("/desk/?tab=cover").content.decode().count("data-take") == 0
    with pytest.raises(Conflict):
        handing.take_over(colleague.actor, task.id)
    on_leave(officer.staff, stands_in=colleague.staff)
    page = colleague.client.get("/desk/?tab=cover").content.decode()
    assert officer.staff.name in page
    assert f"/desk/tasks/{task.id}/take-over" in page
    colleague.client.post(f"/desk/tasks/{task.id}/take-over", {"tab": "cover"})
    task.refresh_from_db()
    assert task.assignee_id == colleague.staff.id
    assert AuditLine.objects.filter(action="task.taken_over").exists()
    assert Mention.objects.filter(staff_id=officer.staff.id).exists()
    stranger = sit_down(town.roads, Role.OFFICER)
    assert f"{task.id}" not in stranger.client.get("/desk/?tab=cover").content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Cover.State.ASKED},
        {"since": dt.date(2020, 1, 1), "until": dt.date(2020, 1, 2)},
    ],
    ids=["asked for only", "long over"],
)
def test_leave_that_is_not_approved_or_over_leaves_nothing(
    town: Town, officer: Desk, colleague: Desk, fields: dict[str, Any]
) -> None:
    task = taken(town, officer)
    on_leave(officer.staff, **fields)
    assert f"{task.id}/take-over" not in colleague.client.get("/desk/?tab=cover").content.decode()
    with pytest.raises(Conflict):
        handing.take_over(colleague.actor, task.id)


def test_a_list_of_tasks_is_narrowed_ordered_and_sent_out(town: Town, officer: Desk) -> None:
    late, calm = task_of(dispatched(town)), task_of(dispatched(town))
    now = timezone.now()
    Task.objects.filter(pk=late.id).update(due_at=now - dt.timedelta(hours=1))
    Task.objects.filter(pk=calm.id).update(due_at=now + dt.timedelta(days=30))
    numbers = {task.id: Case.objects.get(pk=task.subject_id).number for task in (late, calm)}

    def shown(query: str) -> list[str]:
        page = officer.client.get(f"/desk/?tab=new{query}").content.decode()
        return sorted((n for n in numbers.values() if f">{n}</a>" in page), key=page.index)

    assert shown("") == [numbers[late.id], numbers[calm.id]]
    assert shown("&order=new") == [numbers[calm.id], numbers[late.id]]
    assert shown("&due=late") == [numbers[late.id]]
    assert shown("&do=work") == []
    assert shown("&law=1&order=bad&due=bad&do=bad") == []
    out = officer.client.get("/desk/work.csv?tab=new&due=late").content.decode("utf-8-sig").splitlines()
    assert len(out) == 2
    assert numbers[late.id] in out[1]
    assert AuditLine.objects.filter(action="task.exported").exists()


def test_the_home_page_of_somebody_without_a_department_still_opens(town: Town) -> None:
    make_case()
    for tab in ("cover", "mine", "due"):
        assert sit_down(town.government, Role.AUDIT).client.get(f"/desk/?tab={tab}").status_code == 200


def asked_of_roads(town: Town, holder: Desk) -> SubOrder:
    lead = sit_down(town.water, Role.OFFICER)
    case = in_progress(town)
    order = together.ask_department(lead.actor, case.id, department_id=town.roads.id, question="何時修？")
    return together.accept_sub_order(holder.actor, order.id)


def test_a_part_that_was_taken_on_is_taken_over_and_handed_on_and_one_name_holds_it(town: Town) -> None:
    first, second, third = (sit_down(town.roads, Role.OFFICER) for _n in range(3))
    order = asked_of_roads(town, first)
    task = Task.objects.get(subject_id=order.id)
    page = first.client.get("/desk/?tab=mine").content.decode()
    assert f"/desk/tasks/{task.id}/delegate" in page
    assert f"/desk/tasks/{task.id}/give-back" not in page, "it has been taken on: somebody holds it"
    on_leave(first.staff, stands_in=second.staff)
    assert f"/desk/tasks/{task.id}/take-over" in second.client.get("/desk/?tab=cover").content.decode()
    second.client.post(f"/desk/tasks/{task.id}/take-over", {"tab": "cover"})
    order.refresh_from_db()
    assert order.holder_id == second.staff.id
    assert order.case.number in second.client.get(f"/desk/tasks/{task.id}/delegate").content.decode()
    handing.delegate(second.actor, task.id, staff_id=third.staff.id, reason="熟悉")
    order.refresh_from_db()
    assert order.holder_id == third.staff.id
    assert CaseEvent.objects.filter(case_id=order.case_id, name="task_delegated").exists()


def test_an_offer_to_one_person_is_for_nobody_else(town: Town, officer: Desk, colleague: Desk) -> None:
    case, third = in_progress(town), sit_down(town.water, Role.OFFICER)
    lead = town.actor(Role.OFFICER, town.water)
    offer = together.offer_hand_over(lead, case.id, to_id=colleague.staff.id)
    task = Task.objects.get(subject_id=offer.id)
    on_leave(colleague.staff)
    assert f"/desk/tasks/{task.id}/" not in officer.client.get("/desk/?tab=cover").content.decode()
    with pytest.raises(Conflict):
        handing.take_over(officer.actor, task.id)
    with pytest.raises(Conflict):
        handing.delegate(colleague.actor, task.id, staff_id=third.staff.id, reason="忙")


def test_a_repair_that_a_colleague_left_is_taken_over(town: Town, officer: Desk, colleague: Desk) -> None:
    case = closed(town)
    rate(town.actor(Role.CALLBACK, town.centre), case.id, level=1, reasons=["slow"])
    task = Task.objects.get(state="open", department_id=town.water.id)
    work.take(officer.actor, task.id)
    on_leave(officer.staff)
    assert f"/desk/tasks/{task.id}/take-over" in colleague.client.get("/desk/?tab=cover").content.decode()
    colleague.client.post(f"/desk/tasks/{task.id}/take-over", {"tab": "cover"})
    task.refresh_from_db()
    assert task.assignee_id == colleague.staff.id
    assert CaseEvent.objects.filter(case_id=case.id, name="task_taken_over").exists()
