"""An identity number among the answers of a case: masked on the page, shown once with a reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

from minben.cases.applications.sealing import with_secrets
from minben.cases.models import Case
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import ReadLine
from tests.factories.cases import in_progress
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


def with_number(town: Town) -> Case:
    case = in_progress(town)
    case.answers = with_secrets(case.id, {"number": NUMBER, "who": "me"}, {"number": NUMBER})
    case.save(update_fields=["answers"])
    return case


def page_of(desk: Desk, case: Case) -> str:
    return desk.client.get(reverse("desk:case", args=[case.id])).content.decode()


def door(case: Case, key: str = "number") -> str:
    return reverse("desk:answer", args=[case.id, key])


def test_the_case_page_masks_the_number_and_leads_to_it(town: Town) -> None:
    case, desk = with_number(town), sit_down(town.water, Role.OFFICER)
    page = page_of(desk, case)
    assert NUMBER not in page
    assert "002X" in page
    assert door(case) in page
    assert door(case, "who") not in page


def test_a_reason_opens_the_number_once_and_is_on_record(town: Town) -> None:
    case, desk = with_number(town), sit_down(town.water, Role.OFFICER)
    assert NUMBER not in desk.client.get(door(case)).content.decode()
    shown = desk.client.post(door(case), {"reason": "核對申請人身分"})
    assert NUMBER in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert ReadLine.objects.get(page="case.answer", case_id=case.id).reason == "核對申請人身分"
    assert NUMBER not in page_of(desk, case)


@pytest.mark.parametrize("reason", ["", "  ", "x"])
def test_without_a_reason_it_stays_masked(town: Town, reason: str) -> None:
    case, desk = with_number(town), sit_down(town.water, Role.OFFICER)
    page = desk.client.post(door(case), {"reason": reason})
    assert page.status_code == 422
    assert "reason" in page.context["form"].errors
    assert NUMBER not in page.content.decode()
    assert not ReadLine.objects.filter(page="case.answer").exists()


def test_a_role_that_sees_numbers_masked_is_not_led_there_and_refused(town: Town) -> None:
    case, desk = with_number(town), sit_down(town.centre, Role.DISPATCHER)
    assert door(case) not in page_of(desk, case)
    for page in (desk.client.get(door(case)), desk.client.post(door(case), {"reason": "只是看看"})):
        assert page.status_code == 403
        assert NUMBER not in page.content.decode()


def test_another_departments_case_and_an_open_answer_are_not_there(town: Town) -> None:
    case = with_number(town)
    assert sit_down(town.roads, Role.OFFICER).client.get(door(case)).status_code == 404
    desk = sit_down(town.water, Role.OFFICER)
    assert desk.client.post(door(case, "who"), {"reason": "核對申請人"}).status_code == 404
