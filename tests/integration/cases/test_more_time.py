"""More time than by right: asked with a reason, granted or refused by a supervisor, told to the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation

from minben.agencies.queries import calendar_of
from minben.cases import notices
from minben.cases.actions import handling
from minben.cases.actions.more_time import ask_more_time, grant_more_time, refuse_more_time
from minben.cases.events import CaseExtended
from minben.cases.models import Case, CaseEvent, Mention
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid, Refused
from minben.foundation.worktime import Unit, due
from minben.processes.models import Clock, Task
from tests.factories import cases
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Iterator[Town]:
    with translation.override("en"):
        yield make_town()


@pytest.fixture
def officer(town: Town) -> Actor:
    return town.actor(Role.OFFICER, town.water)


@pytest.fixture
def boss(town: Town) -> Actor:
    return town.actor(Role.SUPERVISOR, town.water)


@pytest.fixture
def case(town: Town, officer: Actor) -> Case:
    """The extension by right was taken."""
    made = cases.in_progress(town)
    return handling.extend(officer, made.id, reason="Parts are missing.", days=2)


def asked(case: Case, officer: Actor, days: int = 5) -> Case:
    return ask_more_time(officer, case.id, reason="Still no parts.", days=days)


def told(case: Case) -> str:
    """What the notice says."""
    return notices._reason_of(CaseExtended(subject_id=case.id, number=case.number))


def clock(case: Case) -> Clock:
    return Clock.objects.get(subject_id=case.id, kind="answer")


def test_a_second_extension_by_right_is_refused_and_says_whom_to_ask(case: Case, officer: Actor) -> None:
    with pytest.raises(Conflict, match="supervisor"):
        handling.extend(officer, case.id, reason="More", days=1)


def test_a_request_waits_with_the_supervisors_and_changes_nothing_yet(
    case: Case, officer: Actor, boss: Actor
) -> None:
    before = clock(case).due_at
    asked(case, officer)
    task = Task.objects.get(subject_id=case.id, kind="more_time")
    assert (task.role, task.department_id, task.due_at) == (Role.SUPERVISOR, case.department_id, before)
    assert clock(case).due_at == before
    event = CaseEvent.objects.get(case_id=case.id, name="ask_more_time")
    assert not event.public


def test_granted_time_moves_the_limit_and_the_promise_and_the_person_is_told_why(
    case: Case, officer: Actor, boss: Actor
) -> None:
    before, first = clock(case).due_at, clock(case).extended_from
    asked(case, officer)
    held = grant_more_time(boss, case.id, text="The parts come from abroad.")
    expected = due(before, Decimal(5), Unit.WORKDAY, calendar_of(case.jurisdiction))
    assert clock(case).due_at == held.promised_at == expected
    assert clock(case).extended_from == first, "the time before the first extension stays on record"
    event = CaseEvent.objects.get(case_id=case.id, name="grant_more_time")
    assert event.public
    assert event.data["days"] == 5
    assert told(held) == "The parts come from abroad."
    assert Mention.objects.get().staff_id == officer.staff_id
    assert not Task.objects.filter(kind="more_time", state=Task.State.OPEN).exists()
    actions = AuditLine.objects.filter(case_id=case.id).values_list("action", flat=True)
    assert {"case.ask_more_time", "case.grant_more_time"} <= set(actions)
    assert Task.objects.get(subject_id=case.id, kind="work").due_at == expected


def test_the_person_reads_the_reason_of_an_extension_by_right_too(case: Case) -> None:
    assert told(case) == "Parts are missing."
    assert not case.reason, "the reason given beside the answer is another"


def test_fewer_days_may_be_granted_but_not_more(case: Case, officer: Actor, boss: Actor) -> None:
    asked(case, officer)
    with pytest.raises(Invalid):
        grant_more_time(boss, case.id, text="x", days=6)
    before = clock(case).due_at
    grant_more_time(boss, case.id, text="x", days=1)
    assert clock(case).due_at == due(before, Decimal(1), Unit.WORKDAY, calendar_of(case.jurisdiction))


def test_a_refusal_leaves_the_limit_and_is_read_by_whoever_asked(
    case: Case, officer: Actor, boss: Actor
) -> None:
    before = clock(case).due_at
    asked(case, officer)
    refuse_more_time(boss, case.id, reason="Borrow them.")
    assert clock(case).due_at == before
    assert Mention.objects.get().staff_id == officer.staff_id
    assert not CaseEvent.objects.get(case_id=case.id, name="refuse_more_time").public
    asked(case, officer)  # once more, with a better reason
    grant_more_time(boss, case.id, text="x")
    asked(case, officer)
    assert Task.objects.filter(subject_id=case.id, kind="more_time").count() == 3


def test_the_extension_by_right_goes_first(town: Town, officer: Actor) -> None:
    with pytest.raises(Conflict, match="by right"):
        asked(cases.in_progress(town), officer)


def test_one_request_at_a_time_and_only_a_request_is_decided(case: Case, officer: Actor, boss: Actor) -> None:
    with pytest.raises(Conflict, match="Nobody asked"):
        grant_more_time(boss, case.id, text="x")
    asked(case, officer)
    with pytest.raises(Conflict, match="already"):
        asked(case, officer)
    refuse_more_time(boss, case.id, reason="x")
    with pytest.raises(Conflict, match="Nobody asked"):
        refuse_more_time(boss, case.id, reason="x")


def test_nobody_decides_on_their_own_request_and_no_officer_decides(
    case: Case, officer: Actor, boss: Actor
) -> None:
    asked(case, boss)
    with pytest.raises(Refused, match="own"):
        grant_more_time(boss, case.id, text="x")
    with pytest.raises(Refused):
        grant_more_time(officer, case.id, text="x")


def test_what_is_over_is_not_extended_any_more(case: Case, officer: Actor, boss: Actor) -> None:
    asked(case, officer)
    Clock.objects.filter(subject_id=case.id, kind="answer").update(
        due_at=clock(case).started_at - dt.timedelta(days=1)
    )
    with pytest.raises(Conflict, match="over"):
        grant_more_time(boss, case.id, text="x")
    refuse_more_time(boss, case.id, reason="x")
    with pytest.raises(Conflict, match="over"):
        asked(case, officer)


@pytest.mark.parametrize("days", [0, -1, 61])
def test_days_that_are_none_are_refused(case: Case, officer: Actor, days: int) -> None:
    with pytest.raises(Invalid):
        asked(case, officer, days)


def test_an_answer_ends_an_open_request(case: Case, officer: Actor, boss: Actor) -> None:
    asked(case, officer)
    handling.answer(officer, case.id, text="Done.")
    assert not Task.objects.filter(kind="more_time", state__in=["open", "claimed"]).exists()


def test_without_supervisors_of_its_own_the_centre_decides(town: Town, case: Case, officer: Actor) -> None:
    asked(case, officer)
    assert Task.objects.get(kind="more_time").department_id == town.centre.id


def test_where_only_the_government_above_supervises_it_decides(
    town: Town, case: Case, officer: Actor
) -> None:
    above = town.actor(Role.SUPERVISOR, town.government)
    asked(case, officer)
    assert Task.objects.get(kind="more_time").department_id == town.government.id
    grant_more_time(above, case.id, text="x")


def test_the_law_knows_one_extension_of_an_application(town: Town, officer: Actor) -> None:
    case = cases.examining(town)
    handling.extend(officer, case.id, reason="x", days=5)
    with pytest.raises(Conflict):
        asked(case, officer)
