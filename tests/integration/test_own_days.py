"""Days of a department's own beside the city's: kept, followed below, counted inside the house, promised to nobody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from minben.agencies.actions import drop_own_day, open_department, set_own_days
from minben.agencies.models import DepartmentDay
from minben.agencies.queries import calendar_of, calendar_of_department, forget_names
from minben.cases.actions import routing
from minben.cases.models import Case
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.processes.models import Clock
from tests.factories.cases import make_case
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town() -> Town:
    forget_names()
    return make_town()


def workday(town: Town) -> dt.date:
    return next(calendar_of(town.jurisdiction).workdays_after(timezone.localdate()))


def test_a_day_counts_for_the_department_and_those_below_and_for_nobody_else(town: Town) -> None:
    day = workday(town)
    below = open_department(SYSTEM, town.jurisdiction, "pipes", name={"en": "Pipes"}, parent=town.water)
    set_own_days(SYSTEM, town.water, day, day, note={"en": "Moving house"})
    kept = [calendar_of_department(one).is_workday(day) for one in (town.water, below, town.roads)]
    assert kept == [False, False, True]
    set_own_days(SYSTEM, below, day + dt.timedelta(days=400), day + dt.timedelta(days=406), working=True)
    assert all(row.working for row in DepartmentDay.objects.filter(department=below))


def test_only_days_that_differ_are_kept_and_are_on_record(town: Town) -> None:
    day = workday(town)
    made = set_own_days(SYSTEM, town.water, day, day + dt.timedelta(days=13))
    city = calendar_of(town.jurisdiction)
    assert 1 <= len(made) < 14
    assert all(city.is_workday(row.day) for row in made)
    line = AuditLine.objects.get(action="department.own_days.set")
    assert {"first", "last", "days", "working"} <= set(line.changes)


def test_an_office_that_is_closed_signs_later_but_what_was_promised_stays(town: Town) -> None:
    plain, closed = make_case(), make_case()
    dispatcher = town.actor(Role.DISPATCHER, town.centre)
    routing.dispatch(dispatcher, plain.id, department_id=town.roads.id)
    first = timezone.localdate()
    set_own_days(SYSTEM, town.water, first, first + dt.timedelta(days=9))
    routing.dispatch(dispatcher, closed.id, department_id=town.water.id)
    due = {c.subject_id: c.due_at for c in Clock.objects.filter(kind="sign", state="running")}
    assert due[closed.id] > due[plain.id] + dt.timedelta(days=5)
    promised = dict(Case.objects.values_list("id", "promised_at"))
    assert abs(promised[closed.id] - promised[plain.id]) < dt.timedelta(minutes=5)


def test_a_day_is_taken_back_once(town: Town) -> None:
    (kept,) = set_own_days(SYSTEM, town.water, workday(town), workday(town))
    drop_own_day(SYSTEM, kept.id)
    assert calendar_of_department(town.water).is_workday(kept.day)
    assert AuditLine.objects.filter(action="department.own_days.dropped").count() == 1
    with pytest.raises(Missing):
        drop_own_day(SYSTEM, kept.id)


@pytest.mark.parametrize(("first", "last", "field"), [(-1, 0, "first"), (5, 4, "last"), (1, 90, "last")])
def test_days_that_make_no_sense_are_named_at_their_field(
    town: Town, first: int, last: int, field: str
) -> None:
    today = timezone.localdate()
    with pytest.raises(Invalid) as wrong:
        set_own_days(SYSTEM, town.water, today + dt.timedelta(days=first), today + dt.timedelta(days=last))
    assert list(wrong.value.fields) == [field]


def test_a_day_that_the_city_keeps_anyway_is_no_day_of_its_own(town: Town) -> None:
    with pytest.raises(Invalid):
        set_own_days(SYSTEM, town.water, workday(town), workday(town), working=True)


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT, Role.SUPERVISOR])
def test_others_than_the_system_administrator_set_none(town: Town, role: Role) -> None:
    town.actor(Role.SYSTEM, town.government)
    with pytest.raises(Refused):
        set_own_days(town.actor(role, town.water), town.water, workday(town), workday(town))


def test_a_closed_department_keeps_no_days(town: Town) -> None:
    town.water.active = False
    town.water.save(update_fields=["active"])
    with pytest.raises(Conflict):
        set_own_days(SYSTEM, town.water, workday(town), workday(town))
