"""A new department from nothing: opened, housed, staffed and given its requests, until its officer answers the first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from minben.agencies.models import Department, Staff
from minben.agencies.queries import calendar_of, calendar_of_department
from minben.cases.actions.sorting import sort_under
from minben.cases.models import Case
from minben.catalog.models import Category, PublicService
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.processes.models import Task
from tests.factories.authenticator import digits

from . import citizen as does
from . import clerks
from .conftest import View
from .town import SLUG, PracticeTown, drain
from .visitor import Visitor

Visit = Callable[..., Visitor]
ANSWER = "路樹已修剪，枝葉已清運，路燈不再被遮住。"


@dataclass
class Hired:
    """Somebody new with what was handed to them."""

    staff: Staff
    password: str


@pytest.fixture(autouse=True)
def _nobody_is_locked_out() -> None:
    cache.clear()


def test_administrators_set_up_a_department_until_its_officer_answers(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    Category.objects.create(tree="hotline", code="trees", name={"zh-hant": "路樹修剪", "en": "Street trees"})
    chief, keeper = (seat(town, visit, walk, role) for role in (Role.SYSTEM, Role.SECURITY))

    parks = opens(chief, town)
    is_told_what_is_missing(chief, 3)
    team = opens_a_team(chief, parks)
    opens_an_office(chief, parks)
    sets_a_day_for_the_whole_city(chief)
    closes_for_a_day(chief, parks)
    officer, head = hires(chief, parks, "王承林", 1), hires(chief, parks, "林主管", 2)
    gives(keeper, officer.staff, Role.OFFICER, parks)
    gives(keeper, head.staff, Role.SUPERVISOR, parks)
    takes_categories(chief, parks)
    takes_a_service(chief, parks)
    nothing_is_missing(chief, parks)

    case = a_citizen_asks(visit, walk)
    a_dispatcher_follows_the_suggestion(town, visit, walk, case, parks)
    assert Task.objects.get(subject_id=case.id, state="open").department_id == parks.id
    clerk = arrives(visit, walk, officer)
    answers(clerk, case)
    is_closed_with_a_successor(chief, town, parks, team)
    the_successor_goes_on(clerk, town, case, parks)
    everything_is_on_record(parks, team, officer.staff)


def seat(town: PracticeTown, visit: Visit, view: View, role: Role) -> Visitor:
    person = town.join(role, town.town.government, f"{role.label}甲")
    assert person.account_id is not None
    clerk = visit(view, "/desk/sign-in")
    clerks.sign_in(clerk, person.account_id, "/desk/departments")
    return clerk


def opens(chief: Visitor, town: PracticeTown) -> Department:
    """A code in use is refused at its field and nothing that was typed is lost."""
    chief.look("departments")
    chief.follow("/departments/new")
    chief.fill(code="water", name_zh_hant="園林局", name_en="Parks Bureau")
    chief.fill(duties_zh_hant="路樹、公園與綠地", duties_en="Street trees, parks and green spaces")
    chief.choose("parent", str(town.town.government.id))
    chief.send()
    chief.is_told_a_mistake()
    expect(chief.entry("name_zh_hant")).to_have_value("園林局")
    chief.fill(code="parks")
    chief.send()
    chief.on("/desk/departments/[0-9a-f-]+$", "department-new")
    return Department.objects.get(code="parks")


def is_told_what_is_missing(chief: Visitor, number: int) -> None:
    expect(chief.page.locator("section[aria-labelledby=needs] li")).to_have_count(number)


def opens_a_team(chief: Visitor, parks: Department) -> Department:
    chief.follow(f"?parent={parks.id}")
    expect(chief.entry("parent")).to_have_value(str(parks.id))
    chief.fill(code="parks-north", name_zh_hant="北區養護班", name_en="Northern crew")
    chief.send()
    chief.reads("parks-north")
    return Department.objects.get(code="parks-north", parent=parks)


def opens_an_office(chief: Visitor, parks: Department) -> None:
    stands_at(chief, parks)
    chief.follow("/offices/new")
    chief.fill(code="parks-hall", name_zh_hant="園林局服務櫃檯", hours_1="25:00-26:00")
    chief.send()
    chief.is_told_a_mistake()
    chief.fill(hours_1="09:00-12:00")
    chief.send()
    is_told(chief)
    chief.reads("09:00–12:00")


def sets_a_day_for_the_whole_city(chief: Visitor) -> None:
    chief.go("/desk/departments/days")
    chief.look("days-none")
    chief.fill(day=f"{timezone.localdate().year + 1}-03-09", note_zh_hant="燈節")
    chief.choose("working", "off")
    chief.send()
    chief.reads("燈節")
    chief.look("days")


def closes_for_a_day(chief: Visitor, parks: Department) -> None:
    """A day on which the city works: the department is free, the city is not."""
    city = calendar_of(parks.jurisdiction)
    day = next(city.workdays_after(timezone.localdate()))
    stands_at(chief, parks)
    chief.follow("/days/new")
    chief.fill(first=day.isoformat(), last=(day - dt.timedelta(days=1)).isoformat())
    chief.look("own-days")
    chief.send()
    chief.is_told_a_mistake()
    chief.fill(last="", note_zh_hant="搬遷", note_en="Moving house")
    chief.send()
    is_told(chief)
    chief.look("department-days")
    chief.reads(day.isoformat())
    assert city.is_workday(day)
    assert not calendar_of_department(parks).is_workday(day)


def hires(chief: Visitor, parks: Department, name: str, number: int) -> Hired:
    stands_at(chief, parks)
    chief.follow(f"?department={parks.id}")
    expect(chief.entry("department")).to_have_value(str(parks.id))
    chief.fill(name=name, number=f"P{number:03}", email=f"parks{number}@minghe.example")
    chief.send()
    password = chief.page.locator("main dl code").inner_text()
    chief.look("first-password")
    return Hired(Staff.objects.get(number=f"P{number:03}"), password)


def gives(keeper: Visitor, person: Staff, role: Role, parks: Department) -> None:
    keeper.go(f"/desk/staff/{person.id}")
    keeper.look("staff-person")
    expect(keeper.entry("department").last).to_have_value(str(parks.id))
    form = keeper.page.locator(f"form[action$='/{person.id}/grant']")
    form.locator("[name=role]").select_option(role.value)
    with keeper.page.expect_navigation():
        form.locator("button").click()
    is_told(keeper)


def takes_categories(chief: Visitor, parks: Department) -> None:
    stands_at(chief, parks)
    chief.follow("/categories")
    chief.look("department-categories")
    chief.choose("categories", "trees")
    chief.send()
    is_told(chief)
    chief.reads("路樹修剪" if chief.name.endswith("zh-hant") else "Street trees")


def takes_a_service(chief: Visitor, parks: Department) -> None:
    chief.follow("/services")
    chief.send()
    chief.is_told_a_mistake()
    chief.look("department-service")
    chief.choose("service", str(PublicService.objects.get(slug=SLUG).id))
    chief.send()
    is_told(chief)
    assert PublicService.objects.get(slug=SLUG).department == parks


def nothing_is_missing(chief: Visitor, parks: Department) -> None:
    stands_at(chief, parks)
    expect(chief.page.locator("section[aria-labelledby=needs]")).to_have_count(0)
    chief.look("department-ready")


def a_citizen_asks(visit: Visit, view: View) -> Case:
    citizen = visit(view, "/")
    does.begins(citizen, "complaint")
    does.says_what_and_where(citizen, "路樹太密")
    does.tells_more(citizen)
    does.stays_unnamed(citizen)
    does.sends_with_a_double_click(citizen)
    does.keeps_the_receipt(citizen)
    drain()
    return Case.objects.get()


def a_dispatcher_follows_the_suggestion(
    town: PracticeTown, visit: Visit, view: View, case: Case, parks: Department
) -> None:
    """Sorted under the new category, the request is suggested for the new department."""
    sort_under(SYSTEM, case.id, topic="trees")
    clerk = visit(view, "/desk/sign-in")
    clerks.sign_in(clerk, town.account(Role.DISPATCHER), "/desk/dispatch")
    clerk.follow(f"?case={case.id}")
    clerk.look("dispatch-suggested")
    clerk.reads("園林局" if view.language == "zh-hant" else "Parks Bureau")
    form = clerk.page.locator("#detail form").last
    clerks.types(form, department=str(parks.id), note="請先看現場。")
    clerks.sends(clerk, form)


def arrives(visit: Visit, view: View, hired: Hired) -> Visitor:
    """The first sign-in of the new officer: the password that was handed over, then an authenticator."""
    clerk = visit(view, "/desk/sign-in")
    assert hired.staff.account is not None
    clerk.page.fill("[name=email]", hired.staff.account.email)
    clerk.page.fill("[name=password]", hired.password)
    clerk.page.locator("form:has([name=password]) button").click()
    secret = clerk.page.locator("main code").inner_text()
    clerk.page.fill("[name=code]", digits(secret))
    clerk.page.locator("form:has([name=code]) button").click()
    expect(clerk.page.locator(".recovery")).to_be_visible()
    return clerk


def answers(clerk: Visitor, case: Case) -> None:
    clerks.finds_new_work(clerk, case.number)
    clerks.opens_case(clerk, case.id)
    clerks.does(clerk, "sign")
    clerks.does(clerk, "start", channel="phone", note="約明早到場。")
    clerks.does(clerk, "answer", answer=ANSWER)
    case.refresh_from_db()
    assert (case.status, case.answer) == ("answered", ANSWER)


def is_closed_with_a_successor(
    chief: Visitor, town: PracticeTown, parks: Department, team: Department
) -> None:
    """First its team, over which nobody has to take anything; then itself, to the roads department."""
    chief.go(f"/desk/departments/{parks.id}/close")
    chief.look("department-close-stuck")
    expect(chief.page.locator("main form button.button--danger")).to_have_count(0)
    chief.go(f"/desk/departments/{team.id}/close")
    chief.fill(reason="併入本局")
    chief.send()
    is_told(chief)
    chief.go(f"/desk/departments/{parks.id}/close")
    chief.fill(reason="機關改組")
    chief.send()
    chief.is_told_a_mistake()
    chief.look("department-close")
    chief.choose("successor", str(town.town.roads.id))
    chief.send()
    is_told(chief)
    chief.look("department-closed")


def the_successor_goes_on(clerk: Visitor, town: PracticeTown, case: Case, parks: Department) -> None:
    """The officer came along, reads the case, and its history names both departments."""
    case.refresh_from_db()
    assert case.department == town.town.roads
    clerks.opens_case(clerk, case.id, "case-taken-over")
    clerk.reads("路樹太密")
    assert not Department.objects.get(id=parks.id).active


def everything_is_on_record(parks: Department, team: Department, officer: Staff) -> None:
    about = {parks.id, team.id, officer.id}
    told = set(AuditLine.objects.filter(subject_id__in=about).values_list("action", flat=True))
    assert {"department.opened", "department.own_days.set", "staff.hired", "staff.role.granted"} <= told
    assert {"department.closed", "staff.role.moved"} <= told
    others = AuditLine.objects.filter(
        action__in=["catalog.category.routed", "catalog.service.routed", "office.opened"]
    )
    assert others.count() == 5


def stands_at(chief: Visitor, parks: Department) -> None:
    chief.go(reverse("desk:department", args=[parks.id]))


def is_told(clerk: Visitor) -> None:
    clerk.on(re.compile(".").pattern)
    expect(clerk.page.locator("#toasts .notice").first).to_be_visible()
