"""The government as one file: out, in, twice; mistakes with their lines; all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import yaml
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minben.agencies import configuration
from minben.agencies.actions import hire_staff, open_office, set_calendar_exception
from minben.agencies.configuration.planning import plan
from minben.agencies.configuration.reading import read
from minben.agencies.models import CalendarException, Department, Office, RoleGrant, Staff
from minben.agencies.queries import calendar_of
from minben.foundation.access.actor import SYSTEM
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Invalid
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
NEW = """\
minben: 1
place: "990100"
days:
- {day: 2027-03-09, working: false, note: {zh-hant: 燈節}}
departments:
- code: lamps
  name: {zh-hant: 路燈管理所, en: Street lights}
  under: gov
- code: bulbs
  name: {zh-hant: 燈泡組}
  under: lamps
offices:
- code: lamps-hall
  department: lamps
  name: {zh-hant: 路燈所服務臺}
  hours: {1: ["09:00-12:00", "13:30-17:00"]}
staff:
- number: L001
  name: 林燈
  department: bulbs
  email: lin@example.org
  roles:
  - {role: officer, in: lamps}
"""


@pytest.fixture
def town() -> Iterator[Town]:
    with translation.override("en"):
        yield make_town()


def take_in(text: str, town: Town) -> int:
    steps = plan(read(text), town.jurisdiction)
    configuration.apply(SYSTEM, steps)
    return len(steps)


def test_what_is_new_is_made_through_the_actions_and_twice_is_once(town: Town) -> None:
    assert take_in(NEW, town) == 6
    lamps = Department.objects.get(code="lamps")
    assert Department.objects.get(code="bulbs").ancestors == [str(lamps.id), str(town.government.id)]
    assert Office.objects.get(code="lamps-hall").hours == {"1": [["09:00", "12:00"], ["13:30", "17:00"]]}
    person = Staff.objects.get(number="L001")
    assert [(grant.role, grant.department) for grant in person.grants.all()] == [("officer", lamps)]
    assert person.account is not None
    assert not person.account.has_usable_password()
    assert {"department.opened", "office.opened", "staff.hired", "staff.role.granted"} <= set(
        AuditLine.objects.values_list("action", flat=True)
    )
    lines = AuditLine.objects.count()
    assert take_in(NEW, town) == 0
    assert AuditLine.objects.count() == lines


def test_what_goes_out_comes_in_again_and_changes_nothing(town: Town) -> None:
    take_in(NEW, town)
    set_calendar_exception(SYSTEM, town.jurisdiction, dt.date(2027, 5, 2), working=True)
    text = configuration.write(town.jurisdiction)
    assert "password" not in text
    assert take_in(text, town) == 0
    assert configuration.write(town.jurisdiction) == text


def test_it_makes_the_same_government_somewhere_else(town: Town) -> None:
    take_in(NEW, town)
    text = configuration.write(town.jurisdiction)
    RoleGrant.objects.all().delete()
    Staff.objects.all().delete()
    Office.objects.all().delete()
    CalendarException.objects.all().delete()
    for code in ("bulbs", "lamps", "water", "roads", "centre", "gov"):
        Department.objects.filter(code=code).delete()
    take_in(text.replace("lin@example.org", "lin2@example.org"), town)
    assert configuration.write(town.jurisdiction) == text.replace("lin@example.org", "lin2@example.org")


def test_corrections_moves_and_closing_follow_the_file(town: Town) -> None:
    take_in(NEW, town)
    changed = NEW.replace("under: lamps", "under: gov\n  phone: '1'").replace("林燈", "林明")
    assert take_in(changed, town) == 3
    bulbs = Department.objects.get(code="bulbs")
    assert (bulbs.parent, bulbs.phone) == (town.government, "1")
    assert Staff.objects.get(number="L001").name == "林明"


def test_what_the_file_does_not_name_stays(town: Town) -> None:
    hire_staff(SYSTEM, town.water, "W1", name="水")
    open_office(SYSTEM, town.water, "w", name={"en": "W"})
    take_in(NEW, town)
    assert Staff.objects.filter(number="W1", active=True).exists()
    assert Office.objects.filter(code="w", active=True).exists()
    assert Department.objects.filter(active=True).count() == 6


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("working: false", "working: perhaps", 4, "true or false"),
        ("2027-03-09", "2027-3-99", 4, "like 2027-03-09"),
        ("under: gov", "under: nowhere", 6, "no department nowhere"),
        ("role: officer", "role: king", 18, "roles that exist"),
        ("name: 林燈", "nam: 林燈", 18, "“nam” is not known"),
        ("code: bulbs", "code: lamps", 9, "stands here twice"),
        ("09:00-12:00", "9 to 12", 13, "hours by weekday"),
        ("staff:", "people:", 1, "“people” is not known"),
        ('"990100"', '"110000"', 1, "of the place"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_nothing_is_done(
    town: Town, before: str, after: str, line: int, said: str
) -> None:
    with pytest.raises(Invalid) as caught:
        take_in(NEW.replace(before, after), town)
    told = str(caught.value.message)
    assert said in told
    assert f"Line {line}:" in told
    assert not Department.objects.filter(code="lamps").exists()


def test_every_mistake_is_told_at_once(town: Town) -> None:
    wrong = NEW.replace("working: false", "working: x").replace("role: officer", "role: king")
    with pytest.raises(Invalid) as caught:
        take_in(wrong, town)
    assert str(caught.value.message).count("Line ") == 2


def test_a_departments_own_days_go_along(town: Town) -> None:
    day = next(
        day
        for n in range(40, 60)
        if calendar_of(town.jurisdiction).is_workday(day := timezone.localdate() + dt.timedelta(days=n))
    )
    own = f"  own_days:\n  - {{day: {day}, working: false, note: {{zh-hant: 盤點}}}}\n"
    with_days = NEW.replace("  under: gov\n", "  under: gov\n" + own)
    assert take_in(with_days, town) == 7
    assert take_in(with_days, town) == 0
    assert Department.objects.get(code="lamps").own_days.get().day == day
    assert take_in(configuration.write(town.jurisdiction), town) == 0


def test_when_a_rule_refuses_one_step_none_is_taken(town: Town) -> None:
    with pytest.raises(Invalid, match="Line 13: new office lamps-hall"):
        take_in(NEW.replace('["09:00-12:00", "13:30-17:00"]', '["12:00-09:00"]'), town)
    assert not Department.objects.filter(code="lamps").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: [",
        "- 1",
        "minben: 2",
        "minben: 1\nminben: 1",
        "a: &x [1]\nb: *x",
        "\x00",
        "minben: 1\n" + "[" * 5000,
    ],
)
def test_what_is_no_configuration_is_refused_calmly(text: str) -> None:
    with pytest.raises(Invalid):
        read(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["code", "name", "under", "day", "roles", "hours", "x"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    ),
    st.sampled_from(["days", "departments", "offices", "staff", "place", "other"]),
)
def test_whatever_stands_in_a_file_it_is_told_and_never_a_crash(
    town: Town, content: object, name: str
) -> None:
    text = yaml.safe_dump({"minben": 1, "place": town.jurisdiction.code, name: content}, allow_unicode=True)
    before = Department.objects.count()
    try:
        steps = plan(read(text), town.jurisdiction)
    except Invalid:
        assert Department.objects.count() == before
    else:
        assert isinstance(steps, list)
