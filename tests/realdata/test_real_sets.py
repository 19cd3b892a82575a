"""The three real sets: all rows in or told, twice the same, found by search, and worked through the actions."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from minben.cases import queries
from minben.cases.actions import checking, handling, rating
from minben.cases.models import Case, CaseEvent, CaseScope, Status
from minben.cases.queries import Filter
from minben.cases.reading.step_times import MOST, STEPS, step_times
from minben.catalog.models import Article, PublicService
from minben.catalog.queries.search import search
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict
from minben.importing import engine, mapping
from minben.importing.engine import Summary
from minben.importing.loaders.articles import slug
from minben.parties.models import Party
from tests.conftest import REAL_DATA
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db

SERVICES = REAL_DATA / "catalogue" / "cn_guangan_service_items.csv"
QUESTIONS = REAL_DATA / "qa" / "tw_taipei_city_faq_2017.csv.gz"
MESSAGES = REAL_DATA / "cases" / "cn_messages_with_replies.csv.gz"
SOME = 400
"""Rows of the catalogue sets: the whole of them takes a minute on two cores. Messages go in whole."""


def rows_of(path: Path, limit: int | None = None) -> list[dict[str, str]]:
    def read() -> Iterator[dict[str, str]]:
        opened: Any = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)

    return list(itertools.islice(read(), limit))


def take_in(path: Path, name: str, folder: Path, limit: int | None = None) -> Summary:
    read = mapping.load(name)
    return engine.take_in(SYSTEM, read.kind, path, read, rejects=folder / "rejects.csv", limit=limit)


def told(done: Summary) -> tuple[int, int, int, int]:
    return done.new, done.changed, done.unchanged, done.rejected


def test_the_services_come_in_whole_stay_the_same_and_are_found_by_their_names(tmp_path: Path) -> None:
    rows = rows_of(SERVICES, SOME)
    assert told(take_in(SERVICES, "cn-guangan-services", tmp_path, SOME)) == (SOME, 0, 0, 0)
    assert told(take_in(SERVICES, "cn-guangan-services", tmp_path, SOME)) == (0, 0, SOME, 0)
    services = PublicService.objects.select_related("department")
    assert set(services.values_list("task_code", flat=True)) == {row["item_code"] for row in rows}
    assert {s.department.name["zh-hans"] for s in services} == {row["department"] for row in rows}
    asked = rows[::8]
    first, near = recall([(row["item_name"], {slug("cn-guangan", row["item_code"])}) for row in asked])
    assert first >= 0.85
    assert near >= 0.97


def test_the_answers_come_in_but_for_the_empty_ones_and_a_real_question_finds_its_own(tmp_path: Path) -> None:
    rows = rows_of(QUESTIONS, SOME)
    empty = [row["faq_id"] for row in rows if not row["content"].strip()]
    done = take_in(QUESTIONS, "tw-taipei-faq", tmp_path, SOME)
    assert told(done) == (SOME - len(empty), 0, 0, len(empty))
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        refused = list(csv.DictReader(file))
    assert [row["faq_id"] for row in refused] == empty
    assert all("needs a title and a text" in row["reason"] for row in refused)
    assert told(take_in(QUESTIONS, "tw-taipei-faq", tmp_path, SOME))[:3] == (0, 0, SOME - len(empty))
    assert Article.objects.filter(kind="faq").count() == SOME - len(empty)
    first, near = recall(_questions(rows)[::4])
    assert first >= 0.95
    assert near >= 0.98


def _questions(rows: list[dict[str, str]]) -> list[tuple[str, set[str]]]:
    """Each title with the addresses of all that ask it: departments ask the same, and each has the right answer."""
    known = [row for row in rows if row["content"].strip()]
    return [
        (row["title"], {slug("tw-taipei-faq", r["faq_id"]) for r in known if r["title"] == row["title"]})
        for row in known
    ]


def recall(asked: list[tuple[str, set[str]]]) -> tuple[float, float]:
    """How often the thing itself comes first, and among the first five."""
    hits = [([hit.key for hit in search(text, size=5).hits], wanted) for text, wanted in asked]
    first = sum(bool(found) and found[0] in wanted for found, wanted in hits)
    near = sum(bool(set(found) & wanted) for found, wanted in hits)
    return first / len(asked), near / len(asked)


@pytest.fixture
def town() -> Town:
    return make_town()


def test_the_messages_come_in_with_true_times_once_and_by_sender(town: Town, tmp_path: Path) -> None:
    rows = rows_of(MESSAGES)
    assert told(take_in(MESSAGES, "cn-messages-with-replies", tmp_path)) == (len(rows), 0, 0, 0)
    assert told(take_in(MESSAGES, "cn-messages-with-replies", tmp_path)) == (0, 0, len(rows), 0)
    assert Party.objects.filter(state="provisional").count() == len({row["user_id"] for row in rows})
    assert CaseEvent.objects.count() == 6 * len(rows)
    cases = {case.source_key: case for case in Case.objects.all()}
    zone = town.jurisdiction.zone
    for row in rows:
        case = cases[row["message_id"]]
        assert case.made_at.astimezone(zone).isoformat(timespec="seconds")[:19] == row["created_at"]
        assert case.closed_at is not None
        assert case.closed_at.astimezone(zone).isoformat()[:19] == row["replied_at"]
        assert (case.title, case.answer) == (row["subject"].strip(), row["reply"].strip())
    _lists_are_right(town, rows)
    _a_message_is_worked(town, rows[0])


def test_the_board_shows_how_long_their_answers_truly_took(town: Town, tmp_path: Path) -> None:
    rows = rows_of(MESSAGES, MOST)
    take_in(MESSAGES, "cn-messages-with-replies", tmp_path, MOST)
    found = step_times(town.actor(Role.SUPERVISOR, town.centre))
    took = sorted(_moment(row["replied_at"]) - _moment(row["created_at"]) for row in rows)
    assert found.whole is not None
    assert (found.looked_at, found.whole.count) == (MOST, MOST)
    assert abs(found.whole.median - took[(MOST - 1) // 2]) < dt.timedelta(seconds=1)
    answered = next(one for one in found.steps if one.name == STEPS["answer"])
    assert answered.median == found.whole.median
    assert {one.name for one in found.steps} == {STEPS["answer"]}, "nothing else was recorded there"


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _lists_are_right(town: Town, rows: list[dict[str, str]]) -> None:
    """Newest first and complete, over every page."""
    supervisor = town.actor(Role.SUPERVISOR, town.government)
    wanted = sorted((row["created_at"] for row in rows), reverse=True)
    page, seen = queries.case_list(supervisor, Filter(group="done"), size=500), []
    while True:
        seen += [item.case.made_at.astimezone(town.jurisdiction.zone).isoformat()[:19] for item in page.items]
        if not page.next:
            break
        page = queries.case_list(supervisor, Filter(group="done"), cursor=page.next, size=500)
    assert seen == wanted
    assert CaseScope.objects.filter(department_id=town.government.id).count() == len(rows)


def _a_message_is_worked(town: Town, row: dict[str, str]) -> None:
    """Found by its words, taken up again by staff, answered, checked, called back, and rated by who asked."""
    supervisor = town.actor(Role.SUPERVISOR, town.government)
    found = queries.search_cases(supervisor, row["subject"])
    assert found[0].source_key == row["message_id"]
    case, lead = found[0], found[0].department
    assert lead is not None
    owner = Actor(kind=ActorKind.ANONYMOUS, session="s", claimed_cases=frozenset({case.id}))
    with pytest.raises(Conflict):
        checking.reopen(owner, case.id, reason="还没解决")  # closed years ago
    assert checking.reopen(supervisor, case.id, reason="还没解决").status == Status.REDO
    handling.answer(town.actor(Role.OFFICER, lead), case.id, text="已再次核实处理。")
    checking.check(town.actor(Role.CHECKER, town.centre), case.id)
    closed = checking.call_back(town.actor(Role.CALLBACK, town.centre), case.id, resolved="yes", note="满意")
    assert closed.status == Status.CLOSED
    assert rating.rate(owner, case.id, level=5).department_id == lead.id
