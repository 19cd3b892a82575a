"""My work, the list of cases, its export, and the dispatch board."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from minben.cases.actions import handling, messages, routing
from minben.cases.models import Case
from minben.desk.presenters.export import safe
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine, ReadLine
from minben.parties.actions.rights import record_priority
from minben.parties.models import Party
from minben.processes.models import Task
from tests.factories.cases import closed, dispatched, in_progress, make_case
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db


def numbers(desk: Desk, query: str = "") -> list[str]:
    page = desk.client.get(f"{reverse('desk:cases')}{query}")
    assert page.status_code == 200
    return [row.case.number for row in page.context["page"].items]


def test_a_task_is_taken_once_and_given_back(town: Town) -> None:
    task = Task.objects.get(subject_id=make_case().id)
    first, second = sit_down(town.centre, Role.DISPATCHER), sit_down(town.centre, Role.DISPATCHER)
    assert first.client.post(reverse("desk:take", args=[task.id])).status_code == 302
    late = second.client.post(reverse("desk:take", args=[task.id]), follow=True)
    assert "A colleague has taken this task" in late.content.decode()
    task.refresh_from_db()
    assert task.assignee_id == first.staff.id
    part = first.client.post(reverse("desk:give_back", args=[task.id]), headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith("<tr")
    task.refresh_from_db()
    assert task.assignee_id is None
    assert AuditLine.objects.filter(action="task.given_back").count() == 1


def test_another_role_cannot_take_a_task(town: Town) -> None:
    task = Task.objects.get(subject_id=make_case().id)
    for desk in (sit_down(town.centre, Role.CHECKER), sit_down(town.roads, Role.DISPATCHER)):
        assert desk.client.post(reverse("desk:take", args=[task.id])).status_code == 403
    task.refresh_from_db()
    assert task.assignee_id is None


def test_what_waits_longest_by_law_comes_first(town: Town) -> None:
    plain, prior = make_case(urgency="E0"), make_case(urgency="E3")
    Task.objects.filter(subject_id=prior.id).update(statutory=True)
    desk = sit_down(town.centre, Role.DISPATCHER)
    rows = desk.client.get(f"{reverse('desk:home')}?tab=new").context["page"].rows
    assert [row.case.id for row in rows] == [prior.id, plain.id]


def test_my_work_pages_by_keyset_over_tasks_without_a_due_time(town: Town) -> None:
    for _n in range(23):
        make_case()
    Task.objects.filter(subject_id=Case.objects.order_by("id")[3].id).update(due_at=None)
    desk = sit_down(town.centre, Role.DISPATCHER)
    first = desk.client.get(f"{reverse('desk:home')}?tab=new").context["page"]
    second = desk.client.get(reverse("desk:home"), {"tab": "new", "cursor": first.page.next}).context["page"]
    seen = [row.case.id for row in (*first.rows, *second.rows)]
    assert len(seen) == len(set(seen)) == 23
    assert second.rows[-1].task.due_at is None


def test_a_mention_shows_until_the_case_was_opened(town: Town) -> None:
    case, desk = in_progress(town), sit_down(town.water, Role.OFFICER)
    messages.note(town.actor(Role.OFFICER, town.water), case.id, text="請看", mention_ids=[desk.staff.id])
    address = f"{reverse('desk:home')}?tab=mentions"
    assert case.number in desk.client.get(address).content.decode()
    desk.client.get(reverse("desk:case", args=[case.id]))
    assert case.number not in desk.client.get(address).content.decode()


def test_the_list_narrows_by_each_filter_and_by_words(town: Town) -> None:
    lamp, water = (
        make_case(title="路燈不亮", channel="phone"),
        dispatched(town, title="水管破裂", kind="report", urgency="E1"),
    )
    done = closed(town, title="公車脫班")
    desk = sit_down(town.centre, Role.SUPERVISOR)
    assert numbers(desk) == [done.number, water.number, lamp.number]
    assert numbers(desk, "?kind=report") == [water.number]
    assert numbers(desk, "?urgency=E1") == [water.number]
    assert numbers(desk, "?channel=phone") == [lamp.number]
    assert numbers(desk, "?group=done") == [done.number]
    assert numbers(desk, "?status=submitted") == [lamp.number]
    assert numbers(desk, f"?department={town.water.id}&group=new") == [water.number]
    assert numbers(desk, "?q=水管") == [water.number]
    assert numbers(desk, f"?q={lamp.number.lower()}") == [lamp.number]
    assert numbers(desk, "?sort=due") == [water.number, lamp.number]


def test_nonsense_in_the_address_narrows_nothing_and_breaks_nothing(town: Town) -> None:
    case, desk = make_case(), sit_down(town.centre, Role.SUPERVISOR)
    assert numbers(desk, "?kind=%3Cscript%3E&department=x&day=yesterday&sort=worst") == [case.number]
    assert desk.client.get(f"{reverse('desk:cases')}?cursor=rubbish").status_code == 400


def test_somebody_with_roles_in_two_departments_sees_a_case_once(town: Town) -> None:
    case = dispatched(town)
    desk = sit_down(town.centre, Role.SUPERVISOR)
    desk.staff.grants.create(role=Role.OFFICER, department=town.water)
    assert numbers(desk) == [case.number]


def test_one_can_jump_to_a_day(town: Town) -> None:
    case, desk = make_case(), sit_down(town.centre, Role.SUPERVISOR)
    today = timezone.localdate()
    assert numbers(desk, f"?day={today}") == [case.number]
    assert numbers(desk, f"?day={today - dt.timedelta(days=1)}") == []


def test_the_export_holds_the_narrowed_list_and_is_on_record(town: Town) -> None:
    make_case(title="=HYPERLINK(1)")
    report, desk = make_case(kind="report"), sit_down(town.centre, Role.SUPERVISOR)
    body = desk.client.get(f"{reverse('desk:export')}?kind=report").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))
    assert [row[0] for row in rows[1:]] == [report.number]
    assert AuditLine.objects.get(action="case.exported").reason == "kind=report"
    assert ReadLine.objects.get(page="desk.cases.csv").subject_ids == [report.id]


def test_the_trail_of_an_export_holds_no_word_that_was_sought(town: Town) -> None:
    make_case(title="王小明的路燈")
    desk = sit_down(town.centre, Role.SUPERVISOR)
    desk.client.get(f"{reverse('desk:export')}?q=王小明&kind=complaint&cursor=W10").getvalue()
    line = AuditLine.objects.get(action="case.exported")
    assert line.reason == "kind=complaint"
    assert list(line.changes) == ["q"]
    assert "王" not in str(line.changes)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == "'" + cell


def test_a_return_shows_its_reason_and_basis_to_the_dispatcher(town: Town) -> None:
    case = dispatched(town)
    routing.return_(
        town.actor(Role.OFFICER, town.water), case.id, reason="非本局權責", basis="權責清單第 14 項"
    )
    page = sit_down(town.centre, Role.DISPATCHER).client.get(reverse("desk:dispatch")).content.decode()
    assert "非本局權責" in page
    assert "權責清單第 14 項" in page


def test_one_press_dispatches_to_the_department_that_had_such_cases(town: Town) -> None:
    for _n in range(3):
        dispatched(town, title="路燈不亮")
    case, desk = make_case(title="路燈又不亮"), sit_down(town.centre, Role.DISPATCHER)
    page = desk.client.get(f"{reverse('desk:dispatch')}?case={case.id}")
    best = page.context["suggestions"][0]
    assert best.department_id == town.water.id
    hidden = {bound.name: bound.value() or "" for bound in page.context["form"].hidden_fields()}
    sent = desk.client.post(
        reverse("desk:verb", args=[case.id, "dispatch"]) + "?from=dispatch",
        {**hidden, "department": str(best.department_id)},
    )
    assert sent["Location"] == reverse("desk:dispatch")
    assert Case.objects.get(pk=case.id).department_id == town.water.id


def test_waiting_shows_what_is_suspended(town: Town) -> None:
    case = in_progress(town)
    handling.suspend(town.actor(Role.OFFICER, town.water), case.id, reason="等零件")
    desk = sit_down(town.water, Role.OFFICER)
    assert case.number in desk.client.get(f"{reverse('desk:home')}?tab=waiting").content.decode()


def test_priority_by_law_reaches_the_queue_from_the_persons_record(town: Town) -> None:
    person = Party.objects.create(kind="person", name="陳阿公")
    officer = town.actor(Role.AGENT, town.centre)
    record_priority(
        officer, person.id, kind="age", basis="老年人權益保障法", proof="身分證", since=dt.date(2020, 1, 1)
    )
    make_case(party_id=person.id)
    page = sit_down(town.centre, Role.DISPATCHER).client.get(f"{reverse('desk:home')}?tab=new")
    assert "Priority by law" in page.content.decode()
