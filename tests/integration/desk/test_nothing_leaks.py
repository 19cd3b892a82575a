"""Each address of the desk, for each role, on one's own and on another department's case."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from minben.cases.actions import messages
from minben.cases.models import Case
from minben.desk.forms.verbs import VERBS
from minben.foundation.access.roles import ADMINISTRATORS, CASE_ROLES, Role
from minben.foundation.audit.models import ReadLine
from minben.foundation.files.models import Document
from tests.factories.cases import in_progress
from tests.factories.desk import sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db
SECRET = "只有水務局知道的事"
PLAIN = ["home", "cases", "export", "dispatch", "security"]


@pytest.fixture
def case(town: Town) -> Case:
    return in_progress(town, title=SECRET, body=SECRET)


def addresses(case: Case) -> list[str]:
    document = Document.objects.create(name=SECRET, kind="text/plain", size=1, sha256="0" * 64, path="x")
    case.documents.create(document=document)
    return [
        reverse("desk:case", args=[case.id]),
        reverse("desk:file", args=[case.id, document.id]),
        f"{reverse('desk:dispatch')}?case={case.id}",
        *(reverse("desk:verb", args=[case.id, name]) for name in VERBS),
    ]


@pytest.mark.parametrize("role", list(Role))
def test_another_department_learns_nothing(town: Town, case: Case, role: Role) -> None:
    desk = sit_down(town.roads, role)
    for address in addresses(case):
        page = desk.client.get(address)
        assert page.status_code in {403, 404}, address
        assert SECRET not in page.content.decode(), address
        assert case.number not in page.content.decode(), address
    for name in VERBS:
        sent = desk.client.post(reverse("desk:verb", args=[case.id, name]), {"version": 1, "key": "k"})
        assert sent.status_code in {403, 404}, name
    assert not ReadLine.objects.filter(actor_id=desk.staff.id, case_id=case.id).exists()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", PLAIN)
def test_lists_and_exports_hold_nothing_of_another_department(
    town: Town, case: Case, role: Role, name: str
) -> None:
    desk = sit_down(town.roads, role)
    page = desk.client.get(reverse(f"desk:{name}"))
    assert page.status_code in {200, 403}
    body = page.getvalue().decode()
    assert SECRET not in body
    assert case.number not in body


@pytest.mark.parametrize("role", sorted(CASE_ROLES))
def test_ones_own_department_opens_the_case(town: Town, case: Case, role: str) -> None:
    desk = sit_down(town.water, Role(role))
    assert SECRET in desk.client.get(reverse("desk:case", args=[case.id])).content.decode()


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_administrators_read_no_case_of_their_own_department_either(
    town: Town, case: Case, role: str
) -> None:
    desk = sit_down(town.water, Role(role))
    assert desk.client.get(reverse("desk:case", args=[case.id])).status_code == 403
    assert desk.client.get(reverse("desk:home")).status_code == 200


def test_a_case_that_does_not_exist_looks_like_another_departments(town: Town, case: Case) -> None:
    desk = sit_down(town.roads, Role.OFFICER)
    foreign = desk.client.get(reverse("desk:case", args=[case.id]))
    missing = desk.client.get(reverse("desk:case", args=[uuid.uuid4()]))
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_nobody_signed_in_is_sent_to_the_door_and_back(town: Town, case: Case) -> None:
    address = reverse("desk:case", args=[case.id])
    page = Client().get(address)
    assert page.status_code == 302
    assert page["Location"] == f"{reverse('desk:sign_in')}?next={address.replace('/', '%2F')}"


def test_a_mention_never_shows_a_case_to_another_department(town: Town, case: Case) -> None:
    stranger = sit_down(town.roads, Role.OFFICER)
    officer = town.actor(Role.OFFICER, town.water)
    messages.note(officer, case.id, text="請看", mention_ids=[stranger.staff.id])
    page = stranger.client.get(f"{reverse('desk:home')}?tab=mentions")
    assert SECRET not in page.content.decode()


def test_a_role_held_elsewhere_gives_no_right_to_the_case(town: Town, case: Case) -> None:
    """An officer of the roads department who is only an agent at the water department answers nothing there."""
    desk = sit_down(town.water, Role.AGENT)
    desk.staff.grants.create(role=Role.OFFICER, department=town.roads)
    page = desk.client.get(reverse("desk:verb", args=[case.id, "answer"]))
    assert page.status_code == 403
