"""Who is told about a time limit, when, and that nobody is told twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from minben.cases.actions import handling
from minben.cases.jobs import sweep
from minben.cases.limits import escalating
from minben.cases.models import Case, CaseEvent, Mention
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.roles import Role
from minben.foundation.options import held
from minben.foundation.options.actions import change
from minben.foundation.records.errors import Invalid
from minben.processes.models import Clock, Task
from tests.factories import cases
from tests.factories.desk import sit_down
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


OWN = {"own": "own", "warn_share": 50, "due_who": ["centre"]}


def test_a_kind_of_work_may_have_its_own_rules_and_an_urgency_of_it_others(town: Town, head: Actor) -> None:
    change(SYSTEM, "escalation_hotline", OWN)
    change(SYSTEM, "escalation_hotline_E0", {"own": "own", "warn_share": 10})
    held.forget()
    plain, urgent = cases.in_progress(town), cases.in_progress(town, urgency="E0")
    applied = Clock.objects.get(subject_id=cases.examining(town).id, kind="decide")
    assert clock_of(plain).next_at == at_share(clock_of(plain), 50)
    assert clock_of(urgent).next_at == at_share(clock_of(urgent), 10)
    assert applied.next_at == at_share(applied, 80)
    sweep(clock_of(plain).due_at + HOUR / 2)
    assert "overdue" in told(plain)
    line = CaseEvent.objects.get(case_id=plain.id, name="overdue", data__clock="answer")
    assert line.data["mentions"] == [str(head.staff_id)]


def test_clocks_of_several_rules_are_each_told_when_theirs_say(town: Town, boss: Actor) -> None:
    change(SYSTEM, "escalation_hotline_E1", {"own": "own", "later_hours": 2, "last_hours": 4})
    held.forget()
    slow, fast = cases.in_progress(town), cases.in_progress(town, urgency="E1")
    due_at = clock_of(fast).due_at
    Clock.objects.filter(kind="answer").update(due_at=due_at)
    for hours in (0.5, 3, 5):
        sweep(due_at + hours * HOUR)
    assert told(fast)[-3:] == ["overdue", "escalated", "still_late"]
    assert told(slow)[-1] == "overdue"


def test_rules_of_a_kind_begin_with_the_general_ones_and_hold_only_when_it_is_said(town: Town) -> None:
    change(SYSTEM, "escalation", {"warn_share": 70})
    change(SYSTEM, "escalation_application", {"own": "general", "warn_share": 10})
    held.forget()
    assert escalating.rules("application", "E2").name == "escalation"
    assert held.of("escalation_repair")["warn_share"] == 70
    change(SYSTEM, "escalation_application", {"own": "own"})
    held.forget()
    assert escalating.rules("application", "E2").share == 10
    assert held.of("escalation_application_E0")["warn_share"] == 10, (
        "those of an urgency begin with the kind's"
    )


def test_own_rules_are_held_against_the_same_description() -> None:
    with pytest.raises(Invalid) as caught:
        change(SYSTEM, "escalation_sub_order", {"own": "own", "later_hours": 48, "last_hours": 24})
    assert set(caught.value.fields) == {"last_hours"}
    with pytest.raises(Invalid):
        change(SYSTEM, "escalation_sub_order", {"own": "own", "last_who": []})


def test_administrators_set_them_on_screens_with_a_history(town: Town) -> None:
    client = sit_down(town.centre, Role.SYSTEM).client
    page = client.get("/desk/settings/escalation").content.decode()
    assert "/desk/settings/escalation/sub_order" in page
    address = "/desk/settings/escalation/hotline"
    assert f"{address}/E0" in client.get(address).content.decode()
    given = {
        "own": "own", "warn_share": 60, "warn_who": ["assignee"], "due_who": ["supervisor"], "later_hours": 12,
        "later_who": ["lead"], "last_hours": 24, "last_who": ["centre"], "reason": "夜間值班", "seen": 0,
    }  # fmt: skip
    wrong = client.post(address, {**given, "last_hours": 6, "warn_who": []})
    assert wrong.status_code == 422
    assert client.post(address, given).status_code == 302
    held.forget()
    assert escalating.rules("hotline", "E3").name == "escalation_hotline"
    shown = client.get(address).content.decode()
    assert "夜間值班" in shown
    assert "Own rules" in client.get("/desk/settings/escalation").content.decode()
    assert client.get("/desk/settings/escalation/nothing").status_code == 404
    assert client.get("/desk/settings/escalation/repair/E0").status_code == 404


def test_people_who_left_are_not_told(case: Case, boss: Actor, head: Actor) -> None:
    from minben.agencies.models import Staff

    Staff.objects.filter(id=boss.staff_id).update(active=False)
    Task.objects.update(assignee_id=None)
    sweep(clock_of(case).due_at + HOUR / 2)
    assert mentioned(boss) == 0
    assert mentioned(head) >= 1
