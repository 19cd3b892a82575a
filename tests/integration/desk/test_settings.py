"""The screens of settings."""

from __future__ import annotations

import datetime as dt

import pytest

from minben.cases.models import Interaction
from minben.foundation.access.roles import Role
from minben.foundation.options import held
from minben.foundation.options.models import OptionChange
from minben.foundation.records.partitions import ensure_partitions, partitions_of
from tests.factories.desk import Desk, sit_down
from tests.factories.town import make_town

pytestmark = pytest.mark.django_db
NUMBERS = {"prefix": "tn", "year": "minguo", "digits": "6", "seen": "0", "reason": "市政會議"}
MONTHS = {"interaction": "180", "message": "180", "delivery": "180", "eventrow": "24", "seen": "0"}


@pytest.fixture
def desk() -> Desk:
    return sit_down(make_town().water, Role.SYSTEM)


def _text(desk: Desk, path: str) -> str:
    held.forget()
    return str(desk.client.get(path).content.decode())


def test_a_change_is_kept_told_and_gone_back_from(desk: Desk) -> None:
    assert desk.client.post("/desk/settings/numbers", NUMBERS).status_code == 302
    page = _text(desk, "/desk/settings/numbers")
    assert "市政會議" in page
    assert desk.staff.name in page
    assert "Minguo, like 115" in page
    earlier = _text(desk, "/desk/settings/numbers?as=0")
    assert 'value="MB"' in earlier
    assert "Back to version 0" in earlier
    back = {"prefix": "MB", "year": "western", "digits": "9", "seen": "1", "reason": "Back to version 0"}
    assert desk.client.post("/desk/settings/numbers", back).status_code == 302
    assert OptionChange.objects.filter(group="numbers").count() == 2


def test_the_overview_says_what_holds_and_who_changed_it(desk: Desk) -> None:
    assert "As it came" in _text(desk, "/desk/settings")
    desk.client.post("/desk/settings/numbers", NUMBERS)
    page = _text(desk, "/desk/settings")
    assert f"Changed by {desk.staff.name}" in page
    assert "TN" in page


def test_a_wrong_value_is_told_at_its_field_and_what_was_typed_stays(desk: Desk) -> None:
    answer = desk.client.post("/desk/settings/numbers", NUMBERS | {"prefix": "T1"})
    assert answer.status_code == 422
    assert "Write capital letters A to Z only." in answer.content.decode()
    assert 'value="T1"' in answer.content.decode()


def test_a_form_that_somebody_overtook_is_refused(desk: Desk) -> None:
    desk.client.post("/desk/settings/numbers", NUMBERS)
    held.forget()
    answer = desk.client.post("/desk/settings/numbers", NUMBERS | {"digits": "7"})
    assert answer.status_code == 422
    assert "Somebody changed these settings meanwhile" in answer.content.decode()


def test_the_preview_follows_the_form(desk: Desk) -> None:
    query = "?prefix=tn&year=minguo&digits=6&seen=0"
    assert "TN-1" in _text(desk, f"/desk/settings/numbers/next{query}")
    assert "Fill in the form" in _text(
        desk, "/desk/settings/numbers/next?prefix=T1&year=minguo&digits=6&seen=0"
    )
    assert "Fill in the form" in _text(desk, "/desk/settings/numbers/next")


def test_what_would_be_lost_is_asked_about_once_more(desk: Desk) -> None:
    table = Interaction._meta.db_table
    ensure_partitions(dt.date(2021, 1, 1), dt.date(2021, 12, 1), tables=[table])
    assert f"{table}_2021" in partitions_of(table)
    short = MONTHS | {"interaction": "24"}
    asked = desk.client.post("/desk/settings/retention", short)
    assert asked.status_code == 422
    assert "Contacts 2021" in asked.content.decode()
    assert not OptionChange.objects.exists()
    assert desk.client.post("/desk/settings/retention", short | {"sure": "on"}).status_code == 302
    assert OptionChange.objects.get().values["interaction"] == 24


def test_months_below_the_least_are_refused_at_their_field(desk: Desk) -> None:
    answer = desk.client.post("/desk/settings/retention", MONTHS | {"message": "6"})
    assert answer.status_code == 422
    assert not OptionChange.objects.exists()


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT, Role.SUPERVISOR, Role.EDITOR])
@pytest.mark.parametrize("path", ["settings", "settings/numbers", "settings/retention"])
def test_the_other_administrators_are_kept_out(role: Role, path: str) -> None:
    other = sit_down(make_town().water, role)
    assert other.client.get(f"/desk/{path}").status_code == 403
    assert "/desk/settings" not in other.client.get("/desk/").content.decode()
