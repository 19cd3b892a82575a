"""The guided tour: offered once in the practice city, kept by person, moved on by what was truly done."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minben.cases.actions import work
from minben.cases.models import Case
from minben.foundation.access.roles import Role
from minben.processes.models import Task
from tests.factories import cases
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
HOME, TOUR, BEGIN, MOVE = "/desk/", "/desk/tour", "/desk/tour/begin", "/desk/tour/move"


@pytest.fixture
def town(settings: Any) -> Town:
    settings.PRACTICE = True
    return make_town()


@pytest.fixture
def officer(town: Town) -> Desk:
    return sit_down(town.water, Role.OFFICER)


def seen(desk: Desk, path: str = HOME) -> str:
    return desk.client.get(path).content.decode()


def step_on(page: str) -> int:
    """The number of the step that the panel shows; 0 without a panel."""
    found = re.search(r"step (\d+) of", page)
    return int(found.group(1)) if found else 0


def begin(desk: Desk, at: int = 0, tour: str = "officer") -> str:
    return str(desk.client.post(BEGIN, {"tour": tour, "at": at}).headers["Location"])


def press(desk: Desk, to: str, at: int, back: str = HOME) -> str:
    return str(desk.client.post(MOVE, {"to": to, "at": at, "back": back}).headers["Location"])


def test_it_is_offered_on_the_first_page_until_somebody_answers(officer: Desk) -> None:
    assert 'id="tour-offer"' in seen(officer)
    assert 'id="tour-offer"' not in seen(officer, "/desk/cases")
    assert officer.client.post("/desk/tour/decline").headers["Location"] == HOME
    assert 'id="tour-offer"' not in seen(officer)
    assert step_on(seen(officer)) == 0


def test_outside_the_practice_city_only_who_asks_gets_it(officer: Desk, settings: Any) -> None:
    settings.PRACTICE = False
    assert 'id="tour-offer"' not in seen(officer)
    assert step_on(seen(officer)) == 0
    begin(officer)
    assert step_on(seen(officer)) == 1


def test_a_role_without_a_tour_is_offered_none_and_takes_none_of_others(town: Town) -> None:
    desk = sit_down(town.government, Role.ANALYST)
    assert 'id="tour-offer"' not in seen(desk)
    assert "There is no tour for your role yet" in seen(desk, TOUR)
    assert desk.client.post(BEGIN, {"tour": "officer"}).status_code == 404
    assert desk.client.post(MOVE, {"to": "next"}).status_code == 404


def test_next_and_back_lead_over_the_pages_and_are_kept(officer: Desk) -> None:
    assert begin(officer) == "/desk/#tour"
    assert press(officer, "next", 0) == "/desk/?tab=new#tour"
    assert step_on(seen(officer)) == 2
    assert press(officer, "next", 0) == "/desk/?tab=new#tour", (
        "a second press of the same button does nothing more"
    )
    assert press(officer, "next", 5) == "/desk/cases?all=1#tour"
    assert press(officer, "back", 6, "/desk/cases?all=1") == "/desk/?tab=mine#tour"
    assert step_on(seen(officer)) == 6
    other = sit_down(officer.staff.department, Role.OFFICER)
    assert step_on(seen(other)) == 0


def test_it_stays_on_the_page_that_the_next_step_is_about(town: Town, officer: Desk) -> None:
    case = cases.dispatched(town)
    page = reverse("desk:case", args=[case.id])
    begin(officer, at=3)
    assert press(officer, "next", 3, page) == f"{page}#tour"
    assert press(officer, "next", 3, "https://elsewhere.example/desk/") == "/desk/?tab=mine#tour"


def test_taking_a_case_moves_the_tour_on_and_looking_at_it_does_so_again(town: Town, officer: Desk) -> None:
    case = cases.dispatched(town)
    begin(officer, at=1)
    assert step_on(seen(officer, "/desk/?tab=new")) == 2
    _take(officer, case)
    page = seen(officer, "/desk/?tab=new")
    assert step_on(page) == 3
    assert "Done: Take a case." in page
    assert step_on(seen(officer, reverse("desk:case", args=[case.id]))) == 4
    assert step_on(seen(officer)) == 4


def _take(desk: Desk, case: Case) -> None:
    work.take(desk.actor, Task.objects.get(subject_id=case.id, state="open").id)


def test_what_was_done_before_the_tour_or_before_going_back_does_not_count(town: Town, officer: Desk) -> None:
    _take(officer, cases.dispatched(town))
    begin(officer, at=1)
    assert step_on(seen(officer)) == 2
    _take(officer, cases.dispatched(town))
    assert step_on(seen(officer)) == 3
    press(officer, "back", 2)
    assert step_on(seen(officer)) == 2


def test_in_the_practice_city_there_is_always_a_case_to_take(officer: Desk) -> None:
    begin(officer)
    (case,) = Case.objects.all()
    assert case.department_id == officer.staff.department_id
    assert "data-take" in seen(officer, "/desk/?tab=new")
    begin(officer)
    assert Case.objects.count() == 1


def test_elsewhere_the_tour_makes_no_case(officer: Desk, settings: Any) -> None:
    settings.PRACTICE = False
    begin(officer)
    assert not Case.objects.exists()


def test_what_a_colleague_does_moves_nobody_on(town: Town, officer: Desk) -> None:
    begin(officer, at=1)
    _take(sit_down(town.water, Role.OFFICER), cases.dispatched(town))
    assert step_on(seen(officer)) == 2


def test_the_panel_comes_anew_only_when_the_step_is_another(town: Town, officer: Desk) -> None:
    part = "/desk/tour/panel?on=desk:home&shown=2&back=/desk/"
    begin(officer, at=1)
    assert officer.client.get(part).status_code == 204
    _take(officer, cases.dispatched(town))
    answer = officer.client.get(part)
    assert answer.status_code == 200
    assert step_on(answer.content.decode()) == 3
    assert "data-tour-at" in answer.content.decode()


def test_end_keeps_the_step_and_finishing_begins_anew(officer: Desk) -> None:
    begin(officer, at=4)
    assert press(officer, "end", 4, "/desk/cases") == "/desk/cases"
    assert step_on(seen(officer)) == 0
    assert "Go on with step 5" in seen(officer, TOUR)
    begin(officer, at=8)
    assert press(officer, "next", 8) == HOME
    page = seen(officer, TOUR)
    assert "Go on with step" not in page
    assert "Start from the beginning" in page
    assert press(officer, "next", 3) == HOME
    assert step_on(seen(officer)) == 0, "a page that stayed open does not bring it back"


def test_the_plain_page_has_every_step_with_a_link(officer: Desk) -> None:
    page = seen(officer, TOUR)
    assert page.count("<h3>") >= 9
    for link in ("/desk/?tab=new", "/desk/cases?all=1", "/desk/knowledge"):
        assert f'<a href="{link}">' in page


def test_it_is_found_in_the_palette_and_in_the_help(officer: Desk) -> None:
    assert 'href="/desk/tour"' in seen(officer, "/desk/palette?q=tour")
    assert seen(officer).count('href="/desk/tour"') >= 2


def test_a_mark_of_a_tour_that_is_no_more_is_no_tour(officer: Desk) -> None:
    account = officer.staff.account
    assert account is not None
    account.settings = {
        "tour": {"tour": "gone", "at": 3, "since": "2026-11-25T10:00:00+00:00", "running": True}
    }
    account.save()
    assert step_on(seen(officer)) == 0


def test_a_running_tour_costs_no_statement_where_nothing_is_to_be_proved(officer: Desk) -> None:
    seen(officer, "/desk/knowledge")
    before = _statements(officer)
    begin(officer)
    assert _statements(officer) == before
    begin(officer, at=1)
    assert _statements(officer) == before + 2, "one look at each trail while a step waits for its proof"


def _statements(desk: Desk) -> int:
    with CaptureQueriesContext(connection) as run:
        seen(desk, "/desk/knowledge")
    return len(run)


@pytest.mark.parametrize("far", ["99", "1000", "9" * 40])
def test_a_step_beyond_the_last_is_the_last(officer: Desk, far: str) -> None:
    assert officer.client.post(BEGIN, {"tour": "officer", "at": far}).headers["Location"] == "/desk/#tour"
    assert step_on(seen(officer)) == 9
    answer = officer.client.post(MOVE, {"to": "back", "at": far, "back": HOME})
    assert answer.status_code == 302
    assert step_on(seen(officer)) == 8
    assert officer.client.get(f"{TOUR}?tour=officer&step={far}").status_code == 200
    assert officer.client.post(MOVE, {"to": "next", "at": far, "back": HOME}).status_code == 302
    assert step_on(seen(officer)) == 0


def test_an_agent_is_shown_what_to_read_out_on_the_page_after_the_case(town: Town, settings: Any) -> None:
    agent = sit_down(town.centre, Role.AGENT)
    begin(agent, at=3, tour="agent")
    made = cases.make_case(agent.actor)
    done = reverse("desk:intake_done", args=[made.id])
    press(agent, "next", 3, done)
    page = seen(agent, done)
    assert step_on(page) == 5
    assert 'data-tour-at=".confirmation"' in page
    assert 'class="confirmation' in page
    assert "Read out the number, the code and the date" in page
