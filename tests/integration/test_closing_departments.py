"""A department is closed: everything that leaned on it goes to its successor at once, and its history stays readable."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from minben.agencies.actions import (
    close_department,
    grant_role,
    hire_staff,
    lend,
    move_department,
    open_department,
    open_office,
    reopen_department,
)
from minben.agencies.leaning import left_of
from minben.agencies.models import Department, Lending, Office, RoleGrant
from minben.agencies.queries import forget_names, heir_of
from minben.cases import taking_over
from minben.cases.actions import checking, handling, routing
from minben.cases.actions.together import answer_sub_order, ask_department
from minben.cases.course.states import FINAL
from minben.cases.models import Case, CaseEvent, CaseScope, SubOrder
from minben.cases.reading.timeline import sentence
from minben.cases.rebuilding import rebuild_scopes
from minben.cases.scope import helping, in_scope
from minben.catalog.actions import load_catalogue, write_service  # noqa: F401
from minben.catalog.models import Category, PublicService
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid, Refused
from minben.processes.models import Clock, Task
from tests.factories import catalog
from tests.factories.cases import closed, dispatched, in_progress, make_case
from tests.factories.desk import make_staff
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    forget_names()
    return make_town()


def close(town: Town, source: Department | None = None, heir: Department | None = None) -> Department:
    return close_department(SYSTEM, source or town.water, reason="機關改組", successor=heir or town.roads)


def test_open_cases_go_on_with_their_limits_and_hands(town: Town) -> None:
    case = in_progress(town)
    before = Task.objects.get(subject_id=case.id, state__in=["open", "claimed"])
    clocks = dict(Clock.objects.filter(subject_id=case.id).values_list("id", "due_at"))
    close(town)
    task = Task.objects.get(id=before.id)
    assert (task.department_id, task.assignee_id, task.due_at) == (
        town.roads.id,
        before.assignee_id,
        before.due_at,
    )
    assert dict(Clock.objects.filter(subject_id=case.id).values_list("id", "due_at")) == clocks
    taken = Case.objects.get(id=case.id)
    assert (taken.department, taken.status, taken.promised_at) == (town.roads, case.status, case.promised_at)
    assert taken.version == case.version + 1
    officer = town.actor(Role.OFFICER, town.roads)
    assert in_scope(officer, taken)
    handling.answer(officer, case.id, text="已修復，管線加固完成。")


def test_each_case_says_in_its_timeline_and_in_the_trail_what_happened(town: Town) -> None:
    case = dispatched(town)
    close(town)
    line = CaseEvent.objects.get(case_id=case.id, name="take_over")
    assert line.public
    assert "Roads" in sentence(line, {str(town.roads.id): "Roads"})
    assert AuditLine.objects.filter(action="case.take_over", case_id=case.id).count() == 1


def test_many_cases_go_in_batches_and_none_is_left(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_over, "BATCH", 2)
    cases = [dispatched(town) for _n in range(5)]
    close(town)
    assert Case.objects.filter(id__in=[c.id for c in cases], department=town.roads).count() == 5
    assert not left_of(Department.objects.get(id=town.water.id))


def test_what_is_done_stays_where_it_was_and_the_successor_reads_it(town: Town) -> None:
    case = closed(town)
    reader = town.actor(Role.OFFICER, town.roads)
    assert not in_scope(reader, Case.objects.get(id=case.id))
    close(town)
    kept = Case.objects.get(id=case.id)
    assert (kept.department, kept.version) == (town.water, case.version)
    assert in_scope(reader, kept)
    assert not CaseEvent.objects.filter(case_id=case.id, name="take_over").exists()


def test_rows_of_scope_are_what_a_rebuild_would_write(town: Town) -> None:
    for made in (closed(town), dispatched(town), make_case()):
        assert made.id
    close(town)
    assert rebuild_scopes() == 0


def test_a_finished_case_that_is_opened_again_goes_to_the_successor(town: Town) -> None:
    case = closed(town)
    close(town)
    checking.reopen(town.actor(Role.SUPERVISOR, town.government), case.id, reason="又漏水了")
    again = Case.objects.get(id=case.id)
    assert (again.department, again.assignee_id) == (town.roads, None)
    task = Task.objects.get(subject_id=case.id, state__in=["open", "claimed"])
    assert task.department_id == town.roads.id
    assert CaseScope.objects.filter(case=case, department_id=town.roads.id, part="lead").exists()


def test_nothing_is_dispatched_to_it_afterwards(town: Town) -> None:
    case = make_case()
    close(town)
    with pytest.raises(Invalid) as wrong:
        routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)
    assert list(wrong.value.fields) == ["department"]
    mine = dispatched(Town(town.jurisdiction, town.government, town.centre, town.roads, town.roads))
    with pytest.raises(Invalid):
        routing.transfer(
            town.actor(Role.OFFICER, town.roads), mine.id, department_id=town.water.id, reason="x"
        )


def asked_beside(town: Town, case: Case, department: Department) -> SubOrder:
    lead = town.actor(Role.OFFICER, case.department or town.water)
    return ask_department(lead, case.id, department_id=department.id, question="何時修復？")


def test_what_others_asked_of_it_is_asked_of_the_successor(town: Town) -> None:
    parks = open_department(SYSTEM, town.jurisdiction, "parks", name={"en": "Parks"}, parent=town.government)
    order = asked_beside(town, in_progress(town), town.roads)
    close(town, town.roads, parks)
    helper, held = town.actor(Role.OFFICER, parks), SubOrder.objects.get(pk=order.id)
    assert (held.department_id, held.state, held.due_at) == (parks.id, "asked", order.due_at)
    assert helping(Case.objects.get(pk=order.case_id)) == {parks.id}
    answer_sub_order(helper, order.id, text="週五。")
    assert SubOrder.objects.get(pk=order.id).state == "answered"
    assert rebuild_scopes() == 0, "what is made anew from the history says the same"


def test_nobody_asks_themselves_after_a_closing(town: Town) -> None:
    parks = open_department(SYSTEM, town.jurisdiction, "parks", name={"en": "Parks"}, parent=town.government)
    by_the_heir, twice = in_progress(town), in_progress(town)
    first = asked_beside(town, by_the_heir, town.roads)
    second = asked_beside(town, twice, town.roads)
    kept = asked_beside(town, twice, parks)
    close(town, town.water, parks)
    close(town, town.roads, parks)
    states = {one.id: one.state for one in SubOrder.objects.all()}
    assert (states[first.id], states[second.id]) == ("withdrawn", "withdrawn")
    assert kept.id in states
    assert not Task.objects.filter(
        subject_id__in=[first.id, second.id], state__in=["open", "claimed"]
    ).exists()
    handling.answer(town.actor(Role.OFFICER, parks), by_the_heir.id, text="修好了。")


def test_staff_come_along_with_their_roles_once(town: Town) -> None:
    plain, both = make_staff(town.water, Role.OFFICER), make_staff(town.water, Role.OFFICER)
    RoleGrant.objects.create(staff=both, role=Role.OFFICER, department=town.roads)
    close(town)
    for person in (plain, both):
        person.refresh_from_db()
        assert person.department == town.roads
        assert list(person.grants.values_list("role", "department")) == [("officer", town.roads.id)]
    moved = AuditLine.objects.filter(action="staff.role.moved")
    assert {line.subject_id for line in moved} == {plain.id, both.id}


@pytest.mark.parametrize("lasting", ["here", "there"])
def test_of_a_lent_role_and_a_lasting_one_the_lasting_one_stays(town: Town, lasting: str) -> None:
    head, day = town.actor(Role.SUPERVISOR, town.government), timezone.localdate()
    home, away = (town.water, town.roads) if lasting == "here" else (town.roads, town.water)
    person = make_staff(home, Role.OFFICER)
    lend(head, person, away, Role.OFFICER, since=day, until=day)
    close(town)
    grant = RoleGrant.objects.get(staff=person)
    assert (grant.department, grant.until, grant.lending) == (town.roads, None, None)
    assert Lending.objects.get(staff=person).state == "ended"


def test_offices_services_and_categories_come_along(town: Town) -> None:
    hall = Office.objects.create(department=town.water, code="w1", name={"en": "Water hall"})
    Category.objects.create(code="leak", name={"en": "Leaks"}, department_code="water")
    catalog.topic()
    write_service(SYSTEM, catalog.guide("meters", department=town.water))
    close(town)
    hall.refresh_from_db()
    assert hall.department == town.roads
    assert Category.objects.get(code="leak").department_code == "roads"
    assert PublicService.objects.get(slug="meters").department == town.roads


def test_a_file_or_draft_that_still_names_it_means_the_successor(town: Town) -> None:
    close(town)
    catalog.topic()
    service, _new = write_service(SYSTEM, {**catalog.guide("meters"), "department": "water"})
    assert service.department == town.roads


def test_who_is_lent_to_it_works_for_the_successor(town: Town) -> None:
    head = town.actor(Role.SUPERVISOR, town.government)
    person, day = make_staff(town.centre, Role.AGENT), timezone.localdate()
    lend(head, person, town.water, Role.OFFICER, since=day, until=day)
    close(town)
    assert Lending.objects.get(staff=person).department == town.roads
    assert RoleGrant.objects.get(staff=person, role=Role.OFFICER).department == town.roads


def test_a_chain_of_closings_leads_to_the_last_one(town: Town) -> None:
    case = closed(town)
    close(town)
    parks = open_department(SYSTEM, town.jurisdiction, "parks", name={"en": "Parks"}, parent=town.government)
    close(town, town.roads, parks)
    assert heir_of(Department.objects.get(id=town.water.id)) == parks
    assert in_scope(town.actor(Role.OFFICER, parks), Case.objects.get(id=case.id))


def test_a_case_that_came_in_the_moment_of_closing_is_swept_on(town: Town) -> None:
    case = dispatched(town)
    Department.objects.filter(id=town.water.id).update(active=False, successor=town.roads)
    assert taking_over.sweep() == 1
    assert Case.objects.get(id=case.id).department == town.roads
    assert taking_over.sweep() == 0


@pytest.mark.parametrize("wrong", ["itself", "closed", "elsewhere"])
def test_a_successor_that_cannot_be_one_is_named_at_its_field(town: Town, wrong: str) -> None:
    other = make_town("990200") if wrong == "elsewhere" else None
    heir = {"itself": town.water, "closed": town.roads, "elsewhere": other.roads if other else town.roads}
    Department.objects.filter(id=town.roads.id).update(active=wrong != "closed")
    with pytest.raises(Invalid) as told:
        close(town, heir=heir[wrong])
    assert list(told.value.fields) == ["successor"]
    assert Department.objects.get(id=town.water.id).active


def test_with_parts_below_nothing_changes_hands(town: Town) -> None:
    case = dispatched(town)
    open_department(SYSTEM, town.jurisdiction, "pipes", name={"en": "Pipes"}, parent=town.water)
    with pytest.raises(Conflict):
        close(town)
    assert Case.objects.get(id=case.id).department == town.water


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT, Role.SUPERVISOR])
def test_others_close_nothing(town: Town, role: Role) -> None:
    town.actor(Role.SYSTEM, town.government)
    with pytest.raises(Refused):
        close_department(town.actor(role, town.government), town.water, reason="x", successor=town.roads)


def test_a_closed_department_takes_on_nothing(town: Town) -> None:
    person = make_staff(town.roads)
    close(town)
    water = Department.objects.get(id=town.water.id)
    for attempt in (
        lambda: hire_staff(SYSTEM, water, "N1", name="x"),
        lambda: grant_role(SYSTEM, person, Role.OFFICER, department=water),
        lambda: open_department(SYSTEM, town.jurisdiction, "new", name={"en": "New"}, parent=water),
        lambda: open_office(SYSTEM, water, "o1", name={"en": "Hall"}),
        lambda: move_department(SYSTEM, town.roads, parent=water),
    ):
        with pytest.raises(Invalid):
            attempt()


def test_opened_again_it_is_empty_and_has_no_successor(town: Town) -> None:
    case = dispatched(town)
    close(town)
    again = reopen_department(SYSTEM, Department.objects.get(id=town.water.id))
    assert (again.successor, again.closed_on, again.active) == (None, None, True)
    assert Case.objects.get(id=case.id).department == town.roads
    assert not left_of(again)


def test_every_open_state_is_taken_over(town: Town) -> None:
    kept = {case.id: case.status for case in (dispatched(town), in_progress(town), closed(town))}
    close(town)
    for case in Case.objects.filter(id__in=kept):
        assert (case.department == town.water) is (kept[case.id] in FINAL)


def test_who_closes_is_in_the_trail_with_reason_and_successor(town: Town) -> None:
    close(town)
    line = AuditLine.objects.get(action="department.closed")
    assert (line.subject_id, line.reason) == (town.water.id, "機關改組")
    assert {"active", "successor"} <= set(line.changes)
    assert isinstance(line.id, uuid.UUID)
