"""Two administrators set up a new department from nothing; a citizen's request comes to it, and its officer answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from minben.agencies.models import Department, Staff
from minben.cases.models import Case
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine

from . import citizen, clerks
from .conftest import View
from .town import PracticeTown, drain
from .visitor import Visitor

Visit = Callable[..., Visitor]
ANSWER = "燈泡已換，今晚恢復照明。"
EMAIL = "lin.deng@example.org"


@dataclass(frozen=True)
class Seats:
    """The administrators and the hotline, each in a browser of its own."""

    town: PracticeTown
    visit: Visit
    walk: View

    def of(self, role: Role, goal: str) -> Visitor:
        if role not in self.town.people:
            self.town.people[role] = self.town.join(role, self.town.town.government, str(role.label))
        seated = self.visit(self.walk, "/desk/sign-in")
        clerks.sign_in(seated, self.town.account(role), goal)
        return seated


def test_a_new_department_from_nothing_to_its_first_answer(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    seats = Seats(town, visit, walk)
    system = seats.of(Role.SYSTEM, "/desk/departments")
    opens_department(system)
    department = Department.objects.get(code="lamps")
    opens_office(system, department)
    sets_a_day_off(system)
    password = hires(system, department)
    gives_the_role(seats.of(Role.SECURITY, "/desk/staff"), department)

    receipt = complains(visit(walk))
    case = Case.objects.get(number=receipt.number)
    dispatches(seats.of(Role.DISPATCHER, "/desk/dispatch"), department, case)

    officer = visit(walk, "/desk/sign-in")
    comes_in_for_the_first_time(officer, password)
    clerks.finds_new_work(officer, case.number)
    clerks.opens_case(officer, case.id)
    clerks.does(officer, "sign")
    clerks.does(officer, "start", channel="phone", note="約今晚到場。")
    clerks.does(officer, "answer", answer=ANSWER)
    checker = seats.of(Role.CHECKER, f"/desk/cases/{case.id}")
    clerks.does(checker, "check", note="")
    drain()

    person = visit(walk, "/track/")
    citizen.tracks(person, receipt)
    person.reads(ANSWER)
    everything_is_in_the_trail(department)
    cannot_be_closed_over_open_work(system, department)


def opens_department(system: Visitor) -> None:
    """A mistake first: without a name the form comes back with what was typed."""
    system.look("departments")
    system.follow("/departments/new")
    system.fill(code="lamps")
    system.send()
    system.is_told_a_mistake()
    system.look("department-new-wrong")
    system.fill(
        name_zh_hant="路燈管理所",
        name_en="Street lights",
        duties_zh_hant="路燈的維修與新設。",
        phone="2266 0001",
    )
    system.send()
    system.reads("2266 0001")
    system.look("department-open")


def opens_office(system: Visitor, department: Department) -> None:
    system.follow(f"/departments/{department.id}/offices/new")
    system.fill(
        code="lamps-hall",
        name_zh_hant="路燈所服務臺",
        name_en="Street light counter",
        address_zh_hant="望岫路 1 號",
    )
    system.look("office-new")
    system.send()
    system.reads("望岫路 1 號")


def sets_a_day_off(system: Visitor) -> None:
    system.page.goto("/desk/departments/days")
    system.look("days-none")
    system.fill(day="2027-03-09", note_zh_hant="燈節")
    system.choose("working", "off")
    system.send()
    system.reads("燈節")
    system.look("days")


def hires(system: Visitor, department: Department) -> str:
    """The first password, as it is shown once."""
    system.page.goto("/desk/staff/new")
    system.fill(name="林燈", number="L001", email=EMAIL)
    system.choose("department", str(department.id))
    system.look("hire")
    system.send()
    system.look("first-password")
    return system.page.locator("main code").inner_text()


def gives_the_role(security: Visitor, department: Department) -> None:
    person = Staff.objects.get(number="L001")
    security.page.goto(f"/desk/staff/{person.id}")
    security.choose("role", Role.OFFICER)
    security.choose("department", str(department.id))
    security.look("role")
    security.page.locator("main form[action$='/grant'] button").click()
    expect(security.page.locator("#toasts .notice")).to_be_visible()
    assert person.grants.filter(role=Role.OFFICER, department=department).exists()


def complains(person: Visitor) -> citizen.Receipt:
    citizen.begins(person, "complaint")
    citizen.says_what_and_where(person)
    citizen.tells_more(person)
    citizen.stays_unnamed(person)
    citizen.sends_with_a_double_click(person)
    return citizen.keeps_the_receipt(person)


def dispatches(dispatcher: Visitor, department: Department, case: Case) -> None:
    dispatcher.follow(f"?case={case.id}")
    form = dispatcher.page.locator("#detail form").last
    clerks.types(form, department=str(department.id), note="新單位的第一件。")
    clerks.sends(dispatcher, form)


def comes_in_for_the_first_time(officer: Visitor, password: str) -> None:
    """Password, pairing of the authenticator, recovery codes, desk."""
    officer.fill(email=EMAIL, password=password)
    officer.entry("password").press("Enter")
    officer.on("/desk/sign-in/code", "pairing")
    officer.fill(code=now_shown(officer.page.locator("main code").inner_text()))
    officer.entry("code").press("Enter")
    officer.look("recovery-codes")
    officer.page.locator("main a").last.click()
    expect(officer.page).to_have_url(re.compile("/desk/$"))


def now_shown(secret: str) -> str:
    """What an authenticator with this key shows (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def everything_is_in_the_trail(department: Department) -> None:
    told = set(AuditLine.objects.filter(subject_id=department.id).values_list("action", flat=True))
    assert "department.opened" in told
    actions = set(AuditLine.objects.values_list("action", flat=True))
    assert {"office.opened", "calendar.exception.set", "staff.hired"} <= actions


def cannot_be_closed_over_open_work(system: Visitor, department: Department) -> None:
    system.page.goto(f"/desk/departments/{department.id}/close")
    system.look("department-close")
    expect(system.page.locator("main form button.button--danger")).to_have_count(0)
