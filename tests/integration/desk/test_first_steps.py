"""What the first page of administrators says is still to be done after set-up."""

from __future__ import annotations

from typing import Any

import pytest

from minben.agencies import first_steps
from minben.agencies.actions.found import Founding, found
from minben.agencies.models import Department
from minben.foundation.access.roles import Role
from minben.foundation.options import held
from tests.factories.desk import Desk, make_staff, sit_down

pytestmark = pytest.mark.django_db
FOUNDING = Founding("明河市", "Asia/Taipei", "TW", "林安", "lin@minghe.example", "ferry-lantern-72-oak")


@pytest.fixture
def centre(db: None, settings: Any) -> Department:
    settings.PRACTICE = False
    return found(FOUNDING).department


def _steps(desk: Desk) -> dict[str, bool]:
    held.forget()
    return {str(step.label): step.done for step in desk.client.get("/desk/").context["first_steps"]}


def test_security_is_led_to_hire_the_first_system_administrator(centre: Department) -> None:
    desk = sit_down(centre, Role.SECURITY)
    page = desk.client.get("/desk/").content.decode()
    assert 'href="/desk/staff/new"' in page
    assert not any(_steps(desk).values())
    make_staff(centre, Role.SYSTEM)
    assert _steps(desk)["A system administrator"]


def test_roles_are_done_when_requests_can_be_taken_given_on_and_answered(centre: Department) -> None:
    desk = sit_down(centre, Role.SECURITY)
    make_staff(centre, Role.AGENT, Role.DISPATCHER)
    assert not _steps(desk)["Roles of the staff"]
    make_staff(centre, Role.OFFICER, Role.EDITOR)
    assert _steps(desk)["Roles of the staff"]
    assert not _steps(desk)["A catalogue editor, and a second one"]
    make_staff(centre, Role.EDITOR)
    assert _steps(desk)["A catalogue editor, and a second one"]


def test_the_list_goes_when_everything_is_done(centre: Department) -> None:
    desk = sit_down(centre, Role.SECURITY)
    make_staff(centre, Role.SYSTEM)
    make_staff(centre, Role.AUDIT)
    make_staff(centre, Role.AGENT, Role.DISPATCHER, Role.OFFICER, Role.EDITOR)
    assert _steps(desk)
    make_staff(centre, Role.EDITOR)
    assert not _steps(desk)


def test_what_fits_as_it_came_is_ticked(centre: Department) -> None:
    desk = sit_down(centre, Role.SYSTEM)
    assert not _steps(desk)["Texts of notices"]
    for part, _label in first_steps.LOOKED_OVER:
        assert desk.client.post(f"/desk/first-steps/{part}/fits").status_code == 302
        held.forget()
    steps = _steps(desk)
    assert steps["Texts of notices"]
    assert steps["Texts of the site"]
    assert steps["Days of this place"]
    assert not steps["Departments"]
    assert not steps["Mail server"]


def test_an_unknown_part_is_refused(centre: Department) -> None:
    desk = sit_down(centre, Role.SYSTEM)
    desk.client.post("/desk/first-steps/nothing/fits")
    assert not first_steps.looked_over()


@pytest.mark.parametrize("role", [Role.AUDIT, Role.AGENT, Role.OFFICER])
def test_others_and_practice_cities_have_no_such_list(centre: Department, role: Role, settings: Any) -> None:
    assert not _steps(sit_down(centre, role))
    settings.PRACTICE = True
    assert not _steps(sit_down(centre, Role.SYSTEM))
