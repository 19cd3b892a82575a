"""The screens of time limits: looking, changing, looking ahead, taking back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from minben.cases import limits
from minben.cases.limits import limit_for
from minben.foundation.access.roles import Role
from minben.processes.models import TimeLimit
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db
LIST = "/desk/settings/time-limits"
ANSWER = f"{LIST}/answer?kind=enquiry&urgency=E2"
GOOD = {
    "amount": "2",
    "unit": "workday",
    "rule": "City decision 7",
    "since": "",
    "reason": "Shorter",
    "seen": "",
}


@pytest.fixture
def desk(town: Town) -> Desk:
    return sit_down(town.water, Role.SYSTEM)


def text(desk: Desk, path: str, status: int = 200) -> str:
    limits.forget()
    answer = desk.client.get(path, headers={"accept-language": "en"})
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_list_has_every_step_with_its_limits_and_sources(desk: Desk) -> None:
    page = text(desk, LIST)
    for step in limits.STEPS:
        assert f'id="step-{step}"' in page
    assert "行政許可法" in page
    assert "kind=enquiry&amp;urgency=E2" in page


def test_a_limit_is_changed_and_shown_with_who_and_why(desk: Desk, town: Town) -> None:
    answer = desk.client.post(ANSWER, GOOD)
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    limits.forget()
    assert limit_for("answer", kind="enquiry", urgency="E2", place=town.jurisdiction.id).amount == 2
    assert desk.staff.name in text(desk, LIST)
    page = text(desk, ANSWER)
    assert "City decision 7" in page
    assert "Shorter" in page


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(desk: Desk) -> None:
    answer = desk.client.post(ANSWER, {**GOOD, "amount": "1.5", "unit": "day", "rule": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="1.5"' in page
    assert page.count("error") > 1
    assert not TimeLimit.objects.exists()


def test_somebody_who_was_slower_is_told(desk: Desk) -> None:
    desk.client.post(ANSWER, GOOD)
    answer = desk.client.post(ANSWER, {**GOOD, "amount": "4"})
    assert answer.status_code == 422
    assert TimeLimit.objects.get().amount == Decimal(2)
    for seen in ("no key", str(TimeLimit.objects.get().id)):
        desk.client.post(ANSWER, {**GOOD, "amount": "4", "seen": seen})
    assert TimeLimit.objects.count() == 2


def test_it_says_when_a_request_taken_now_would_be_due_and_what_the_law_gives(desk: Desk) -> None:
    part = f"{LIST}/decide/due?kind=application"
    assert "20 " not in text(desk, f"{part}&amount=20&unit=workday")
    assert "20 " in text(desk, f"{part}&amount=21&unit=workday")
    nothing = text(desk, f"{part}&amount=&unit=workday")
    assert "setting-preview" not in nothing
    assert "setting-preview" not in text(desk, f"{part}&amount=1.5&unit=day")
    assert "setting-preview" not in text(desk, f"{part}&amount=9e9&unit=moons")


def test_a_limit_is_as_it_came_again(desk: Desk, town: Town) -> None:
    restore = f"{LIST}/answer/restore?kind=enquiry&urgency=E2"
    desk.client.post(ANSWER, GOOD)
    assert restore.replace("&", "&amp;") in text(desk, ANSWER)
    desk.client.post(restore)
    limits.forget()
    assert limit_for("answer", kind="enquiry", urgency="E2", place=town.jurisdiction.id).amount == 3
    desk.client.post(restore)
    assert TimeLimit.objects.count() == 2
    assert "restore" not in text(desk, ANSWER)


@pytest.mark.parametrize("path", ["sleep", "answer?kind=poem", "answer?urgency=E9", "sleep/due"])
def test_a_step_or_kind_that_is_not_there_is_not_found(desk: Desk, path: str) -> None:
    text(desk, f"{LIST}/{path}", 404)


def test_only_the_system_administrator_comes_in(town: Town) -> None:
    other = sit_down(town.water, Role.SUPERVISOR)
    assert other.client.get(LIST).status_code == 403
    assert other.client.post(ANSWER, GOOD).status_code == 403
    assert not TimeLimit.objects.exists()
