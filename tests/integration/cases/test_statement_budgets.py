"""How many statements the hot actions and reads may use (PERFORMANCE.md: a budget per request, and a test of it)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minben.cases import queries
from minben.cases.actions import handling, routing
from minben.cases.actions.submit import submit
from minben.cases.intake import Submission
from minben.cases.models import Case
from minben.cases.queries import Filter
from minben.cases.reading.customer import moments, open_cases
from minben.foundation.access.roles import Role
from minben.parties.models import Party
from minben.parties.profiles import profile
from tests.factories.town import Town, citizen, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    made = make_town()
    submit(citizen(), Submission(kind="help", title="warm the caches"), key="warm")
    return made


def statements(run: CaptureQueriesContext) -> list[str]:
    noise = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [q["sql"] for q in run.captured_queries if not q["sql"].startswith(noise)]


def test_taking_a_request_needs_few_statements(town: Town) -> None:
    person = Party.objects.create(kind="person", name="王")
    with CaptureQueriesContext(connection) as run:
        submit(citizen(), Submission(kind="complaint", title="路燈", body="暗", party_id=person.id), key="b")
    assert len(statements(run)) == 3, statements(run)


def test_a_step_needs_few_statements(town: Town) -> None:
    case = Case.objects.get()
    dispatcher, officer = town.actor(Role.DISPATCHER, town.centre), town.actor(Role.OFFICER, town.water)
    with CaptureQueriesContext(connection) as run:
        routing.dispatch(dispatcher, case.id, department_id=town.water.id)
    assert len(statements(run)) <= 17, statements(run)
    with CaptureQueriesContext(connection) as run:
        handling.sign(officer, case.id)
    assert len(statements(run)) <= 11, statements(run)


def test_a_list_needs_the_same_statements_however_long_it_is(town: Town) -> None:
    agent = town.actor(Role.AGENT, town.centre)
    counts = []
    for size in (1, 15):
        for n in range(size):
            submit(citizen(), Submission(kind="help", title=f"停水 {n}"), key=f"{size}-{n}")
        with CaptureQueriesContext(connection) as run:
            page = queries.case_list(agent, queries.Filter(group="new"))
            assert all(row.case.title for row in page.items)
            assert all(row.case.department is None for row in page.items)
        counts.append(len(statements(run)))
    assert counts == [2, 2]


def test_a_deep_page_of_a_list_starts_in_the_index_and_not_at_its_beginning(town: Town) -> None:
    supervisor = town.actor(Role.SUPERVISOR, town.government)
    cursor = queries.cursor_at(timezone.now())
    with CaptureQueriesContext(connection) as made:
        queries.case_list(supervisor, Filter(group="done"), cursor=cursor)
    (statement,) = [row["sql"] for row in made.captured_queries if "cases_casescope" in row["sql"]]
    assert '"sort_key" <= ' in statement


def test_the_whole_of_a_customer_needs_the_same_statements_however_long_the_history(town: Town) -> None:
    person, agent = Party.objects.create(kind="person", name="王"), town.actor(Role.AGENT, town.centre)
    counts = []
    for size in (1, 12):
        for n in range(size):
            request = Submission(kind="help", title=f"停水 {n}", party_id=person.id)
            submit(citizen(), request, key=f"{size}-{n}")
        with CaptureQueriesContext(connection) as run:
            who = profile(person.id)
            assert len(open_cases(agent, who.ids)) == len(moments(agent, who.ids).items)
        counts.append(len(statements(run)))
    assert counts == [5, 5]
