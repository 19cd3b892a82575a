"""Closing a department and the days of this place, on screens."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from minben.agencies.actions import close_department
from minben.agencies.models import CalendarException, Department, Office, Staff
from minben.agencies.queries import calendar_of
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict
from tests.factories.cases import in_progress
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def system(town: Town) -> Desk:
    return sit_down(town.government, Role.SYSTEM)


@pytest.fixture
def empty(town: Town) -> Department:
    return Department.objects.create(
        jurisdiction=town.jurisdiction, code="lamps", name={"zh-hant": "路燈所", "en": "Lamps"}
    )


def _close(system: Desk, department: Department, reason: str = "併入道路局") -> int:
    return int(system.client.post(f"/desk/departments/{department.id}/close", {"reason": reason}).status_code)


def test_a_department_with_nothing_left_is_closed_and_cannot_be_chosen(
    system: Desk, empty: Department
) -> None:
    assert _close(system, empty) == 302
    empty.refresh_from_db()
    assert not empty.active
    line = AuditLine.objects.get(action="department.closed")
    assert (line.subject_id, line.reason) == (empty.id, "併入道路局")
    assert str(empty.id) not in system.client.get("/desk/departments/new").content.decode()
    assert "Lamps" in system.client.get("/desk/departments").content.decode()


def test_it_is_opened_again(system: Desk, empty: Department) -> None:
    _close(system, empty)
    system.client.post(f"/desk/departments/{empty.id}/reopen")
    empty.refresh_from_db()
    assert empty.active
    assert AuditLine.objects.filter(action="department.reopened").exists()


def test_without_a_reason_it_stays_open(system: Desk, empty: Department) -> None:
    assert _close(system, empty, "") == 422
    empty.refresh_from_db()
    assert empty.active


def test_what_is_in_the_way_is_named_and_nothing_is_closed(system: Desk, town: Town) -> None:
    in_progress(town)
    Office.objects.create(department=town.water, code="w1", name={"en": "Water hall"})
    page = system.client.get(f"/desk/departments/{town.water.id}/close").content.decode()
    for label in ("Open requests", "Offices that are open", "Staff at work"):
        assert label in page
    assert _close(system, town.water) == 422
    town.water.refresh_from_db()
    assert town.water.active


def test_the_centre_and_a_department_with_others_below_stay(system: Desk, town: Town) -> None:
    for department in (town.centre, town.government):
        with pytest.raises(Conflict):
            close_department(system.actor, department, reason="x")


def test_below_a_closed_department_none_is_opened(system: Desk, town: Town, empty: Department) -> None:
    below = Department.objects.create(
        jurisdiction=town.jurisdiction, code="bulbs", name={"en": "Bulbs"}, parent=empty
    )
    assert _close(system, below) == 302
    assert _close(system, empty) == 302
    system.client.post(f"/desk/departments/{below.id}/reopen")
    below.refresh_from_db()
    assert not below.active


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT, Role.SUPERVISOR, Role.OFFICER])
def test_only_the_system_administrator_closes_and_sets_days(
    town: Town, empty: Department, role: Role
) -> None:
    Staff.objects.get_or_create(department=town.water, number="s1", name="系統")
    sit_down(town.centre, Role.SYSTEM)
    other = sit_down(town.government, role)
    assert _close(other, empty) == 403
    assert other.client.post("/desk/departments/days", _day()).status_code == 403
    assert Department.objects.get(id=empty.id).active
    assert not CalendarException.objects.exists()


def _day(working: str = "off") -> dict[str, str]:
    return {
        "day": f"{timezone.localdate() + dt.timedelta(days=30)}",
        "working": working,
        "note_zh_hant": "祭典",
    }


def test_a_day_off_counts_for_deadlines_and_is_taken_away_again(system: Desk, town: Town) -> None:
    day = timezone.localdate() + dt.timedelta(days=30)
    was = calendar_of(town.jurisdiction).is_workday(day)
    system.client.post("/desk/departments/days", _day("off" if was else "on"))
    assert CalendarException.objects.get(day=day).working is not was
    assert "祭典" in system.client.get("/desk/departments/days").content.decode()
    system.client.post(f"/desk/departments/days/{day}/clear")
    assert not CalendarException.objects.exists()
    assert [
        line.action for line in AuditLine.objects.filter(action__startswith="calendar").order_by("id")
    ] == [
        "calendar.exception.set",
        "calendar.exception.cleared",
    ]


def test_a_day_is_not_left_undecided(system: Desk) -> None:
    assert system.client.post("/desk/departments/days", _day("")).status_code == 422
    assert system.client.post("/desk/departments/days/2026-02-30/clear").status_code == 404
    assert system.client.post("/desk/departments/days/2026-02-03/clear").status_code == 404
