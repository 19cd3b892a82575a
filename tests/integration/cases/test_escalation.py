"""Who is told about a time limit, when, and that nobody is told twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from minben.cases.actions import handling
from minben.cases.jobs import sweep
from minben.cases.models import Case, CaseEvent, Mention
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.roles import Role
from minben.foundation.options import held
from minben.foundation.options.actions import change
from minben.foundation.records.errors import Invalid
from minben.processes.models import Clock, Task
from tests.factories import cases
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
STAGES = ("warned", "overdue", "escalated", "still_late")


@pytest.fixture
def town() -> Iterator[Town]:
    with translation.override("en"):
        yield make_town()


@pytest.fixture
def boss(town: Town) -> Actor:
    return town.actor(Role.SUPERVISOR, town.water, name="boss")


@pytest.fixture
def head(town: Town) -> Actor:
    return town.actor(Role.SUPERVISOR, town.centre, name="head")


@pytest.fixture
def case(town: Town) -> Case:
    return cases.in_progress(town)


def clock_of(case: Case) -> Clock:
    return Clock.objects.get(subject_id=case.id, kind="answer")


def at_share(clock: Clock, per_cent: int) -> dt.datetime:
    return clock.started_at + (clock.due_at - clock.started_at) * per_cent / 100


def told(case: Case) -> list[str]:
    rows = CaseEvent.objects.filter(case_id=case.id, name__in=STAGES, data__clock="answer")
    return list(rows.order_by("id").values_list("name", flat=True))


def mentioned(actor: Actor) -> int:
    return Mention.objects.filter(staff_id=actor.staff_id).count()


def test_whoever_has_the_case_is_warned_once_at_four_fifths_of_the_time(case: Case, boss: Actor) -> None:
    clock = clock_of(case)
    assert clock.next_at == at_share(clock, 80)
    sweep(at_share(clock, 79))
    assert told(case) == []
    for _number in range(2):
        sweep(at_share(clock, 81))
    assert told(case) == ["warned"]
    assert Mention.objects.get().staff_id == case.assignee_id
    event = CaseEvent.objects.get(name="warned")
    assert not event.public
    assert event.data["mentions"] == [str(case.assignee_id)]
    assert clock_of(case).warned_at is not None


def test_when_it_is_over_its_holder_and_the_supervisors_are_told_then_those_above(
    case: Case, boss: Actor, head: Actor
) -> None:
    due_at = clock_of(case).due_at
    sweep(due_at + HOUR / 2)
    assert told(case)[-1] == "overdue"
    assert (mentioned(boss), mentioned(head)) == (1, 0)
    sweep(due_at + 25 * HOUR)
    assert told(case)[-1] == "escalated"
    assert (mentioned(boss), mentioned(head)) == (2, 0)
    for _number in range(2):
        sweep(due_at + 73 * HOUR)
    assert told(case)[-1] == "still_late"
    assert (mentioned(boss), mentioned(head)) == (3, 1)
    sweep(due_at + 1000 * HOUR)
    assert told(case).count("still_late") == 1


def test_a_case_that_nobody_has_is_told_to_the_supervisors_of_its_department(town: Town, boss: Actor) -> None:
    case = cases.dispatched(town)
    assert case.assignee_id is None
    sweep(at_share(clock_of(case), 81))
    assert "warned" in told(case)
    assert mentioned(boss) >= 1


def test_without_a_supervisor_in_the_department_those_of_the_centre_are_told(case: Case, head: Actor) -> None:
    sweep(clock_of(case).due_at + HOUR / 2)
    assert mentioned(head) == 1


def test_those_above_are_told_where_the_department_has_nobody(case: Case, town: Town, head: Actor) -> None:
    above = town.actor(Role.SUPERVISOR, town.government)
    sweep(clock_of(case).due_at + HOUR / 2)
    assert (mentioned(above), mentioned(head)) == (1, 0)


def test_a_finished_clock_is_told_to_nobody(case: Case, boss: Actor) -> None:
    clock = clock_of(case)
    Clock.objects.update(state=Clock.State.MET)
    sweep(clock.due_at + 100 * HOUR)
    assert told(case) == []


def test_what_was_over_long_ago_is_on_record_but_told_to_nobody(case: Case, boss: Actor) -> None:
    sweep(clock_of(case).due_at + dt.timedelta(days=300))
    assert told(case) == ["overdue"]
    assert not Mention.objects.exists()


def test_a_pause_takes_the_warning_along(case: Case, town: Town) -> None:
    officer = town.actor(Role.OFFICER, town.water)
    handling.suspend(officer, case.id, reason="awaiting parts")
    clock = clock_of(case)
    sweep(clock.due_at + 50 * HOUR)
    assert told(case) == []
    handling.resume(officer, case.id)
    again = clock_of(case)
    assert again.next_at == at_share(again, 80)


def test_an_extension_gives_a_new_warning(case: Case, town: Town) -> None:
    sweep(at_share(clock_of(case), 81))
    handling.extend(town.actor(Role.OFFICER, town.water), case.id, reason="parts", days=5)
    clock = clock_of(case)
    assert clock.warned_at is None
    sweep(at_share(clock, 81))
    assert told(case) == ["warned", "warned"]


def test_rules_are_changed_and_hold_for_clocks_that_begin_then(town: Town, boss: Actor) -> None:
    change(SYSTEM, "escalation", {"warn_share": 50, "warn_who": ["supervisor"], "due_who": ["centre"]})
    held.forget()
    case = cases.in_progress(town)
    clock = clock_of(case)
    assert clock.next_at == at_share(clock, 50)
    sweep(at_share(clock, 51))
    assert mentioned(boss) == 1
    sweep(clock.due_at + HOUR / 2)
    assert told(case) == ["warned", "overdue"], "what is over is on record, whoever is told"
    assert mentioned(boss) == 1


def test_the_second_telling_comes_after_the_first() -> None:
    with pytest.raises(Invalid):
        change(SYSTEM, "escalation", {"later_hours": 48, "last_hours": 24})


def test_at_each_stage_somebody_is_named() -> None:
    for stage in ("warn_who", "due_who", "later_who", "last_who"):
        with pytest.raises(Invalid) as caught:
            change(SYSTEM, "escalation", {stage: []})
        assert set(caught.value.fields) == {stage}
    for share in (0, 100):
        with pytest.raises(Invalid):
            change(SYSTEM, "escalation", {"warn_share": share})


def test_people_who_left_are_not_told(case: Case, boss: Actor, head: Actor) -> None:
    from minben.agencies.models import Staff

    Staff.objects.filter(id=boss.staff_id).update(active=False)
    Task.objects.update(assignee_id=None)
    sweep(clock_of(case).due_at + HOUR / 2)
    assert mentioned(boss) == 0
    assert mentioned(head) >= 1
