"""Parts of departments beside the lead, and repairs of bad ratings: warned of, overdue, told on, as cases are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone, translation

from minben.cases.actions import rating, repair
from minben.cases.actions import together as joint
from minben.cases.actions.rating_visits import Visit, keep_rating
from minben.cases.jobs import sweep
from minben.cases.models import Case, CaseEvent, Mention, RepairCase, SubOrder
from minben.cases.reading import overview
from minben.desk.presenters.narrowing import Narrowed
from minben.desk.presenters.work import RepairRow, tab_page
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.roles import Role
from minben.processes.models import Clock
from tests.factories import cases
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def town() -> Iterator[Town]:
    with translation.override("en"):
        yield make_town()


@pytest.fixture
def people(town: Town) -> dict[str, Actor]:
    """Those who may be told: supervisors of the lead, of the department beside it, and of the centre."""
    return {
        "lead": town.actor(Role.SUPERVISOR, town.water, name="lead"),
        "beside": town.actor(Role.SUPERVISOR, town.roads, name="beside"),
        "centre": town.actor(Role.SUPERVISOR, town.centre, name="centre"),
        "holder": town.actor(Role.OFFICER, town.roads, name="holder"),
    }


def asked(town: Town) -> SubOrder:
    lead = town.actor(Role.OFFICER, town.water)
    case = cases.in_progress(town)
    return joint.ask_department(lead, case.id, department_id=town.roads.id, question="看路面", days=1)


def clock_of(subject: Any) -> Clock:
    return Clock.objects.get(subject_id=subject.id, state="running")


def at_share(clock: Clock, per_cent: int) -> dt.datetime:
    return clock.started_at + (clock.due_at - clock.started_at) * per_cent / 100


def told(prefix: str) -> list[str]:
    rows = CaseEvent.objects.filter(name__startswith=prefix).order_by("id")
    return [name for name in rows.values_list("name", flat=True) if "_sub_order" not in name]


def hear(people: dict[str, Actor], *events: str) -> dict[str, int]:
    keys = CaseEvent.objects.filter(name__in=events).values_list("id", flat=True)
    rows = Mention.objects.filter(event_id__in=list(keys))
    counts = {name: rows.filter(staff_id=who.staff_id).count() for name, who in people.items()}
    return {name: count for name, count in counts.items() if count}


def test_a_part_is_warned_of_overdue_and_told_on_to_those_above(town: Town, people: dict[str, Actor]) -> None:
    order = asked(town)
    joint.accept_sub_order(people["holder"], order.id)
    clock = clock_of(order)
    sweep(at_share(clock, 79))
    assert told("part_") == []
    for _number in range(2):
        sweep(at_share(clock, 81))
    assert (told("part_"), hear(people, "part_warned")) == (["part_warned"], {"holder": 1})
    sweep(clock.due_at + HOUR / 2)
    assert hear(people, "part_overdue") == {"holder": 1, "beside": 1}
    sweep(clock.due_at + 25 * HOUR)
    assert hear(people, "part_escalated") == {"lead": 1, "beside": 1}
    for _number in range(2):
        sweep(clock.due_at + 73 * HOUR)
    assert hear(people, "part_still_late") == {"lead": 1, "beside": 1, "centre": 1}
    assert told("part_") == ["part_warned", "part_overdue", "part_escalated", "part_still_late"]
    line = CaseEvent.objects.get(name="part_overdue")
    assert (line.public, line.case_id, line.data["asked"]) == (False, order.case_id, str(town.roads.id))


def test_a_part_that_nobody_took_is_told_to_the_supervisors_of_its_department(
    town: Town, people: dict[str, Actor]
) -> None:
    clock = clock_of(asked(town))
    sweep(at_share(clock, 81))
    assert hear(people, "part_warned") == {"beside": 1}


def test_an_answered_part_is_told_to_nobody(town: Town, people: dict[str, Actor]) -> None:
    order = asked(town)
    until = clock_of(order).due_at
    joint.answer_sub_order(people["holder"], order.id, text="好了")
    sweep(until + 100 * HOUR)
    assert told("part_") == []


def test_a_part_that_ends_with_the_promise_is_warned_of_before(town: Town) -> None:
    lead, case = town.actor(Role.OFFICER, town.water), cases.in_progress(town)
    soon = timezone.now() + dt.timedelta(hours=5)
    Case.objects.filter(pk=case.id).update(promised_at=soon)
    order = joint.ask_department(lead, case.id, department_id=town.roads.id, question="看路面")
    clock = clock_of(order)
    assert (order.due_at, clock.due_at) == (soon, soon)
    assert clock.next_at == at_share(clock, 80)


def test_the_mention_says_whose_part_it_is(town: Town, people: dict[str, Actor]) -> None:
    clock = clock_of(asked(town))
    sweep(clock.due_at + HOUR / 2)
    (row,) = tab_page(people["beside"], Narrowed("mentions"), {}, cursor="").rows
    assert str(row.task_name) == "Roads: the time limit of its part has passed"
    desk = sit_down(town.roads, Role.SUPERVISOR)
    Mention.objects.filter(staff_id=people["beside"].staff_id).update(staff_id=desk.staff.id)
    assert "the time limit of its part has passed" in desk.client.get("/desk/?tab=mentions").content.decode()


def test_the_board_lists_late_parts_for_both_sides(town: Town, people: dict[str, Actor]) -> None:
    order = asked(town)
    after = order.due_at + HOUR
    assert overview.late_parts(people["lead"], order.due_at - HOUR) == []
    for name in ("lead", "beside", "centre"):
        assert overview.late_parts(people[name], after) == [order], name
    SubOrder.objects.update(due_at=timezone.now() - HOUR)
    page = sit_down(town.roads, Role.SUPERVISOR).client.get("/desk/board").content.decode()
    assert f"/desk/cases/{order.case_id}/together" in page


def bad_rating(town: Town) -> RepairCase:
    case = cases.closed(town)
    owner = Actor(kind=ActorKind.ANONYMOUS, session="s", claimed_cases=frozenset({case.id}))
    rating.rate(owner, case.id, level=1, reasons=["slow"], comment="")
    return RepairCase.objects.get()


def visit_repair(town: Town) -> RepairCase:
    visit = Visit(uuid.uuid4(), town.water, None, label="A12")
    keep_rating(visit, level=1, reasons=["slow"], comment="", channel="web")
    return RepairCase.objects.get()


def test_a_repair_is_warned_of_and_told_on(town: Town, people: dict[str, Actor]) -> None:
    held = bad_rating(town)
    clock = clock_of(held)
    assert (clock.kind, clock.due_at, clock.department_id) == ("repair", held.due_at, town.water.id)
    sweep(at_share(clock, 81))
    sweep(clock.due_at + HOUR / 2)
    sweep(clock.due_at + 25 * HOUR)
    sweep(clock.due_at + 73 * HOUR)
    stages = ["repair_warned", "repair_overdue", "repair_escalated", "repair_still_late"]
    assert told("repair_") == stages
    assert hear(people, "repair_still_late") == {"lead": 1, "centre": 1}
    assert overview.late_repairs(people["lead"], clock.due_at + HOUR) == [held]


def test_the_time_of_a_repair_stands_still_while_an_appeal_is_decided(
    town: Town, people: dict[str, Actor]
) -> None:
    held = bad_rating(town)
    before = held.due_at
    repair.appeal_rating(town.actor(Role.OFFICER, town.water), held.id, reason="惡意")
    running = clock_of(held)
    assert (running.kind, running.due_at) == ("appeal", RepairCase.objects.get().appeal_due_at)
    assert Clock.objects.get(subject_id=held.id, kind="repair").state == "paused"
    sweep(running.due_at + HOUR / 2)
    assert told("appeal_") == ["appeal_rating", "appeal_overdue"]
    decider = town.actor(Role.SUPERVISOR, town.centre)
    RepairCase.objects.update(appeal_department_id=town.centre.id)
    repair.reject_appeal(decider, held.id, reason="評價有據")
    again = clock_of(held)
    assert (again.kind, again.due_at) == ("repair", RepairCase.objects.get().due_at)
    assert again.due_at >= before
    assert Clock.objects.get(subject_id=held.id, kind="appeal").state == "met"


def test_what_was_put_right_or_upheld_is_told_to_nobody(town: Town) -> None:
    held = bad_rating(town)
    officer = town.actor(Role.OFFICER, town.water)
    repair.repair_contact(officer, held.id, note="問過")
    repair.repair_work(officer, held.id, result="改好")
    repair.repair_proof(officer, held.id, satisfied="yes", proof="可以")
    assert set(Clock.objects.filter(subject_id=held.id).values_list("state", flat=True)) == {"met"}
    sweep(held.due_at + 100 * HOUR)
    assert [name for name in told("repair_") if "late" in name or "over" in name] == []


def test_the_repair_of_a_visit_is_told_without_a_case(town: Town, people: dict[str, Actor]) -> None:
    held = visit_repair(town)
    clock = clock_of(held)
    sweep(clock.due_at + HOUR / 2)
    mention = Mention.objects.get(staff_id=people["lead"].staff_id)
    assert (mention.case_id, mention.repair_id, mention.name) == (None, held.id, "repair_overdue")
    (row,) = tab_page(people["lead"], Narrowed("mentions"), {}, cursor="").rows
    assert isinstance(row, RepairRow)
    desk = sit_down(town.water, Role.SUPERVISOR)
    Mention.objects.filter(pk=mention.pk).update(staff_id=desk.staff.id)
    page = desk.client.get("/desk/?tab=mentions").content.decode()
    assert f"/desk/repairs/{held.id}" in page
    assert desk.client.get(f"/desk/repairs/{held.id}").status_code == 200
    assert Mention.objects.get(pk=mention.pk).seen_at is not None
