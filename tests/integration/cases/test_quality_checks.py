"""Drawn, checked, objected to, decided again; never by the one whose work it is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minben.cases.actions.quality import (
    check_quality,
    current_sheet,
    decide_quality,
    draw_week,
    make_rule,
    object_to_quality,
)
from minben.cases.actions.rating import rate
from minben.cases.models import Case, CaseEvent, QualityReview
from minben.cases.quality.reviewing import results, reviews
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Invalid, Refused
from tests.factories.cases import closed
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


def monday() -> dt.date:
    today = timezone.localdate()
    return today - dt.timedelta(days=today.weekday())


def all_marks(mark: str = "yes") -> dict[str, str]:
    return {one["key"]: mark for one in current_sheet().criteria}


def drawn(town: Town, worker: Actor | None = None) -> QualityReview:
    case = closed(town)
    if worker is not None:
        CaseEvent.objects.filter(case_id=case.id, name="answer").update(actor_id=worker.staff_id)
    make_rule(SYSTEM, name="全部", share=100)
    draw_week(monday())
    return QualityReview.objects.get(case=case)


def test_the_draw_is_the_same_again_and_says_why(town: Town) -> None:
    cases = [closed(town) for _n in range(4)]
    rate(town.actor(Role.CALLBACK, town.centre), cases[0].id, level=1, comment="沒修好", channel="phone")
    make_rule(SYSTEM, name="兩件", number=2, bad_always=True)
    fresh = draw_week(monday())
    found = dict(QualityReview.objects.values_list("case_id", "drawn_why"))
    assert fresh == len(found)
    assert 2 <= fresh <= 3
    assert found[cases[0].id]["bad"] is True
    assert {why["pool"] for why in found.values()} == {4}
    assert draw_week(monday()) == 0
    QualityReview.objects.all().delete()
    draw_week(monday())
    assert dict(QualityReview.objects.values_list("case_id", "drawn_why")) == found


def test_a_rule_that_draws_nothing_is_refused_and_other_weeks_are_left_alone(town: Town) -> None:
    with pytest.raises(Invalid):
        make_rule(SYSTEM, name="空", share=0)
    closed(town)
    make_rule(SYSTEM, name="全部", share=100, department_id=town.water.id)
    assert draw_week(monday() - dt.timedelta(days=7)) == 0
    make_rule(SYSTEM, name="道路", share=100, department_id=town.roads.id)
    assert draw_week(monday()) == 1


def test_checked_objected_to_and_decided_by_three_people(town: Town) -> None:
    worker = town.actor(Role.OFFICER, town.water)
    review = drawn(town, worker)
    checker, other = (town.actor(Role.CHECKER, town.centre), town.actor(Role.SUPERVISOR, town.centre))
    with pytest.raises(Refused):
        check_quality(worker, review.id, marks=all_marks(), feedback="")
    with pytest.raises(Invalid):
        check_quality(checker, review.id, marks={}, feedback="")
    with pytest.raises(Invalid):
        check_quality(checker, review.id, marks=all_marks("no"), feedback=" ")
    check_quality(checker, review.id, marks=all_marks("no"), feedback="答非所問")
    with pytest.raises(Conflict):
        check_quality(other, review.id, marks=all_marks(), feedback="")
    object_to_quality(worker, review.id, text="已現場核實")
    for wrong in (checker, worker):
        with pytest.raises(Refused):
            decide_quality(wrong, review.id, marks=all_marks(), text="同意")
    done = decide_quality(other, review.id, marks=all_marks(), text="附照片，屬實")
    assert (done.points, done.points_before, done.failed) == (100, 0, False)
    row = results(other)[0]
    assert (row.checked, row.points, row.failed, row.objected) == (1, 100, 0, 1)


def test_a_checker_who_did_the_work_neither_finds_nor_checks_it(town: Town) -> None:
    both = town.actor(Role.CHECKER, town.centre)
    review = drawn(town, both)
    assert review not in reviews(both, "check")
    assert review in reviews(town.actor(Role.CHECKER, town.centre), "check")
    with pytest.raises(Refused):
        check_quality(both, review.id, marks=all_marks(), feedback="")


def test_the_pages_walk_from_the_rule_to_the_export(town: Town) -> None:
    case = closed(town)
    boss = sit_down(town.government, Role.SUPERVISOR)
    officer = sit_down(town.water, Role.OFFICER)
    CaseEvent.objects.filter(case_id=case.id, name="answer").update(actor_id=officer.staff.id)
    nothing = boss.client.post("/desk/quality/draw", follow=True).content.decode()
    assert "Nothing was drawn" in nothing
    boss.client.post("/desk/quality/rules", {"name": "每週", "share": "100", "number": "0"})
    page = boss.client.post("/desk/quality/draw", follow=True).content.decode()
    assert case.number in page
    review = QualityReview.objects.get()
    address = f"/desk/quality/{review.id}"
    assert boss.client.post(address, {"feedback": "x"}).status_code == 422
    assert officer.client.get(address).status_code == 404, (
        "what is not checked yet is not shown to the worker"
    )
    sent = {f"mark_{key}": mark for key, mark in all_marks("partly").items()}
    assert boss.client.post(address, sent | {"feedback": "可更完整"}).status_code == 302
    assert "可更完整" in officer.client.get(address).content.decode()
    assert officer.client.post(address, {"text": "不同意"}).status_code == 302
    assert QualityReview.objects.get().state == "objected"
    assert boss.client.get("/desk/quality?tab=objected").status_code == 200
    rows = b"".join(boss.client.get("/desk/quality/results.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert ",1,50,0,1" in rows
    assert case.title not in rows


def test_the_list_costs_the_same_however_many_checks(town: Town) -> None:
    desk = sit_down(town.centre, Role.CHECKER)
    drawn(town)

    def cost() -> int:
        with CaptureQueriesContext(connection) as held:
            assert desk.client.get("/desk/quality").status_code == 200
        return len(held)

    cost()
    before = cost()
    for _n in range(4):
        closed(town)
    draw_week(monday())
    assert cost() <= before <= 12
    assert Case.objects.count() == 5
