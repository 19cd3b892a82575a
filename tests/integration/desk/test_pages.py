"""The desk's pages open for those who may open them, in a bounded number of statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minben.foundation.access.roles import Role
from minben.foundation.audit.models import ReadLine
from tests.factories.cases import closed, dispatched, in_progress, make_case
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db


def statements(desk: Desk, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert desk.client.get(address).status_code == 200
    return len(seen)


def test_my_work_shows_what_is_new_in_my_queues(town: Town) -> None:
    case = make_case()
    desk = sit_down(town.centre, Role.DISPATCHER)
    page = desk.client.get(reverse("desk:home") + "?tab=new")
    assert page.status_code == 200
    assert case.number in page.content.decode()


@pytest.mark.parametrize("tab", ["due", "new", "waiting", "mentions", "mine"])
def test_an_empty_tab_says_what_will_be_there(town: Town, tab: str) -> None:
    desk = sit_down(town.centre, Role.DISPATCHER)
    page = desk.client.get(f"{reverse('desk:home')}?tab={tab}")
    assert 'class="empty"' in page.content.decode()


def test_the_case_page_shows_the_case_and_writes_one_read_line(town: Town) -> None:
    case = in_progress(town)
    desk = sit_down(town.water, Role.OFFICER)
    page = desk.client.get(reverse("desk:case", args=[case.id]))
    assert page.status_code == 200
    assert case.title in page.content.decode()
    assert ReadLine.objects.filter(page="desk.case", case_id=case.id, actor_id=desk.staff.id).count() == 1


def test_the_number_of_statements_does_not_grow_with_the_list(town: Town) -> None:
    desk = sit_down(town.centre, Role.DISPATCHER, Role.SUPERVISOR)
    addresses = [
        f"{reverse('desk:home')}?tab=new",
        reverse("desk:cases"),
        f"{reverse('desk:cases')}?sort=due",
        reverse("desk:dispatch"),
    ]
    make_case()
    dispatched(town)
    few = [statements(desk, address) for address in addresses]
    for _n in range(5):
        make_case()
    dispatched(town)
    many = [statements(desk, address) for address in addresses]
    assert all(now <= before for now, before in zip(many, few, strict=True))
    assert max(few) <= 26


def test_the_case_page_takes_a_bounded_number_of_statements(town: Town) -> None:
    desk = sit_down(town.centre, Role.SUPERVISOR)
    long, short = closed(town), make_case()
    few = statements(desk, reverse("desk:case", args=[short.id]))
    many = statements(desk, reverse("desk:case", args=[long.id]))
    assert many <= few + 3
    assert many <= 28
