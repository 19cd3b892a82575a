"""From an empty installation to a first officer, and everything administrators correct on a screen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minben.agencies.actions.found import Founding, found
from minben.agencies.models import Cover, Department, Office, RoleGrant, Staff
from minben.agencies.queries import centre
from minben.foundation.access.models import Account, SignIn
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.ids import lowest_id
from tests.factories.authenticator import digits
from tests.factories.desk import Desk, make_staff, sit_down
from tests.factories.town import Town

from .test_door import PASSWORD

pytestmark = pytest.mark.django_db
FIRST = "ferry-lantern-72-oak"
HOURS = {f"hours_{n}": "09:00-12:00, 13:30-17:00" for n in range(1, 6)}


@pytest.fixture(autouse=True)
def _nobody_is_locked_out() -> None:
    cache.clear()


def arrive(email: str, password: str) -> Client:
    """First sign-in: password, then pairing an authenticator."""
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    step = client.post(reverse("desk:sign_in"), {"email": email, "password": password})
    assert step.status_code == 302, step.content.decode()
    secret = client.get(step["Location"]).context["secret"]
    kept = client.post(step["Location"], {"code": digits(secret)})
    assert kept.context["codes"]
    return client


def person(where: Department, **given: str) -> dict[str, str]:
    plain = {"name": "陳志明", "number": "0100", "email": "chen@minghe.example", "department": str(where.id)}
    return {**plain, **given}


def hired(client: Client, department: Department, **given: str) -> tuple[Staff, str]:
    page = client.post("/desk/staff/new", person(department, **given))
    assert page.status_code == 200, page.content.decode()
    return page.context["person"], page.context["password"]


def give(client: Client, who: Staff, role: Role, department: Department) -> None:
    given = {"role": role.value, "department": str(department.id)}
    assert client.post(reverse("desk:grant", args=[who.id]), given).status_code == 302


def test_an_empty_installation_is_filled_on_screens_up_to_the_first_officer() -> None:
    founded = found(Founding("明河市", "Asia/Taipei", "TW", "林安", "lin@minghe.example", FIRST))
    middle = centre(founded.department.jurisdiction)
    security = arrive("lin@minghe.example", FIRST)
    chief, word = hired(security, middle)
    give(security, chief, Role.SYSTEM, middle)
    assert security.get("/desk/staff/new").status_code == 403

    system = arrive("chen@minghe.example", word)
    opened = system.post(
        "/desk/departments/new", {"code": "water", "name_zh_hant": "水務局", "name_en": "Water"}
    )
    water = Department.objects.get(code="water")
    assert opened["Location"] == reverse("desk:department", args=[water.id])
    clerk, word = hired(system, water, name="王美", number="0200", email="wang@minghe.example")
    give(security, clerk, Role.OFFICER, water)

    officer = arrive("wang@minghe.example", word)
    assert officer.get("/desk/").status_code == 200
    assert officer.get("/desk/cases").status_code == 200
    assert officer.get("/desk/staff").status_code == officer.get("/desk/departments").status_code == 403


# who may not

PLACES = (
    "/desk/staff/new",
    "/desk/departments/new",
    "/desk/departments/{water}/correct",
    "/desk/departments/{water}/offices/new",
    "/desk/staff/{person}/correct",
    "/desk/staff/{person}/release",
)


@pytest.fixture
def chief(town: Town) -> Desk:
    return sit_down(town.government, Role.SYSTEM)


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT, Role.SUPERVISOR, Role.OFFICER])
def test_others_than_the_system_administrator_neither_hire_nor_draw(
    town: Town, chief: Desk, role: Role
) -> None:
    desk, other = sit_down(town.government, role), make_staff(town.water)
    for place in PLACES:
        address = place.format(water=town.water.id, person=other.id)
        assert desk.client.get(address).status_code == 403
        assert desk.client.post(address, {}).status_code == 403


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.AUDIT, Role.SUPERVISOR])
def test_only_the_security_administrator_lets_others_in_again(town: Town, role: Role) -> None:
    address = reverse("desk:let_in", args=[make_staff(town.water).id])
    assert sit_down(town.government, role).client.get(address).status_code == 403


def test_nobody_lets_themselves_in_again(town: Town) -> None:
    desk = sit_down(town.government, Role.SECURITY)
    given = {"lost": ["password"], "reason": "me"}
    assert desk.client.post(reverse("desk:let_in", args=[desk.staff.id]), given).status_code == 403


def test_nobody_releases_themselves(chief: Desk) -> None:
    answer = chief.client.post(reverse("desk:release", args=[chief.staff.id]), {"reason": "tired"})
    assert answer.status_code == 409
    assert Staff.objects.get(id=chief.staff.id).active


def test_the_entries_stand_in_the_navigation_of_those_roles(town: Town) -> None:
    def shown(role: Role) -> bool:
        return 'href="/desk/departments"' in sit_down(town.centre, role).client.get("/desk/").content.decode()

    assert [shown(role) for role in (Role.SYSTEM, Role.SECURITY, Role.OFFICER)] == [True, True, False]


# staff


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("number", ""),
        ("email", "no address"),
        ("email", ""),
        ("department", "nowhere"),
        ("number", "S0000"),
        ("email", "S0000@example.org"),
        ("name", "王" * 121),
    ],
)
def test_a_wrong_answer_is_named_at_its_field_and_nobody_is_hired(
    town: Town, chief: Desk, field: str, value: str
) -> None:
    before = Staff.objects.count(), Account.objects.count()
    page = chief.client.post("/desk/staff/new", person(town.water, **{field: value}))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert (Staff.objects.count(), Account.objects.count()) == before


def test_correcting_staff_is_recorded_with_what_changed(town: Town, chief: Desk) -> None:
    who = make_staff(town.water, Role.OFFICER)
    address = reverse("desk:staff_correct", args=[who.id])
    assert chief.client.get(address).context["form"].initial["number"] == who.number
    assert chief.client.post(address, person(town.roads, title="科長")).status_code == 302
    who.refresh_from_db()
    assert (who.name, who.number, who.department, who.title) == ("陳志明", "0100", town.roads, "科長")
    assert who.account is not None
    assert (who.account.email, who.account.name) == ("chen@minghe.example", "陳志明")
    changed = AuditLine.objects.get(action="staff.amended", subject_id=who.id).changes
    assert {"name", "number", "department", "title", "email"} <= set(changed)
    assert "phone" not in changed
    assert RoleGrant.objects.get(staff=who).department == town.water


def test_keeping_a_record_as_it_is_writes_no_line(town: Town, chief: Desk) -> None:
    who = make_staff(town.water)
    address = reverse("desk:staff_correct", args=[who.id])
    given = chief.client.get(address).context["form"].initial
    chief.client.post(address, given)
    assert not AuditLine.objects.filter(action="staff.amended").exists()


def test_a_number_or_address_of_a_colleague_is_refused_when_correcting(town: Town, chief: Desk) -> None:
    who, other = make_staff(town.water), make_staff(town.roads)
    assert other.account is not None
    address = reverse("desk:staff_correct", args=[who.id])
    for given in ({"number": other.number}, {"email": str(other.account.email)}):
        page = chief.client.post(address, person(town.water, **given))
        assert (page.status_code, list(page.context["form"].errors)) == (422, list(given))
    assert Staff.objects.get(id=who.id).number == who.number


def test_somebody_released_is_out_at_once(town: Town, chief: Desk) -> None:
    gone = sit_down(town.water, Role.OFFICER)
    address = reverse("desk:release", args=[gone.staff.id])
    assert chief.client.post(address, {"reason": ""}).status_code == 422
    assert chief.client.post(address, {"reason": "retired"}).status_code == 302
    assert gone.client.get("/desk/").status_code == 302
    assert AuditLine.objects.get(action="staff.released").reason == "retired"


def test_leave_is_recorded_with_who_stands_in(town: Town) -> None:
    security, who = sit_down(town.government, Role.SECURITY), make_staff(town.water, Role.OFFICER)
    colleague = make_staff(town.water, Role.OFFICER, name="吳有才")
    day = timezone.localdate()
    given = {"since": day, "until": day + dt.timedelta(days=3), "substitute": colleague.id}
    address = reverse("desk:leave", args=[who.id])
    assert security.client.post(address, given).status_code == 302
    assert Cover.objects.get(staff=who).substitute == colleague
    assert "吳有才" in security.client.get(reverse("desk:staff_person", args=[who.id])).content.decode()
    wrong = security.client.post(address, {"since": day, "until": day - dt.timedelta(days=1)})
    assert list(wrong.context["form"].errors) == ["until"]


def test_leave_of_ones_own_is_recorded_and_nobody_elses(town: Town) -> None:
    desk, other = sit_down(town.water, Role.OFFICER), make_staff(town.water)
    day = timezone.localdate()
    given = {"since": day, "until": day}
    assert reverse("desk:leave", args=[desk.staff.id]) in desk.client.get("/desk/security").content.decode()
    done = desk.client.post(reverse("desk:leave", args=[desk.staff.id]), given)
    assert done["Location"] == "/desk/security"
    assert desk.client.post(reverse("desk:leave", args=[other.id]), given).status_code == 403
    assert list(Cover.objects.values_list("staff_id", flat=True)) == [desk.staff.id]


# the way in


def test_a_lost_authenticator_is_forgotten_and_a_new_one_paired(town: Town) -> None:
    security, who = sit_down(town.government, Role.SECURITY), make_staff(town.water, email="lin@example.org")
    arrive("lin@example.org", PASSWORD)
    address = reverse("desk:let_in", args=[who.id])
    wrong = security.client.post(address, {"lost": ["second"], "reason": " "})
    assert list(wrong.context["form"].errors) == ["reason"]
    given = {"lost": ["second"], "reason": "phone lost, came in person"}
    assert security.client.post(address, given).status_code == 302
    assert not Authenticator.objects.filter(user=who.account).exists()
    assert AuditLine.objects.get(action="staff.second_step.reset").subject_id == who.id
    arrive("lin@example.org", PASSWORD)


def test_a_forgotten_password_is_replaced_and_open_sessions_end(town: Town) -> None:
    security, who = sit_down(town.government, Role.SECURITY), make_staff(town.water, email="lin@example.org")
    before = arrive("lin@example.org", PASSWORD)
    given = {"lost": ["second", "password"], "reason": "came in person"}
    page = security.client.post(reverse("desk:let_in", args=[who.id]), given)
    assert page.context["password"] in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert before.get("/desk/").status_code == 302
    arrive("lin@example.org", page.context["password"])


def change(client: Client, **given: str) -> Any:
    plain = {"old": PASSWORD, "new": FIRST, "again": FIRST}
    return client.post("/desk/security/password", {**plain, **given})


def test_ones_own_password_is_changed_and_other_sessions_end(town: Town) -> None:
    desk = sit_down(town.water, Role.OFFICER)
    account = desk.staff.account
    assert account is not None
    elsewhere = Client()
    elsewhere.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
    assert change(desk.client)["Location"] == "/desk/security"
    account.refresh_from_db()
    assert account.check_password(FIRST)
    assert desk.client.get("/desk/security").status_code == 200
    assert elsewhere.get("/desk/security").status_code == 302
    assert AuditLine.objects.filter(action="account.password.changed", subject_id=account.id).count() == 1


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("old", {"old": "not mine at all"}),
        ("old", {"old": ""}),
        ("new", {"new": "short", "again": "short"}),
        ("new", {"new": "password123", "again": "password123"}),
        ("new", {"new": PASSWORD, "again": PASSWORD}),
        ("again", {"again": "another-one-77"}),
    ],
)
def test_an_unusable_password_is_named_at_its_field(town: Town, field: str, given: dict[str, str]) -> None:
    desk = sit_down(town.water, Role.OFFICER)
    page = change(desk.client, **given)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert Account.objects.get(id=desk.staff.account_id).check_password(PASSWORD)


def test_guessing_the_old_password_in_an_open_session_is_slowed_down(town: Town) -> None:
    desk = sit_down(town.water, Role.OFFICER)
    for _try in range(5):
        change(desk.client, old="a wrong guess")
    assert change(desk.client).status_code == 422
    assert Account.objects.get(id=desk.staff.account_id).check_password(PASSWORD)


# departments and offices


def test_a_department_is_opened_below_another_and_moved(town: Town, chief: Desk) -> None:
    given = {"code": "leaks", "name_zh_hant": "漏水科", "parent": str(town.water.id), "duties_en": "Leaks"}
    chief.client.post("/desk/departments/new", given)
    made = Department.objects.get(code="leaks")
    assert (made.name, made.duties, made.parent) == ({"zh-hant": "漏水科"}, {"en": "Leaks"}, town.water)
    address = reverse("desk:department_correct", args=[made.id])
    moved = {**given, "parent": str(town.roads.id), "phone": "02-12345678"}
    assert chief.client.post(address, moved).status_code == 302
    made.refresh_from_db()
    assert (made.parent, made.ancestors[0], made.phone) == (town.roads, str(town.roads.id), "02-12345678")
    lines = AuditLine.objects.filter(subject_id=made.id).order_by("id").values_list("action", flat=True)
    assert list(lines) == ["department.opened", "department.moved", "department.amended"]
    assert "漏水科" in chief.client.get("/desk/departments").content.decode()


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name_zh_hant", {"name_zh_hant": ""}),
        ("code", {"code": ""}),
        ("code", {"code": "a b"}),
        ("code", {"code": "roads"}),
        ("parent", {"parent": "nowhere"}),
    ],
)
def test_a_department_with_a_wrong_answer_is_not_opened(
    town: Town, chief: Desk, field: str, given: dict[str, str]
) -> None:
    before = Department.objects.count()
    page = chief.client.post("/desk/departments/new", {"code": "new", "name_zh_hant": "新局", **given})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert Department.objects.count() == before


def test_a_department_does_not_move_below_its_own_part(town: Town, chief: Desk) -> None:
    given = {"code": "gov", "name_zh_hant": "市政府", "parent": str(town.water.id)}
    page = chief.client.post(reverse("desk:department_correct", args=[town.government.id]), given)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["parent"])


def test_there_is_one_centre_and_its_mark_moves(town: Town, chief: Desk) -> None:
    address = reverse("desk:department_correct", args=[town.centre.id])
    taken = {"code": "centre", "name_zh_hant": "熱線中心", "parent": str(town.government.id)}
    assert list(chief.client.post(address, taken).context["form"].errors) == ["is_centre"]
    given = {"code": "water", "name_zh_hant": "水務局", "parent": str(town.government.id), "is_centre": "on"}
    chief.client.post(reverse("desk:department_correct", args=[town.water.id]), given)
    assert list(Department.objects.filter(is_centre=True)) == [town.water]
    assert centre(town.jurisdiction) == town.water


def test_an_office_is_opened_with_hours_and_given_up(town: Town, chief: Desk) -> None:
    address = reverse("desk:office_new", args=[town.water.id])
    assert chief.client.get(address).context["form"].initial["hours_1"]
    given = {
        "code": "hall",
        "name_zh_hant": "服務大廳",
        "address_zh_hant": "中山路1號",
        **HOURS,
        "hours_6": "9:00至12:00",
    }
    assert chief.client.post(address, given).status_code == 302
    made = Office.objects.get(code="hall")
    assert made.hours["1"] == [["09:00", "12:00"], ["13:30", "17:00"]]
    assert made.hours["6"] == [["09:00", "12:00"]]
    assert "7" not in made.hours
    page = chief.client.get(reverse("desk:department", args=[town.water.id])).content.decode()
    assert "服務大廳" in page
    assert "09:00–12:00" in page
    chief.client.post(reverse("desk:office", args=[made.id]), given)
    made.refresh_from_db()
    assert not made.active
    assert AuditLine.objects.get(action="office.amended").changes.keys() == {"active"}


@pytest.mark.parametrize(
    "hours", ["all day", "09:00-08:00", "09:00-12:00, 11:00-13:00", "25:00-26:00", "09:00"]
)
def test_hours_that_make_no_sense_are_named_at_their_day(town: Town, chief: Desk, hours: str) -> None:
    given = {"code": "hall", "name_zh_hant": "服務大廳", "hours_3": hours}
    page = chief.client.post(reverse("desk:office_new", args=[town.water.id]), given)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["hours_3"])
    assert not Office.objects.exists()


def test_things_that_are_not_there_are_missing(chief: Desk) -> None:
    nowhere = lowest_id(timezone.now())
    for name in ("department", "department_correct", "office_new", "office", "staff_correct", "release"):
        assert chief.client.get(reverse(f"desk:{name}", args=[nowhere])).status_code == 404
    assert not SignIn.objects.exists()
