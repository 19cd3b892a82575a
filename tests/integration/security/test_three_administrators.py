"""System, security and audit administrator are three people, and each does only what is theirs (GB/T 22239-2019, level 3)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from minben.agencies import actions as house
from minben.agencies.actions.admitting import let_in
from minben.agencies.actions.clients import make_client
from minben.agencies.actions.lending import LENT, lend, sweep_lendings
from minben.agencies.configuration import apply
from minben.agencies.configuration.planning import plan
from minben.agencies.configuration.reading import read
from minben.agencies.models import Lending, RoleGrant, Staff
from minben.cases.queries import seen_by
from minben.catalog.actions.route import route_categories
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.models import Admission, ApiClient
from minben.foundation.access.policies import all_policies
from minben.foundation.access.roles import ADMINISTRATORS, Role
from minben.foundation.audit import queries as trail
from minben.foundation.audit.models import AuditLine
from minben.foundation.identity.actions.providers import keep_provider
from minben.foundation.records.errors import Conflict, Invalid, Refused
from tests.factories.cases import in_progress
from tests.factories.desk import make_staff, sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
THREE = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)
OWN: dict[Role, set[str]] = {
    Role.SYSTEM: {
        "agencies.announce",
        "agencies.clients",
        "agencies.departments",
        "agencies.manage",
        "agencies.staff",
        "catalog.route",
        "message.outbox",
        "message.templates",
        "options.system",
        "visit.arrange",
    },
    Role.SECURITY: {
        "agencies.admit",
        "agencies.departments",
        "agencies.grant",
        "agencies.let_in",
        "agencies.staff",
        "identity.providers",
    },
    Role.AUDIT: {"audit.search"},
}
"""What an administrator may and not everybody. A policy that lets one of them in is a decision, and stands here."""
LOOKS_ONLY = {"agencies.departments", "agencies.staff", "message.outbox"}
"""Of these, what only shows a page."""


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def three(town: Town) -> dict[Role, Actor]:
    return {role: town.actor(role, town.government) for role in THREE}


@pytest.mark.parametrize("held", THREE)
@pytest.mark.parametrize("wanted", list(Role))
def test_no_person_is_given_a_second_role_beside_one_of_the_three(
    town: Town, held: Role, wanted: Role
) -> None:
    """Every role in both orders; the same one again changes nothing, in another department it is refused."""
    one, other = make_staff(town.government, held), make_staff(town.water, wanted)
    if wanted == held:
        house.grant_role(SYSTEM, one, wanted)
        with pytest.raises(Conflict):
            house.grant_role(SYSTEM, one, wanted, department=town.roads)
    else:
        for person, asked in ((one, wanted), (other, held)):
            with pytest.raises(Conflict):
                house.grant_role(SYSTEM, person, asked, department=town.water)
    assert {(grant.staff, grant.role) for grant in RoleGrant.objects.all()} == {(one, held), (other, wanted)}


@pytest.mark.parametrize(("held", "wanted"), list(permutations(THREE, 2)))
def test_the_database_refuses_two_of_the_three_whoever_writes(town: Town, held: Role, wanted: Role) -> None:
    person = make_staff(town.government, held)
    with pytest.raises(IntegrityError, match="one_administrator_role_a_person"), transaction.atomic():
        RoleGrant.objects.create(staff=person, role=wanted, department=town.roads)


@pytest.mark.parametrize("held", THREE)
@pytest.mark.parametrize("role", LENT)
def test_an_administrator_is_lent_to_nobody(town: Town, held: Role, role: Role) -> None:
    person, day = make_staff(town.water, held), timezone.localdate()
    with pytest.raises(Conflict):
        lend(town.actor(Role.SUPERVISOR, town.government), person, town.roads, role, since=day, until=day)
    assert not Lending.objects.exists()


def test_a_lending_that_was_planned_before_the_role_does_not_begin(town: Town) -> None:
    person, day = make_staff(town.water), timezone.localdate() + dt.timedelta(days=1)
    head = town.actor(Role.SUPERVISOR, town.government)
    lend(head, person, town.roads, Role.OFFICER, since=day, until=day)
    house.grant_role(SYSTEM, person, Role.SECURITY)
    sweep_lendings(day)
    assert list(person.grants.values_list("role", flat=True)) == ["security"]
    assert Lending.objects.get(staff=person).state == "ended"


def test_a_file_gives_nobody_two_of_the_three(town: Town) -> None:
    asked = f"""\
minben: 1
place: "{town.jurisdiction.code}"
staff:
- number: X1
  name: 林安
  department: gov
  roles: [{{role: system, in: gov}}, {{role: audit, in: gov}}]
