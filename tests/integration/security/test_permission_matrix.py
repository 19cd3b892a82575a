"""Every address of the desk × every role × one's own and another department (OWASP ASVS 4.1, 4.2).

The addresses are asked from the routes, so an address that is added tomorrow is looked at without anybody's doing.
"""

from __future__ import annotations

import pytest
from django.test import Client

from minben.cases.models import Case, CaseEvent
from minben.foundation.access.policies import get
from minben.foundation.access.roles import CASE_ROLES, Role
from minben.foundation.audit.models import ReadLine
from tests.factories.cases import in_progress
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

from .addresses import every_address

pytestmark = pytest.mark.django_db
DESK = [address for address in every_address() if address.route.startswith("desk/")]
OF_CASES = [address for address in DESK if "case_id" in address.arguments]
OPEN = {"site.open"}
ASKS_AGAIN = {"passkey_creation"}
"""For every role, but only just after signing in: its refusal is not about the role (tests/integration/identity)."""
PLAIN = sorted(
    (
        address
        for address in DESK
        if not address.arguments and address.policy not in OPEN and address.name not in ASKS_AGAIN
    ),
    key=lambda address: address.name == "sign_out",
)
"""The way out comes last: nobody is let in after it. The door itself asks how far somebody has come, not the role."""
REFUSED = {403, 404, 405}
SECRET = "只有水務局知道的事"


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def case(town: Town) -> Case:
    return in_progress(town, title=SECRET, body=SECRET)


def test_there_is_something_to_look_at() -> None:
    assert len(OF_CASES) > 5
    assert len(PLAIN) > 20


@pytest.mark.parametrize("role", list(Role))
def test_no_address_tells_or_changes_anything_of_another_departments_case(
    town: Town, case: Case, role: Role
) -> None:
    """The case belongs to the water department; whoever asks holds the role at the roads department."""
    desk, leaks = sit_down(town.roads, role), []
    before = (case.version, case.status, CaseEvent.objects.filter(case_id=case.id).count())
    for address in OF_CASES:
        for send in (desk.client.get, desk.client.post):
            answer = send(address.filled(case_id=case.id))
            if answer.status_code not in REFUSED or SECRET in answer.getvalue().decode():
                leaks.append(f"{send.__name__} {address}: {answer.status_code}")
    case.refresh_from_db()
    assert leaks == []
    assert before == (case.version, case.status, CaseEvent.objects.filter(case_id=case.id).count())
    assert not ReadLine.objects.filter(actor_id=desk.staff.id, case_id=case.id).exists()


@pytest.mark.parametrize("role", list(Role))
def test_a_page_opens_for_a_role_exactly_where_its_policy_says_so(town: Town, role: Role) -> None:
    desk, wrong = sit_down(town.water, role), []
    for address in PLAIN:
        answer = desk.client.get(address.filled())
        if answer.status_code == 405:
            answer = desk.client.post(address.filled())
        may = get(address.policy).allows(desk.actor)
        if answer.status_code >= 500 or (answer.status_code == 403) == may:
            wrong.append(f"{address} ({address.policy}): {answer.status_code}, the policy says {may}")
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_a_case_role_opens_its_own_departments_case_and_nobody_else_does(
    town: Town, case: Case, role: Role
) -> None:
    answer = sit_down(town.water, role).client.get(f"/desk/cases/{case.id}")
    assert answer.status_code == (200 if role in CASE_ROLES else 403)


def test_nobody_passes_the_desks_door_without_signing_in(town: Town, case: Case) -> None:
    opened = []
    for address in DESK:
        path = address.filled(case_id=case.id)
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code < 500, path
            assert SECRET not in answer.getvalue().decode(), path
            if answer.status_code == 200 and address.policy not in OPEN:
                opened.append(path)
    assert opened == []


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.SYSTEM, Role.SECURITY, Role.AUDIT])
def test_an_address_with_keys_that_are_nobodys_is_a_calm_page(town: Town, role: Role) -> None:
    """Whatever is put into an address: no error of ours, for the most powerful of each kind."""
    client, broken = sit_down(town.centre, role).client, []
    for address in DESK:
        for send in (client.get, client.post):
            answer = send(address.filled())
            if answer.status_code >= 500:
                broken.append(f"{send.__name__} {address}")
    assert broken == []
