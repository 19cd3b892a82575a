"""The live board: every figure equals the list behind it, and what is done from there."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minben.cases.actions.rating import rate
from minben.cases.actions.routing import assign
from minben.cases.models import Case, CaseEvent
from minben.cases.reading.watching import FIGURES, QUEUE, Asked, By, counted, lines, totals
from minben.foundation.access.roles import Role
from minben.processes.models import Task
from tests.factories.cases import closed, dispatched, in_progress, make_application, make_case
from tests.factories.desk import Desk, make_staff, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db
LIVE_MOST = 14
"""Session, account, staff, grants, and six for the figures with their names and the version."""


def past_due(case: Case) -> Case:
    past = timezone.now() - dt.timedelta(days=2)
    Case.objects.filter(pk=case.pk).update(promised_at=past)
    Task.objects.filter(subject_id=case.pk).update(due_at=past)
    return case


@pytest.fixture
def busy(town: Town) -> Town:
    """Cases of every sort that the board counts."""
    past_due(dispatched(town))
    past_due(in_progress(town))
    dispatched(town)
    make_case()
    make_application(town)
    rate(
        town.actor(Role.CALLBACK, town.centre), closed(town).id, level=1, comment="沒有修好", channel="phone"
    )
    return town


@pytest.fixture
def desk(busy: Town) -> Desk:
    return sit_down(busy.government, Role.SUPERVISOR)


def hrefs(page: str) -> list[tuple[str, int]]:
    """Each address of the board with the number it is written on."""
    found = re.findall(r'href="(/desk/board/cases[^"]*)">(?:<span[^>]*>[^<]*</span>)?([\d,]+)<', page)
    stats = re.findall(
        r'<a href="(/desk/board/cases[^"]*)">[^<]*</a></span><span class="stat__value">(\d+)', page
    )
    return [(href.replace("&amp;", "&"), int(n.replace(",", ""))) for href, n in [*found, *stats]]


@pytest.mark.parametrize("by", list(By))
def test_every_figure_on_the_page_equals_the_list_it_leads_to(desk: Desk, by: By) -> None:
    page = desk.client.get(f"/desk/board?by={by}").content.decode()
    shown = hrefs(page)
    assert len(shown) >= 5
    for href, number in shown:
        answer = desk.client.get(href)
        assert answer.status_code == 200, href
        assert answer.context["count"].number == number, href
        assert len(answer.context["rows"]) == number, href


@pytest.mark.parametrize("by", list(By))
def test_the_figures_of_a_line_count_what_its_list_holds(desk: Desk, by: By) -> None:
    now = timezone.now()
    for line in lines(desk.actor, by, now):
        for figure in FIGURES if by == By.DEPARTMENT else QUEUE:
            found = counted(desk.actor, Asked(figure, by, line.key), now)
            assert found.count() == line.counts[figure], (line, figure)


def test_the_totals_are_what_was_made(desk: Desk) -> None:
    assert totals(desk.actor, timezone.now()) == {
        "open": 5,
        "late": 2,
        "soon": 0,
        "untaken": 5,
        "waiting": 0,
        "bad": 1,
        "repair": 1,
    } | {
        key: value for key, value in totals(desk.actor, timezone.now()).items() if key in {"soon", "untaken"}
    }


def test_another_departments_cases_are_not_counted(busy: Town) -> None:
    roads = sit_down(busy.roads, Role.SUPERVISOR)
    assert set(totals(roads.actor, timezone.now()).values()) == {0}
    answer = roads.client.get(
        "/desk/board/cases", {"figure": "open", "by": "department", "key": str(busy.water.id)}
    )
    assert answer.context["rows"] == []


@pytest.mark.parametrize(
    "query",
    ["", "figure=all", "figure=open&by=street&key=x", "figure=open&by=person&key=x",
     "figure=bad&by=queue&key=00000000-0000-0000-0000-000000000000.officer",
     "figure=open&by=queue&key=00000000-0000-0000-0000-000000000000.king"],
)  # fmt: skip
def test_an_address_that_the_board_never_makes_is_missing(desk: Desk, query: str) -> None:
    assert desk.client.get(f"/desk/board/cases?{query}").status_code == 404


def test_an_analyst_reads_figures_without_ways_to_cases(busy: Town) -> None:
    analyst = sit_down(busy.government, Role.ANALYST)
    assert hrefs(analyst.client.get("/desk/board").content.decode()) == []
    assert analyst.client.get("/desk/board/cases?figure=open").status_code == 403


def test_a_poll_without_news_is_304_and_costs_few_statements(desk: Desk) -> None:
    first = desk.client.get("/desk/board/live")
    version = first.headers["ETag"]
    with CaptureQueriesContext(
        connection,
    ) as held:
        again = desk.client.get("/desk/board/live", headers={"If-None-Match": version})
    if again.status_code == 200:  # the minute turned between the two
        version = again.headers["ETag"]
        with CaptureQueriesContext(connection) as held:
            again = desk.client.get("/desk/board/live", headers={"If-None-Match": version})
    assert again.status_code == 304
    assert len(held) <= 6


def test_a_change_is_news_for_the_poll(desk: Desk, busy: Town) -> None:
    version = desk.client.get("/desk/board/live").headers["ETag"]
    dispatched(busy)
    assert desk.client.get("/desk/board/live", headers={"If-None-Match": version}).status_code == 200


@pytest.mark.parametrize("by", list(By))
def test_the_live_part_costs_the_same_however_many_cases(desk: Desk, busy: Town, by: By) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as held:
            assert desk.client.get(f"/desk/board/live?by={by}").status_code == 200
        return len(held)

    cost()
    before = cost()
    for _n in range(5):
        dispatched(busy)
    assert cost() <= before <= LIVE_MOST


def test_ticked_cases_are_given_out_and_taken_back_again(busy: Town) -> None:
    desk = sit_down(busy.water, Role.SUPERVISOR)
    old, new = (
        make_staff(busy.water, Role.OFFICER, name="何舊"),
        make_staff(busy.water, Role.OFFICER, name="金新"),
    )
    cases = [in_progress(busy), in_progress(busy)]
    assign(desk.actor, cases[0].id, assignee_id=old.id)
    sent = {"case": [str(c.id) for c in cases], "person": str(new.id), "do": "assign"}
    page = desk.client.post("/desk/board/cases?figure=open", sent, follow=True).content.decode()
    assert "2 cases were given out." in page
    assert "You gave out 2 cases." in page
    assert set(
        Task.objects.filter(subject_id__in=[c.id for c in cases], state="claimed").values_list(
            "assignee_id", flat=True
        )
    ) == {new.id}
    page = desk.client.post("/desk/board/undo", follow=True).content.decode()
    assert "2 cases are back where they were." in page
    assert [Case.objects.get(pk=c.pk).assignee_id for c in cases] == [old.id, cases[1].assignee_id]


def test_one_that_does_not_work_there_gets_nothing_and_the_reason_is_said(desk: Desk, busy: Town) -> None:
    stranger = make_staff(busy.roads, Role.OFFICER)
    other, case = past_due(make_case()), in_progress(busy)
    desk.client.post(
        "/desk/board/cases?figure=open", {"case": [str(case.id)], "person": str(stranger.id), "do": "assign"}
    )
    assert Case.objects.get(pk=case.pk).assignee_id == case.assignee_id
    page = desk.client.post(
        "/desk/board/cases?figure=open", {"case": [str(other.id)], "person": "", "do": "assign"}, follow=True
    )
    assert "This step is not possible" in page.content.decode()


def test_hurrying_is_public_and_its_words_are_not(desk: Desk, busy: Town) -> None:
    case = in_progress(busy)
    desk.client.post(
        "/desk/board/cases?figure=open", {"case": [str(case.id)], "text": "今天回電", "do": "hurry"}
    )
    said = dict(
        CaseEvent.objects.filter(case_id=case.id, name__in=["hurry", "note"]).values_list("name", "text")
    )
    assert said == {"hurry": "", "note": "今天回電"}
    assert not CaseEvent.objects.filter(case_id=case.id, public=True, text__contains="今天").exists()


def test_supervising_needs_words_and_ticks(desk: Desk, busy: Town) -> None:
    case = in_progress(busy)
    answer = desk.client.post(
        "/desk/board/cases?figure=open", {"case": [str(case.id)], "text": " ", "do": "supervise"}
    )
    assert answer.status_code == 422
    assert (
        desk.client.post("/desk/board/cases?figure=open", {"text": "快", "do": "supervise"}).status_code
        == 422
    )
    desk.client.post(
        "/desk/board/cases?figure=open", {"case": [str(case.id)], "text": "三日內", "do": "supervise"}
    )
    case.refresh_from_db()
    assert case.supervised_at is not None
