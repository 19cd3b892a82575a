"""People are lent, go on leave and stand in; announcements reach those they are for."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from minben.agencies.actions import (
    announce_to_staff,
    ask_leave,
    call_back_lent,
    confirm_read,
    decide_leave,
    grant_role,
    lend,
    take_back_leave,
    withdraw_announcement,
)
from minben.agencies.actions.lending import sweep_lendings
from minben.agencies.events import LendingEnded
from minben.agencies.models import Announcement, Cover, Lending, RoleGrant, Staff
from minben.agencies.notices import announcements, for_reader, forget_announcements
from minben.agencies.queries import actor_for
from minben.agencies.teams import Mark, leave_to_decide, month_of_team, team_departments
from minben.cases.actions.work import take
from minben.cases.jobs import free_tasks_of_the_lent
from minben.cases.queries import seen_by
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.processes.models import Task
from tests.english import english
from tests.factories.cases import dispatched
from tests.factories.desk import make_staff, sit_down
from tests.factories.town import Town, make_town

__all__ = ["english"]
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def town() -> Town:
    forget_announcements()
    return make_town()


@pytest.fixture
def boss(town: Town) -> Actor:
    return acting(make_staff(town.government, Role.SUPERVISOR, name="督導"))


def acting(staff: Staff) -> Actor:
    assert staff.account is not None
    actor = actor_for(staff.account)
    assert actor is not None
    return actor


def today() -> dt.date:
    return timezone.localdate()


def lent(boss: Actor, staff: Staff, town: Town, *, days: int = 3, after: int = 0) -> Lending:
    since = today() + after * DAY
    return lend(boss, staff, town.water, Role.OFFICER, since=since, until=since + days * DAY)


# lending


def test_who_is_lent_sees_and_takes_the_work_there_until_the_last_day(town: Town, boss: Actor) -> None:
    staff, case = make_staff(town.roads, Role.OFFICER), dispatched(town)
    assert not seen_by(acting(staff), case.id)
    lent(boss, staff, town)
    assert seen_by(acting(staff), case.id)
    task = Task.objects.get(subject_id=case.id, kind="sign")
    assert take(acting(staff), task.id).assignee_id == staff.id
    with time_machine.travel(timezone.now() + 4 * DAY):
        assert not seen_by(acting(staff), case.id), "the grant counts for nothing before it is swept away"
        assert sweep_lendings(today()) == 1
    assert not RoleGrant.objects.filter(staff=staff, department=town.water).exists()
    actions = AuditLine.objects.filter(subject_id=staff.id).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["staff.lent", "staff.lending.began", "staff.lending.ended"]


def test_what_was_taken_goes_back_into_the_queue(town: Town, boss: Actor) -> None:
    staff, case = make_staff(town.roads, Role.OFFICER), dispatched(town)
    lending = lent(boss, staff, town)
    task = take(acting(staff), Task.objects.get(subject_id=case.id, kind="sign").id)
    call_back_lent(boss, lending.id)
    free_tasks_of_the_lent([LendingEnded(subject_id=staff.id, department_id=town.water.id)])
    task.refresh_from_db()
    assert (task.assignee_id, task.state) == (None, "open")
    with pytest.raises(Missing, match="over already"):
        call_back_lent(boss, lending.id)


def test_a_lending_that_starts_later_begins_by_itself(town: Town, boss: Actor) -> None:
    staff = make_staff(town.roads, Role.OFFICER)
    lent(boss, staff, town, after=2)
    assert sweep_lendings(today()) == 0
    assert not RoleGrant.objects.filter(staff=staff, department=town.water).exists()
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert sweep_lendings(today()) == 1
        assert RoleGrant.objects.get(staff=staff, department=town.water).until is not None
        assert sweep_lendings(today()) == 0


def test_a_role_given_for_good_outlives_the_lending(town: Town, boss: Actor) -> None:
    staff = make_staff(town.roads, Role.OFFICER)
    lending = lent(boss, staff, town)
    grant_role(SYSTEM, staff, Role.OFFICER, department=town.water)
    call_back_lent(boss, lending.id)
    assert RoleGrant.objects.filter(staff=staff, department=town.water, until=None).exists()


def test_one_lends_only_between_departments_one_leads(town: Town) -> None:
    water = acting(make_staff(town.water, Role.SUPERVISOR))
    with pytest.raises(Refused, match="departments that you lead"):
        lent(water, make_staff(town.roads, Role.OFFICER), town)
    with pytest.raises(Refused):
        lend(
            water,
            make_staff(town.water, Role.OFFICER),
            town.roads,
            Role.OFFICER,
            since=today(),
            until=today(),
        )


@pytest.mark.parametrize(
    ("since", "until", "role", "field"),
    [
        (0, -1, Role.OFFICER, "until"),
        (-5, -2, Role.OFFICER, "until"),
        (0, 400, Role.OFFICER, "until"),
        (0, 1, Role.SUPERVISOR, "role"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(
    town: Town, boss: Actor, since: int, until: int, role: Role, field: str
) -> None:
    staff = make_staff(town.roads, Role.OFFICER)
    with pytest.raises(Invalid) as said:
        lend(boss, staff, town.water, role, since=today() + since * DAY, until=today() + until * DAY)
    assert field in said.value.fields


def test_nobody_is_lent_twice_and_no_administrator_at_all(town: Town, boss: Actor) -> None:
    staff = make_staff(town.roads, Role.OFFICER)
    lent(boss, staff, town)
    with pytest.raises(Invalid, match="already"):
        lent(boss, staff, town)
    with pytest.raises(Conflict, match="administrator"):
        lent(boss, make_staff(town.roads, Role.AUDIT), town)


# leave


def test_leave_is_asked_for_approved_with_a_stand_in_and_marked(town: Town, boss: Actor) -> None:
    away, there = (
        make_staff(town.water, Role.OFFICER, name="休假"),
        make_staff(town.water, Role.OFFICER, name="代理"),
    )
    asked = ask_leave(acting(away), today(), today() + DAY)
    assert leave_to_decide(boss) == [asked]
    with pytest.raises(Invalid) as said:
        decide_leave(boss, asked.id, approve=True)
    assert "substitute" in said.value.fields
    decide_leave(boss, asked.id, approve=True, substitute=there)
    people = {p.staff.name: p for p in month_of_team([town.water], today(), today() + 2 * DAY)}
    assert people["休假"].cells[today()].mark == Mark.LEAVE
    assert people["代理"].cells[today()].mark == Mark.COVERS
    assert today() + 2 * DAY not in people["休假"].cells
    with pytest.raises(Conflict, match="decided already"):
        decide_leave(boss, asked.id, approve=False, answer="人手不足")


def test_refusing_needs_words_and_nobody_approves_their_own(town: Town, boss: Actor) -> None:
    asked = ask_leave(acting(make_staff(town.water, Role.OFFICER)), today(), today())
    with pytest.raises(Invalid):
        decide_leave(boss, asked.id, approve=False)
    assert decide_leave(boss, asked.id, approve=False, answer="人手不足").state == Cover.State.REFUSED
    own = ask_leave(boss, today(), today())
    with pytest.raises(Refused, match="own leave"):
        decide_leave(boss, own.id, approve=True)


def test_who_stands_in_must_be_there(town: Town, boss: Actor) -> None:
    one, other = make_staff(town.water, Role.OFFICER), make_staff(town.water, Role.OFFICER)
    first = ask_leave(acting(one), today(), today() + DAY, substitute=other)
    second = ask_leave(acting(other), today() + DAY, today() + 2 * DAY, substitute=one)
    decide_leave(boss, first.id, approve=True)
    with pytest.raises(Invalid, match="on leave on some of these days too"):
        decide_leave(boss, second.id, approve=True)
    take_back_leave(acting(one), first.id)
    assert decide_leave(boss, second.id, approve=True).state == Cover.State.APPROVED


def test_another_departments_supervisor_neither_sees_nor_decides(town: Town) -> None:
    asked = ask_leave(acting(make_staff(town.water, Role.OFFICER)), today(), today())
    roads = acting(make_staff(town.roads, Role.SUPERVISOR))
    assert leave_to_decide(roads) == []
    with pytest.raises(Refused):
        decide_leave(roads, asked.id, approve=True)
    assert [d.code for d in team_departments(roads)] == ["roads"]


# announcements


def told(boss: Actor, **fields: object) -> object:
    values = {"since": timezone.now() - DAY, "until": timezone.now() + DAY, **fields}
    made = announce_to_staff(boss, {"zh-hant": "系統維護"}, {"zh-hant": "今晚十點"}, **values)  # type: ignore[arg-type]
    forget_announcements()
    return made


def test_an_announcement_reaches_those_it_is_for_until_they_put_it_away(town: Town, boss: Actor) -> None:
    water, roads = acting(make_staff(town.water, Role.OFFICER)), acting(make_staff(town.roads, Role.AGENT))
    told(boss, departments=[town.water.id])
    everybody = told(boss, importance="urgent")
    told(boss, roles=[Role.AGENT])
    told(boss, departments=[town.government.id], roles=[Role.OFFICER])
    assert [len(for_reader(water)), len(for_reader(roads))] == [3, 2]
    assert for_reader(water)[0] == everybody, "the urgent one first"
    for _twice in range(2):
        confirm_read(water, everybody.id)  # type: ignore[attr-defined]
    assert everybody not in for_reader(water)
    assert {row.announcement.id: (row.read, row.meant_for) for row in announcements(boss)}[everybody.id] == (
        1,
        3,
    )  # type: ignore[attr-defined]


def test_the_last_day_is_the_one_that_was_written(town: Town) -> None:
    desk = sit_down(town.government, Role.SUPERVISOR)
    today = timezone.localdate()
    days = {"since": today.isoformat(), "until": (today + 6 * DAY).isoformat()}
    words = {"title_zh_hant": "輪值", "body_zh_hant": "三班。", "importance": "ordinary"}
    assert desk.client.post("/desk/announcements/new", words | days).status_code == 302
    made = Announcement.objects.get()
    assert (made.first_day, made.last_day) == (today, today + 6 * DAY)
    assert f'<time datetime="{made.last_day}"' in desk.client.get("/desk/announcements").content.decode()


def test_what_is_over_not_yet_begun_or_withdrawn_is_not_shown(town: Town, boss: Actor) -> None:
    told(boss, since=timezone.now() + DAY, until=timezone.now() + 2 * DAY)
    gone = told(boss)
    withdraw_announcement(boss, gone.id)  # type: ignore[attr-defined]
    forget_announcements()
    assert for_reader(boss) == []
    with pytest.raises(Invalid):
        told(boss, until=timezone.now() - DAY)
    with pytest.raises(Refused):
        told(acting(make_staff(town.water, Role.OFFICER)))