"""
    with pytest.raises(Invalid):
        apply(SYSTEM, plan(read(asked), town.jurisdiction))
    assert not Staff.objects.filter(number="X1").exists()


@pytest.mark.parametrize("role", THREE)
def test_each_may_what_is_listed_and_nothing_else(town: Town, three: dict[Role, Actor], role: Role) -> None:
    plain = Actor(kind=three[role].kind, staff_id=make_staff(town.water).id)
    mine = {
        name
        for name, policy in all_policies().items()
        if policy.allows(three[role]) and not policy.allows(plain)
    }
    assert mine == OWN[role]


def test_what_changes_something_belongs_to_one_of_the_three_alone() -> None:
    for one, other in permutations(THREE, 2):
        assert OWN[one] & OWN[other] <= LOOKS_ONLY


@pytest.mark.parametrize("role", THREE)
def test_none_of_them_reads_a_case_or_a_person(town: Town, three: dict[Role, Actor], role: Role) -> None:
    case = in_progress(town)
    assert seen_by(town.actor(Role.OFFICER, town.water), case.id)
    assert not seen_by(three[role], case.id)
    wrong = [
        name
        for name, policy in all_policies().items()
        if name.startswith(("case.", "party.")) and policy.allows(three[role])
    ]
    assert wrong == []


Change = Callable[[Actor, Town, Staff], object]


def machine_that_waits(town: Town) -> uuid.UUID:
    """What somebody else asked for; the same one for all three."""
    client = ApiClient.objects.get_or_create(
        name="Sensors", department_id=town.water.id, roles=[], scopes=[]
    )[0]
    row = Admission.objects.get_or_create(
        client=client, defaults={"asked_by": uuid.uuid4(), "roles": ["officer"]}
    )
    return row[0].id


PROVIDER = {
    "code": "own",
    "name": {"en": "Own"},
    "door": "staff",
    "issuer": "https://id.example.org",
    "client_id": "m",
}
CHANGES: dict[str, tuple[Role, Change]] = {
    "hire": (Role.SYSTEM, lambda actor, town, _one: house.hire_staff(actor, town.water, "N1", name="新人")),
    "correct": (Role.SYSTEM, lambda actor, _town, one: house.amend_staff(actor, one, title="科長")),
    "release": (Role.SYSTEM, lambda actor, _town, one: house.release_staff(actor, one, reason="離職")),
    "open a department": (
        Role.SYSTEM,
        lambda actor, town, _one: house.open_department(actor, town.jurisdiction, "new", name={"en": "New"}),
    ),
    "close a department": (
        Role.SYSTEM,
        lambda actor, town, _one: house.close_department(actor, town.water, reason="改組", successor=town.roads),
    ),
    "open an office": (
        Role.SYSTEM, lambda actor, town, _one: house.open_office(actor, town.water, "w9", name={"en": "Hall"}),
    ),
    "set a day": (
        Role.SYSTEM,
        lambda actor, town, _one: house.set_calendar_exception(actor, town.jurisdiction, timezone.localdate(), working=False),
    ),
    "ask for a machine": (
        Role.SYSTEM,
        lambda actor, town, _one: make_client(
            actor, name="Map", department_id=town.water.id, roles=["officer"], scopes=["cases:read"]
        ),
    ),
    "let a machine in": (Role.SECURITY, lambda actor, town, _one: let_in(actor, machine_that_waits(town))),
    "send categories": (Role.SYSTEM, lambda actor, town, _one: route_categories(actor, town.water, [])),
    "give a role": (Role.SECURITY, lambda actor, _town, one: house.grant_role(actor, one, Role.CHECKER)),
    "take a role": (Role.SECURITY, lambda actor, _town, one: house.revoke_role(actor, one, Role.OFFICER)),
    "let in again": (Role.SECURITY, lambda actor, _town, one: house.reset_second_step(actor, one, reason="遺失")),
    "a new password": (Role.SECURITY, lambda actor, _town, one: house.renew_first_password(actor, one, reason="忘記")),
    "name a provider": (Role.SECURITY, lambda actor, _town, _one: keep_provider(actor, None, PROVIDER)),
    "search changes": (Role.AUDIT, lambda actor, _town, _one: trail.changes(actor, trail.Asked())),
    "search looks": (Role.AUDIT, lambda actor, _town, _one: trail.looks(actor, trail.Asked())),
    "see seals": (Role.AUDIT, lambda actor, _town, _one: trail.seals(actor)),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_each_does_only_their_own_kind_of_change(town: Town, three: dict[Role, Actor], name: str) -> None:
    owner, change = CHANGES[name]
    person, lines = make_staff(town.water, Role.OFFICER), AuditLine.objects.count()
    for role in THREE:
        if role != owner:
            with pytest.raises(Refused):
                change(three[role], town, person)
    assert AuditLine.objects.count() == lines
    change(three[owner], town, person)


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT])
def test_the_system_administrator_opens_no_other_administrators_account(
    town: Town, three: dict[Role, Actor], role: Role
) -> None:
    """With another e-mail they could arrive as that person by a provider."""
    person = make_staff(town.government, role)
    assert person.account is not None
    with pytest.raises(Invalid) as told:
        house.amend_staff(three[Role.SYSTEM], person, email="mine@example.org")
    assert list(told.value.fields) == ["email"]
    house.amend_staff(three[Role.SYSTEM], person, email=person.account.email, title="主任")
    person.refresh_from_db()
    assert person.title == "主任"


def test_the_three_are_shown_side_by_side_with_who_holds_them(town: Town) -> None:
    system = sit_down(town.government, Role.SYSTEM, name="陳系統")
    make_staff(town.government, Role.SECURITY, name="林安全")
    for desk, path in ((system, "/desk/staff"), (system, "/desk/security")):
        page = desk.client.get(path).content.decode()
        for word in ("陳系統", "林安全", "Nobody yet", "Gives no role, lets nobody in again", "Your role"):
            assert word in page, (path, word)


def test_who_is_no_administrator_is_not_shown_them(town: Town) -> None:
    page = sit_down(town.water, Role.OFFICER).client.get("/desk/security").content.decode()
    assert "The three administrators" not in page
    assert frozenset(THREE) == ADMINISTRATORS
