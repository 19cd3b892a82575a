"""A desk that nobody works at closes; looking for news by itself keeps it open for nobody (OWASP ASVS 3.3.2)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from minben.foundation.access.actions.accounts import public_account_for
from minben.foundation.access.roles import Role
from minben.foundation.access.web import SEEN
from minben.foundation.options import held
from minben.foundation.options.actions import change
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    held.forget()
    return make_town()


@pytest.fixture
def desk(town: Town) -> Desk:
    """Somebody who came in just now."""
    return sit_down(town.water, Role.OFFICER)


def later(minutes: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes))


def test_after_thirty_idle_minutes_one_signs_in_again_and_is_back_on_the_same_page(desk: Desk) -> None:
    with later(29):
        assert desk.client.get("/desk/cases?all=1").status_code == 200
    with later(58):
        assert desk.client.get("/desk/cases?all=1").status_code == 200, "work began the time anew"
    with later(89):
        answer = desk.client.get("/desk/cases?all=1")
        assert answer.status_code == 302
        assert answer["Location"].endswith("/desk/sign-in?next=%2Fdesk%2Fcases%3Fall%3D1")


@pytest.mark.parametrize("path", ["/desk/live", "/desk/live/list?list=cases&since=x"])
def test_looking_for_news_is_no_work(desk: Desk, path: str) -> None:
    for minutes in (10, 20, 29):
        with later(minutes):
            assert desk.client.get(path).status_code in {200, 404}
    with later(31):
        assert desk.client.get("/desk/").status_code == 302


def test_a_part_of_a_page_tells_the_page_that_nobody_is_there(desk: Desk) -> None:
    with later(31):
        answer = desk.client.get("/desk/live", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Trigger"]) == (204, "signed-out")


def test_nothing_is_written_for_every_page(desk: Desk) -> None:
    before = desk.client.session[SEEN]
    desk.client.get("/desk/")
    assert desk.client.session[SEEN] == before
    with later(2):
        desk.client.get("/desk/")
    assert desk.client.session[SEEN] > before


def test_the_time_is_a_setting(desk: Desk, town: Town) -> None:
    change(town.actor(Role.SYSTEM, town.government), "sessions", {"idle": 120}, seen=0)
    held.forget()
    with later(100):
        assert desk.client.get("/desk/").status_code == 200
    held.forget()


def test_a_clock_that_was_put_back_throws_nobody_out(desk: Desk) -> None:
    with later(-40):
        assert desk.client.get("/desk/").status_code == 200


def test_the_public_is_not_asked_again_after_half_an_hour() -> None:
    client = Client()
    client.force_login(
        public_account_for("a@example.org"), backend="minben.foundation.access.backends.StaffBackend"
    )
    assert client.get("/en/account/").status_code == 200
    with later(45):
        assert client.get("/en/account/").status_code == 200


def test_a_form_sent_after_that_gives_back_what_was_written_and_no_secret(desk: Desk) -> None:
    page = "/desk/cases?all=1"
    form = {
        "text": "明天 <到場> 查看",
        "reason": "two words",
        "password": "不給 看",
        "department": "E1",
        "empty": "",
    }
    with later(31):
        answer = desk.client.post(
            "/desk/letters/acceptance", form, headers={"Referer": f"http://testserver{page}"}
        )
        part = desk.client.post("/desk/processes/check", form, headers={"HX-Request": "true"})
    assert answer.status_code == 403
    said = answer.content.decode()
    assert "明天 &lt;到場&gt; 查看</textarea>" in said
    assert "two words</textarea>" in said
    assert "不給" not in said
    assert ">E1<" not in said
    assert "/desk/sign-in?next=%2Fdesk%2Fcases%3Fall%3D1" in said
    assert (part.status_code, part["HX-Trigger"]) == (204, "signed-out")


def test_a_form_with_an_old_token_gives_back_what_was_written_to_its_own_page_only(desk: Desk) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.client.cookies
    own, other = (
        strict.post("/desk/intake", {"body": "路燈 不亮"}, headers={"Sec-Fetch-Site": site}).content.decode()
        for site in ("same-origin", "cross-site")
    )
    assert "路燈 不亮</textarea>" in own
    assert "路燈 不亮" not in other
