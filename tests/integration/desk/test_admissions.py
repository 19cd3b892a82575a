"""What a system administrator gives a machine waits until a second person lets it in."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minben.agencies.actions import close_department
from minben.agencies.actions.admitting import let_in, refuse
from minben.agencies.actions.clients import NewKey, amend_client, make_client, revoke_client, rotate_client
from minben.foundation.access import clients
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.models import Admission, ApiClient
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid, Refused
from tests.factories.clients import client as let_in_already
from tests.factories.desk import sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(town: Town) -> Actor:
    clients.forget()
    return town.actor(Role.SYSTEM, town.government)


@pytest.fixture
def decides(town: Town) -> Actor:
    return town.actor(Role.SECURITY, town.government)


def made_by(actor: Actor, town: Town) -> NewKey:
    return make_client(
        actor, name="Map", department_id=town.water.id, roles=["officer"], scopes=["cases:read"]
    )


def call(key: str) -> tuple[int, str]:
    clients.forget()
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"})
    return answer.status_code, answer.json().get("code", "")


WORKS, WAITS, UNKNOWN = (200, ""), (403, "waiting"), (401, "unauthenticated")


def test_a_key_waits_until_the_second_person_lets_it_in(town: Town, asks: Actor, decides: Actor) -> None:
    made = made_by(asks, town)
    assert made.waits
    assert call(made.key) == WAITS
    told = Client().get("/api/v1/cases", headers={"Authorization": f"Bearer {made.key}"})
    assert told.headers["Content-Type"] == "application/problem+json"
    let_in(decides, Admission.objects.get().id)
    assert call(made.key) == WORKS
    row = ApiClient.objects.get()
    assert (row.roles, row.scopes) == (["officer"], ["cases:read"])
    line = AuditLine.objects.get(action="client.let_in")
    assert (line.actor_id, set(line.changes)) == (decides.staff_id, {"roles", "scopes", "key"})


def test_who_asked_does_not_decide_and_neither_does_anybody_but_the_second_role(
    town: Town, asks: Actor
) -> None:
    made_by(asks, town)
    asked = Admission.objects.get()
    same_person = Actor(
        kind=asks.kind, staff_id=asks.staff_id, grants=town.actor(Role.SECURITY, town.water).grants
    )
    for actor in (
        asks,
        same_person,
        town.actor(Role.AUDIT, town.water),
        town.actor(Role.SUPERVISOR, town.water),
    ):
        with pytest.raises(Refused):
            let_in(actor, asked.id)
    with pytest.raises(IntegrityError, match="who_asks_for_a_client_does_not_decide"), transaction.atomic():
        Admission.objects.update(state="let_in", decided_by=asks.staff_id)
    with pytest.raises(IntegrityError, match="an_admission_is_decided_by_somebody"), transaction.atomic():
        Admission.objects.update(state="let_in")


def test_a_refused_client_is_closed_with_the_reason(town: Town, asks: Actor, decides: Actor) -> None:
    made = made_by(asks, town)
    asked = Admission.objects.get()
    with pytest.raises(Invalid):
        refuse(decides, asked.id, reason=" ")
    refuse(decides, asked.id, reason="unknown system")
    assert call(made.key) == UNKNOWN
    assert ApiClient.objects.get().revoked_at is not None
    assert AuditLine.objects.get(action="client.refused").reason == "unknown system"
    with pytest.raises(Conflict):
        let_in(decides, asked.id)


def test_more_waits_and_less_holds_at_once(town: Town, asks: Actor, decides: Actor) -> None:
    made = let_in_already(town.water, Role.OFFICER, Role.AGENT)
    ApiClient.objects.update(scopes=["cases:read", "cases:work"], expires_on=timezone.localdate())
    later = timezone.localdate() + dt.timedelta(days=30)
    change = {"roles": ["officer"], "scopes": ["cases:read", "parties:read"], "rate": 60, "expires_on": later}
    assert amend_client(asks, made.client.id, **change)
    row = ApiClient.objects.get()
    assert (row.roles, row.scopes, row.rate) == (["officer"], ["cases:read"], 60)
    assert row.expires_on == timezone.localdate()
    with pytest.raises(Conflict):
        amend_client(asks, row.id, **{**change, "roles": ["officer", "supervisor"]})
    let_in(decides, Admission.objects.get().id)
    row.refresh_from_db()
    assert (row.scopes, row.expires_on) == (["cases:read", "parties:read"], later)
    assert not amend_client(asks, row.id, **{**change, "scopes": ["cases:read"]})
    assert call(made.key) == WORKS


@pytest.mark.parametrize(("leaked", "before"), [(False, WORKS), (True, UNKNOWN)])
def test_a_new_key_waits_and_a_leaked_one_stops_now(
    town: Town, asks: Actor, decides: Actor, leaked: bool, before: tuple[int, str]
) -> None:
    old = let_in_already(town.water)
    fresh = rotate_client(asks, old.client.id, at_once=leaked)
    assert (call(fresh.key), call(old.key)) == (WAITS, before)
    let_in(decides, Admission.objects.get().id)
    assert (call(fresh.key), call(old.key)) == (WORKS, before)


def test_a_key_made_again_while_it_waits_replaces_the_first(town: Town, asks: Actor, decides: Actor) -> None:
    first = made_by(asks, town)
    second = rotate_client(asks, first.client.id, at_once=True)
    let_in(decides, Admission.objects.get().id)
    assert (call(first.key), call(second.key)) == (UNKNOWN, WORKS)
    assert ApiClient.objects.get().scopes == ["cases:read"]


def test_what_is_revoked_while_it_waits_is_not_let_in_any_more(
    town: Town, asks: Actor, decides: Actor
) -> None:
    made = made_by(asks, town)
    revoke_client(asks, made.client.id, reason="a mistake")
    assert call(made.key) == UNKNOWN
    with pytest.raises(Conflict):
        let_in(decides, Admission.objects.get().id)


def test_closing_a_department_gives_its_machines_no_other_cases_alone(
    town: Town, asks: Actor, decides: Actor
) -> None:
    """Otherwise a small department with a machine, closed into a large one, would be the way around."""
    made = let_in_already(town.roads)
    close_department(asks, town.roads, reason="reorganised", successor=town.water)
    assert call(made.key) == WAITS
    let_in(decides, Admission.objects.get().id)
    assert call(made.key) == WORKS
    assert ApiClient.objects.get().department_id == town.water.id


def test_the_operator_on_the_server_lets_in_at_once_and_the_trail_says_so(town: Town) -> None:
    made = made_by(SYSTEM, town)
    assert call(made.key) == WORKS
    assert not Admission.objects.exists()
    assert "operator" in AuditLine.objects.get(action="client.let_in").reason


def test_both_see_what_waits_on_their_screens(town: Town) -> None:
    system = sit_down(town.government, Role.SYSTEM, name="陳系統")
    security = sit_down(town.government, Role.SECURITY, name="林安全")
    made = made_by(system.actor, town)
    for path in (reverse("desk:clients"), reverse("desk:client", args=[made.client.id])):
        assert "Waits to be let in" in system.client.get(path).content.decode()
    page = security.client.get(reverse("desk:admissions")).content.decode()
    for word in ("Map", "陳系統", "cases:read", "A new client", made.key[:9]):
        assert word in page
    assert made.key not in page
    path = reverse("desk:admission", args=[Admission.objects.get().id])
    assert security.client.post(path, {"decision": "refuse", "reason": ""}).status_code == 422
    assert security.client.post(path, {"decision": "let_in"}).status_code == 302
    assert call(made.key) == WORKS
    assert security.client.post(path, {"decision": "let_in"}).status_code == 409
    assert "林安全" in security.client.get(reverse("desk:admissions")).content.decode()


def test_an_administrator_reads_why_it_was_refused(town: Town) -> None:
    system, security = sit_down(town.government, Role.SYSTEM), town.actor(Role.SECURITY, town.government)
    made = let_in_already(town.water, Role.OFFICER)
    path = reverse("desk:client_amend", args=[made.client.id])
    given = {"roles": ["officer", "supervisor"], "scopes": ["cases:read"], "rate": "60", "expires_on": ""}
    assert system.client.post(path, given).status_code == 302
    refuse(security, Admission.objects.get().id, reason="too much")
    page = system.client.get(reverse("desk:client", args=[made.client.id])).content.decode()
    assert "too much" in page
    assert "May call" in page
    assert call(made.key) == WORKS


def test_the_number_that_waits_stands_beside_the_place(town: Town, asks: Actor) -> None:
    security, officer = sit_down(town.government, Role.SECURITY), sit_down(town.water, Role.OFFICER)
    made_by(asks, town)
    counted = security.client.get(reverse("desk:live")).content.decode()
    assert re.search(r'id="count-admissions"[^>]*>1<', counted)
    assert "count-admissions" not in officer.client.get(reverse("desk:live")).content.decode()
