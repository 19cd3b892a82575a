"""A bad rating is put right: contact, repair, proof by a call back; or appealed, and decided by somebody else."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from minben.agencies.models import RoleGrant, Staff
from minben.cases.actions import rating, repair
from minben.cases.models import Case, CaseEvent, Interaction, Rating, RepairCase
from minben.cases.ratings import rates, repairs
from minben.desk.presenters.narrowing import Narrowed
from minben.desk.presenters.work import RepairRow, tab_page
from minben.foundation.access.actor import Actor, ActorKind, Grant
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.processes.models import Task
from minben.visits.actions import rate_visit
from tests.factories.cases import closed
from tests.factories.desk import sit_down
from tests.factories.town import Town, citizen, make_town
from tests.factories.visits import make_hall, served

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


def badly_rated(town: Town) -> tuple[RepairCase, Actor]:
    """Very dissatisfied with a case of the water department; and an officer there."""
    case = closed(town)
    owner = Actor(kind=ActorKind.ANONYMOUS, session="s", claimed_cases=frozenset({case.id}))
    rating.rate(owner, case.id, level=1, reasons=["slow"], comment="等了很久")
    return RepairCase.objects.get(), town.actor(Role.OFFICER, town.water)


def tasks(one: RepairCase) -> list[str]:
    rows = Task.objects.filter(subject_id=one.id, state__in=["open", "claimed"])
    return list(rows.values_list("kind", flat=True))


def now(one: RepairCase) -> RepairCase:
    return RepairCase.objects.get(pk=one.id)


def appealed(town: Town) -> tuple[RepairCase, Actor, Actor]:
    """The repair, who appealed, and the supervisor above who decides."""
    leader = town.actor(Role.SUPERVISOR, town.government)
    one, officer = badly_rated(town)
    repair.appeal_rating(officer, one.id, reason="同一人一日評價十次，與辦理無關")
    return now(one), officer, leader


def test_a_bad_rating_is_put_right_step_by_step(town: Town) -> None:
    one, officer = badly_rated(town)
    assert (one.state, tasks(one), one.owner_department_id) == ("open", ["repair_contact"], town.water.id)
    with pytest.raises(Conflict):
        repair.repair_proof(officer, one.id, satisfied="yes", proof="滿意")
    with pytest.raises(Invalid) as caught:
        repair.repair_contact(officer, one.id, note=" ")
    assert "note" in caught.value.fields
    repair.repair_contact(officer, one.id, note="說等了三週")
    assert tasks(one) == ["repair_work"]
    repair.repair_work(officer, one.id, result="已致歉並加裝路燈")
    assert tasks(one) == ["repair_proof"]
    with pytest.raises(Invalid):
        repair.repair_proof(officer, one.id, satisfied="", proof="滿意")
    repair.repair_proof(officer, one.id, satisfied="yes", proof="十一月二日電話：滿意")
    done = now(one)
    assert (done.state, done.satisfied, tasks(one)) == ("done", "yes", [])
    assert done.called_back_at is not None
    told = CaseEvent.objects.filter(case_id=one.rating.case_id, public=True, name__startswith="repair")
    assert [(line.name, line.text) for line in told] == [("repair_proof", "已致歉並加裝路燈")]
    assert Interaction.objects.filter(
        case_id=one.rating.case_id, kind="callback", body__contains="十一月"
    ).exists()


def test_what_is_not_settled_is_worked_on_again_by_the_same_date(town: Town) -> None:
    one, officer = badly_rated(town)
    repair.repair_contact(officer, one.id, note="x")
    repair.repair_work(officer, one.id, result="修了")
    repair.repair_again(officer, one.id, note="又壞了")
    assert (tasks(one), now(one).due_at) == (["repair_work"], one.due_at)


def test_its_time_is_counted_in_working_days(town: Town) -> None:
    with time_machine.travel(dt.datetime(2026, 4, 29, 2, 0, tzinfo=dt.UTC), tick=False):
        one, _officer = badly_rated(town)
    local = one.due_at.astimezone(town.jurisdiction.zone)
    assert local.date() == dt.date(2026, 5, 9), (
        "30 April, 6, 7, 8 May, and the Saturday made up for the holiday"
    )


def test_another_department_neither_sees_nor_puts_right(town: Town) -> None:
    one, _officer = badly_rated(town)
    stranger = town.actor(Role.OFFICER, town.roads)
    with pytest.raises(Missing):
        repairs.repair_for(stranger, one.id)
    with pytest.raises(Refused):
        repair.repair_contact(stranger, one.id, note="x")
    with pytest.raises(Refused):
        repair.repair_contact(citizen(), one.id, note="x")
    assert repairs.repairs_of(stranger) == []


def test_the_supervisor_above_decides_on_an_appeal_and_upholds_it(town: Town) -> None:
    one, officer, leader = appealed(town)
    assert (one.state, tasks(one), one.appeal_department_id) == (
        "appealed", ["decide_appeal"], town.government.id,
    )  # fmt: skip
    task = Task.objects.get(subject_id=one.id, kind="decide_appeal")
    assert (task.role, task.due_at) == (Role.SUPERVISOR, one.appeal_due_at)
    repair.uphold_appeal(leader, one.id, reason="確屬惡意")
    done = now(one)
    assert (done.state, done.upheld, tasks(one)) == ("upheld", True, [])
    assert Rating.objects.get().level == 1, "it stays on record"
    assert repairs.verbs_for(officer, done) == set()


def test_nobody_decides_who_appealed_was_rated_or_belongs_to_the_department(town: Town) -> None:
    leader = town.actor(Role.SUPERVISOR, town.government)
    one, officer = badly_rated(town)
    Rating.objects.update(staff_id=leader.staff_id)
    repair.appeal_rating(officer, one.id, reason="不實")
    own = town.actor(Role.SUPERVISOR, town.water)
    for somebody in (leader, officer, own):
        with pytest.raises(Refused):
            repair.uphold_appeal(somebody, one.id, reason="x")
    other = town.actor(Role.SUPERVISOR, town.government, name="別人")
    assert repairs.verbs_for(other, now(one)) == {"uphold_appeal", "reject_appeal"}


def test_who_appealed_does_not_decide_though_they_lead_both(town: Town) -> None:
    town.actor(Role.SUPERVISOR, town.government)
    one, _officer = badly_rated(town)
    staff = Staff.objects.create(department=town.water, number="both", name="兩處主管")
    for place in (town.water, town.government):
        RoleGrant.objects.create(staff=staff, role=Role.SUPERVISOR, department=place)
    grants = tuple(Grant(Role.SUPERVISOR, place.id) for place in (town.water, town.government))
    both = Actor(kind=ActorKind.STAFF, staff_id=staff.id, name=staff.name, grants=grants)
    repair.appeal_rating(both, one.id, reason="不實")
    with pytest.raises(Refused):
        repair.uphold_appeal(both, one.id, reason="x")


def test_a_rejected_appeal_gives_back_the_working_days_it_took_and_there_is_one(town: Town) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC), tick=False):
        one, officer, leader = appealed(town)
    before = one.due_at
    with time_machine.travel(dt.datetime(2026, 3, 4, 2, 0, tzinfo=dt.UTC), tick=False):
        repair.reject_appeal(leader, one.id, reason="評價有據")
    after = now(one)
    assert (after.state, tasks(one)) == ("open", ["repair_contact"])
    assert after.due_at - before == dt.timedelta(days=2)
    assert Task.objects.get(subject_id=one.id, kind="repair_contact", state="open").due_at == after.due_at
    assert "appeal_rating" not in repairs.verbs_for(officer, after)
    with pytest.raises(Conflict):
        repair.appeal_rating(officer, one.id, reason="再申訴")


def test_rates_count_what_was_appealed_and_leave_nothing_out(town: Town) -> None:
    one, _officer, leader = appealed(town)
    repair.uphold_appeal(leader, one.id, reason="惡意")
    (line,) = rates.rates(leader, "department", timezone.now())
    assert (line.given, line.bad, line.appealed, line.upheld, line.share) == (1, 1, 1, 1, 0.0)


def test_a_repair_of_a_visit_stands_in_my_work_and_is_put_right_alike() -> None:
    hall = make_hall(make_town())
    visit = served(hall, "a")
    rate_visit(citizen(), visit.id, level=2, reasons=["attitude"])
    officer = hall.town.actor(Role.OFFICER, hall.town.water)
    (row,) = tab_page(officer, Narrowed("new"), {}, cursor="").rows
    assert isinstance(row, RepairRow)
    assert (str(row.repair.rating.visit_id), row.task.kind) == (str(visit.id), "repair_contact")
    repair.repair_contact(officer, row.repair.id, note="x")
    repair.repair_work(officer, row.repair.id, result="已致歉")
    repair.repair_proof(officer, row.repair.id, satisfied="partly", proof="好一些")
    assert now(row.repair).state == "done"


def test_without_a_published_drawing_a_bad_rating_is_still_put_right() -> None:
    town = make_town(drawn=False)
    one, officer = badly_rated(town)
    repair.repair_contact(officer, one.id, note="x")
    assert tasks(one) == ["repair_work"]


def test_the_pages_lead_through_it(town: Town) -> None:
    one, _officer = badly_rated(town)
    desk = sit_down(town.water, Role.OFFICER).client
    assert one.rating.case is not None
    case: Case = one.rating.case
    assert case.title in desk.get("/desk/repairs").content.decode()
    page = desk.get(f"/desk/repairs/{one.id}").content.decode()
    assert f"/desk/repairs/{one.id}/do/repair_contact" in page
    assert "process__picture" in page
    bad = desk.post(f"/desk/repairs/{one.id}/do/repair_contact", {"channel": "phone", "note": ""})
    assert bad.status_code == 422
    assert (
        desk.post(
            f"/desk/repairs/{one.id}/do/repair_contact", {"channel": "phone", "note": "談過"}
        ).status_code
        == 302
    )
    assert now(one).contact_note == "談過"
    stranger = sit_down(town.roads, Role.OFFICER).client
    assert stranger.get(f"/desk/repairs/{one.id}").status_code == 404
    assert stranger.post(f"/desk/repairs/{one.id}/do/repair_work", {"result": "x"}).status_code == 404
