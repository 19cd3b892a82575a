"""The sheet of the quality checks is changed on a screen; what was checked keeps the sheet that it was checked with."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from minben.cases.actions.quality import check_quality, current_sheet, draw_week
from minben.cases.actions.sheets import MOST, revise_sheet, take_up_sheet
from minben.cases.models import Case, QualityReview, QualityRule, QualitySheet
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from tests.factories.cases import closed
from tests.factories.desk import Desk, make_staff, sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
PATH = "/desk/quality/sheet"
NAME = {"zh-hant": "檢查表", "en": "Sheet"}


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def head(town: Town) -> Desk:
    return sit_down(town.government, Role.SUPERVISOR)


def line(text: str = "用語淺白", weight: Any = 10, **more: Any) -> dict[str, Any]:
    return {"key": "", "weight": weight, "text": {"zh-hant": text}, **more}


def drawn(town: Town) -> QualityReview:
    case = closed(town)
    QualityRule.objects.create(name="all", share=100)
    closed_on = Case.objects.get(id=case.id).closed_at
    assert closed_on is not None
    day = closed_on.astimezone(town.jurisdiction.zone).date()
    draw_week(day - dt.timedelta(days=day.weekday()))
    return QualityReview.objects.get(case_id=case.id)


def posted(desk: Desk, **changed: Any) -> Any:
    """What the browser sends: every input as it stands, and what was changed."""
    form = desk.client.get(PATH).context["form"]
    given = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False, "")}
    return desk.client.post(PATH, given | changed)


def test_a_weight_and_words_are_changed_and_the_next_version_counts(head: Desk) -> None:
    first = current_sheet()
    answer = posted(head, weight0="40", line0_en="Sorted and sent rightly")
    assert answer.status_code == 302
    now = current_sheet()
    assert (now.number, now.code) == (first.number + 1, first.code)
    assert now.criteria[0]["weight"] == 40
    assert now.criteria[0]["text"]["en"] == "Sorted and sent rightly"
    assert [one["key"] for one in now.criteria] == [one["key"] for one in first.criteria]
    first.refresh_from_db()
    assert first.criteria[0]["weight"] == 10
    line = AuditLine.objects.get(action="quality.sheet.revised")
    assert (line.subject_id, line.actor_id) == (now.id, head.staff.id)
    assert {"number", "criteria"} <= set(line.changes)


def test_lines_are_added_taken_away_and_put_in_order(head: Desk) -> None:
    keys = [one["key"] for one in current_sheet().criteria]
    added = f"line{len(keys)}_zh_hant"
    answer = posted(
        head, gone0="on", place6="2", place2="4", **{added: "有同理心", f"weight{len(keys)}": "5"}
    )
    assert answer.status_code == 302
    now = [one["key"] for one in current_sheet().criteria]
    assert now[:-1] == [keys[6], keys[1], keys[3], keys[2], keys[4], keys[5]]
    assert now[-1] not in keys


def test_a_key_that_a_line_had_once_is_given_to_no_other(town: Town) -> None:
    lines = [*current_sheet().criteria, line("甲")]
    second = revise_sheet(SYSTEM, base=1, name=NAME, lines=lines)
    third = revise_sheet(SYSTEM, base=2, name=NAME, lines=[*second.criteria[:-1], line("乙")])
    assert second.criteria[-1]["key"] != third.criteria[-1]["key"]


def test_a_check_keeps_the_sheet_of_its_draw(town: Town, head: Desk) -> None:
    review = drawn(town)
    assert posted(head, gone0="on").status_code == 302
    review.refresh_from_db()
    assert review.sheet.number == 1
    checker = town.actor(Role.CHECKER, town.government)
    marks = {one["key"]: "yes" for one in review.sheet.criteria}
    done = check_quality(checker, review.id, marks=marks, feedback="")
    assert done.points == 100
    page = head.client.get(f"/desk/quality/{review.id}").content.decode()
    assert "The category and the department are right" in page


def test_the_next_draw_uses_the_next_version(town: Town) -> None:
    current_sheet()
    revise_sheet(SYSTEM, base=1, name=NAME, lines=[line()])
    assert drawn(town).sheet.number == 2


def test_an_earlier_version_counts_again_as_the_newest(town: Town, head: Desk) -> None:
    first = current_sheet()
    revise_sheet(SYSTEM, base=1, name=NAME, lines=[line()])
    page = head.client.get(f"{PATH}/1").content.decode()
    assert "Let this version count again" in page
    assert head.client.post(f"{PATH}/1/take-up", {"base": "2"}).status_code == 302
    assert (current_sheet().number, current_sheet().criteria) == (3, first.criteria)


@pytest.mark.parametrize("base", ["", "1", "x", "²", "9" * 40])
def test_who_looked_at_an_older_one_is_told(head: Desk, base: str) -> None:
    current_sheet()
    revise_sheet(SYSTEM, base=1, name=NAME, lines=[line()])
    assert head.client.post(f"{PATH}/1/take-up", {"base": base}).status_code == 302
    assert current_sheet().number == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"weight0": "0"}, "weight0"),
        ({"weight0": "101"}, "weight0"),
        ({"weight0": ""}, "weight0"),
        ({"weight0": "many"}, "weight0"),
        ({"line0_zh_hant": ""}, "line0_zh_hant"),
        ({"name_zh_hant": ""}, "name_zh_hant"),
        ({"line7_zh_hant": "沒有權重"}, "weight7"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    head: Desk, changed: dict[str, str], field: str
) -> None:
    answer = posted(head, line1_en="Kept words", **changed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Kept words" in answer.content.decode()
    assert QualitySheet.objects.count() == 1


@pytest.mark.parametrize("lines", [[], [line()] * (MOST + 1)])
def test_a_sheet_has_some_lines_and_not_too_many(town: Town, lines: list[dict[str, Any]]) -> None:
    current_sheet()
    with pytest.raises(Invalid):
        revise_sheet(SYSTEM, base=1, name=NAME, lines=lines)


def test_the_same_again_is_no_new_version(head: Desk) -> None:
    answer = posted(head)
    assert answer.status_code == 422
    assert "Nothing is different" in answer.content.decode()
    with pytest.raises(Conflict):
        revise_sheet(SYSTEM, base=7, name=NAME, lines=[line()])
    with pytest.raises(Missing):
        take_up_sheet(SYSTEM, 9, base=1)


@pytest.mark.parametrize("role", [Role.CHECKER, Role.OFFICER, Role.SYSTEM, Role.ANALYST])
def test_others_change_no_sheet(town: Town, role: Role) -> None:
    current_sheet()
    other = sit_down(town.water, role)
    assert other.client.get(PATH).status_code == 403
    with pytest.raises(Refused):
        revise_sheet(other.actor, base=1, name=NAME, lines=[line()])
    with pytest.raises(Refused):
        take_up_sheet(other.actor, 1, base=1)


def test_an_unknown_version_is_a_calm_page(head: Desk) -> None:
    make_staff(head.staff.department)
    assert head.client.get(f"{PATH}/99").status_code == 404
