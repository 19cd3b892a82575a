"""The team calendar as a feed: read by the library that calendars use, by a secret address, and names alone."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from minben.agencies.actions import lend, record_leave, release_staff
from minben.agencies.actions.feed import make_feed, withdraw_feed
from minben.agencies.feeding import MOST
from minben.agencies.models import CalendarFeed, Cover
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.models import Account
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Missing, Refused
from tests.factories.desk import Desk, make_staff, sit_down
from tests.factories.town import Town, citizen, make_town

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    cache.clear()


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def officer(town: Town) -> Desk:
    return sit_down(town.water, Role.OFFICER)


def address_of(desk: Desk) -> str:
    page = desk.client.post("/desk/calendar/feed")
    assert page.status_code == 200
    assert page.context["address"] in page.content.decode()
    return urlsplit(str(page.context["address"])).path


def read(path: str) -> Calendar:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    found = Calendar.from_ical(answer.content)
    assert isinstance(found, Calendar)
    return found


def spans(calendar: Calendar) -> list[tuple[str, dt.date, dt.date]]:
    return [(str(e["summary"]), e.decoded("dtstart"), e.decoded("dtend")) for e in calendar.walk("VEVENT")]


def test_leave_standing_in_and_lending_are_whole_days_with_names(town: Town, officer: Desk) -> None:
    today = timezone.localdate()
    away, stand_in = make_staff(town.water, Role.OFFICER, name="王美"), make_staff(town.roads, name="陳路")
    record_leave(SYSTEM, away, today, today + DAY, substitute=stand_in, note="手術")
    other = make_staff(town.roads, name="李遠")
    record_leave(SYSTEM, other, today + DAY, today + DAY, substitute=away)
    head = town.actor(Role.SUPERVISOR, town.government)
    lend(head, away, town.roads, Role.OFFICER, since=today + 3 * DAY, until=today + 4 * DAY)
    Account.objects.filter(staff=officer.staff).update(language="en")
    assert spans(read(address_of(officer))) == [
        ("王美 on leave, 陳路 stands in", today, today + 2 * DAY),
        ("王美 stands in for 李遠", today + DAY, today + 2 * DAY),
        ("王美 is lent to Roads", today + 3 * DAY, today + 5 * DAY),
    ]


def test_nothing_of_people_but_their_names_is_in_it(town: Town, officer: Desk) -> None:
    today = timezone.localdate()
    away = make_staff(town.water, Role.OFFICER, name="王美", email="mei@example.org")
    record_leave(SYSTEM, away, today, today, note="手術")
    body = Client().get(address_of(officer)).content.decode()
    assert "王美" in body
    for word in ("手術", "mei@example.org", away.number, str(away.id), str(officer.staff.id)):
        assert word not in body


def test_it_is_what_the_standard_wants(town: Town, officer: Desk) -> None:
    today = timezone.localdate()
    record_leave(SYSTEM, make_staff(town.water, name="王美"), today, today)
    calendar = read(address_of(officer))
    (event,) = calendar.walk("VEVENT")
    assert str(calendar["version"]) == "2.0"
    assert calendar["prodid"]
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event.decoded("dtstamp").tzinfo is not None
    assert str(event["uid"]).endswith("@minben")
    assert not calendar.errors
    assert not event.errors


def test_other_teams_and_what_is_only_asked_for_are_not_in_it(town: Town, officer: Desk) -> None:
    today = timezone.localdate()
    record_leave(SYSTEM, make_staff(town.roads, name="李遠"), today, today)
    Cover.objects.create(staff=officer.staff, since=today, until=today, state=Cover.State.ASKED)
    record_leave(SYSTEM, officer.staff, today - 90 * DAY, today - 80 * DAY)
    assert spans(read(address_of(officer))) == []


def test_a_new_address_ends_the_old_one_and_none_is_stored(officer: Desk) -> None:
    first = address_of(officer)
    second = address_of(officer)
    assert first != second
    assert Client().get(first).status_code == 404
    assert read(second)
    held = CalendarFeed.objects.get()
    assert held.digest not in second
    page = officer.client.get("/desk/calendar/feed").content.decode()
    assert second not in page
    assert "Make another address" in page
    actions = list(AuditLine.objects.filter(action__startswith="staff.feed").values_list("action", flat=True))
    assert sorted(actions) == ["staff.feed.made", "staff.feed.renewed"]


def test_withdrawn_it_answers_no_more(officer: Desk) -> None:
    path = address_of(officer)
    assert officer.client.post("/desk/calendar/feed/withdraw").status_code == 302
    assert Client().get(path).status_code == 404
    assert AuditLine.objects.filter(action="staff.feed.withdrawn").count() == 1
    with pytest.raises(Missing):
        withdraw_feed(officer.actor)
    assert "Make an address" in officer.client.get("/desk/calendar/feed").content.decode()


@pytest.mark.parametrize("end", ["released", "closed"])
def test_who_left_reads_nothing(officer: Desk, end: str) -> None:
    path = address_of(officer)
    if end == "released":
        release_staff(SYSTEM, officer.staff, reason="離職")
    else:
        Account.objects.filter(staff=officer.staff).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_a_role_that_was_taken_away_takes_its_team_along(town: Town, officer: Desk) -> None:
    today = timezone.localdate()
    record_leave(SYSTEM, make_staff(town.water, name="王美"), today, today)
    path = address_of(officer)
    assert len(spans(read(path))) == 1
    officer.staff.grants.all().delete()
    assert spans(read(path)) == []


def test_who_asks_too_often_is_told_to_wait(officer: Desk) -> None:
    path = address_of(officer)
    assert [Client().get(path).status_code for _n in range(MOST)] == [200] * MOST
    assert Client().get(path).status_code == 429


def test_guessing_is_slowed_down_and_stops_no_one_who_knows(officer: Desk) -> None:
    path = address_of(officer)
    asked = [Client().get(f"/desk/calendar/feed/guess-{n}.ics").status_code for n in range(11)]
    assert asked == [404] * 10 + [429]
    assert read(path)


def test_the_last_day_of_asking_is_shown(officer: Desk) -> None:
    read(address_of(officer))
    assert CalendarFeed.objects.get().read_on == timezone.localdate()
    assert "not yet" not in officer.client.get("/desk/calendar/feed").content.decode()


def test_machines_and_the_public_have_none(town: Town) -> None:
    assert Client().get("/desk/calendar/feed").status_code == 302
    with pytest.raises(Refused):
        make_feed(citizen())
