"""Whoever practises finds work at every stage, led there by real steps; it comes once, and again when it is done."""

from __future__ import annotations

import pytest
from django.utils import timezone

from minben.agencies.models import Department
from minben.agencies.queries import actor_for
from minben.cases.course.position import position
from minben.cases.models import Case, RepairCase, SubOrder
from minben.cases.reading.covering import away, left_by
from minben.demo import city, today
from minben.demo.people import people, person_id
from minben.demo.staffing import DOMAIN, SEATS, hire
from minben.foundation.access.models import Account
from minben.processes.models import Task
from tests.factories.catalog import published_service
from tests.factories.town import make_town

pytestmark = pytest.mark.django_db

PEOPLE = [person_id(number) for number in range(10)]


@pytest.fixture
def own() -> Department:
    """The department of the officer's log-in, in a city that has what the day needs and no more."""
    town = make_town()
    Department.objects.filter(pk=town.centre.pk).update(code=today.CENTRE)
    for code in {seat.department for seat in SEATS} - {today.CENTRE, town.government.code} | {today.OTHER}:
        Department.objects.create(
            jurisdiction=town.jurisdiction, code=code, name={"zh-hant": code}, parent=town.government
        )
    departments = {one.code: one for one in Department.objects.all()}
    hire(departments)
    people(range(10)).store()
    for number in range(today.SERVICES):
        published_service(departments[today.DESK], slug=f"service-{number}")
    return departments[today.OWN]


def test_the_officer_has_something_of_everything(own: Department) -> None:
    assert today.furnish(PEOPLE, city.requests())
    officer = actor_for(Account.objects.get(email=f"officer@{DOMAIN}"))
    assert officer is not None
    queue = Task.objects.filter(department_id=own.id, role="officer")
    assert queue.filter(state=Task.State.OPEN, kind="sign").count() == 3
    assert queue.filter(assignee_id=officer.staff_id, kind="work").count() >= 2
    assert queue.filter(kind="joint").count() == 1
    assert SubOrder.objects.filter(case__department=own, state__in=SubOrder.OPEN).count() == 1
    assert RepairCase.objects.filter(rating__case__department=own).count() == 1
    assert left_by(officer, set(away(officer, timezone.localdate()))).count() == 1


def test_each_stands_where_its_drawing_says(own: Department) -> None:
    today.furnish(PEOPLE, city.requests())
    stands = {case.status: position(case) for case in Case.objects.all()}
    now = {status: set(there.now) for status, there in stands.items() if there is not None}
    assert now["dispatched"] == {"sign"}
    assert now["answered"] == {"check"}
    assert now["checked"] == {"callback"}
    assert "work" in now["in_progress"]
    assert now["examining"] == {"examine"}
    assert not now["closed"]


def test_more_comes_only_when_it_is_done(own: Department) -> None:
    today.furnish(PEOPLE, city.requests())
    assert not today.furnish(PEOPLE, city.requests())
    Task.objects.filter(department_id=own.id).update(state=Task.State.DONE)
    assert today.furnish(PEOPLE, city.requests())


def test_a_city_without_people_or_departments_is_left_alone(own: Department) -> None:
    assert not today.furnish([], city.requests())
    Department.objects.filter(code=today.OTHER).update(code="elsewhere")
    assert not today.furnish(PEOPLE, city.requests())
    assert not Case.objects.exists()
