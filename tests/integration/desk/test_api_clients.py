"""The system administrator lets machines call, on screens, each change audited."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from minben.agencies.actions.admitting import let_in
from minben.foundation.access import clients
from minben.foundation.access.models import Admission, ApiClient
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from tests.factories.clients import client as make
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(town: Town) -> Desk:
    clients.forget()
    return sit_down(town.government, Role.SYSTEM)


def status(key: str) -> int:
    clients.forget()
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {key}"}).status_code


def test_a_key_is_made_shown_once_and_works(town: Town, administrator: Desk) -> None:
    assert "No system calls yet" in administrator.client.get(reverse("desk:clients")).content.decode()
    given = {
        "name": "Parking app",
        "department": str(town.roads.id),
        "roles": ["officer"],
        "scopes": ["cases:read", "cases:write"],
        "rate": "60",
        "expires_on": "",
    }
    page = administrator.client.post(reverse("desk:client_new"), given)
    key = page.context["key"]
    assert key in page.content.decode()
    assert status(key) == 403
    let_in(town.actor(Role.SECURITY, town.government), Admission.objects.get().id)
    assert status(key) == 200
    row = ApiClient.objects.get()
    assert (row.name, row.department_id, row.roles, row.rate) == (
        "Parking app",
        town.roads.id,
        ["officer"],
        60,
    )
    line = AuditLine.objects.get(action="client.made")
    assert line.actor_id == administrator.staff.id
    shown = administrator.client.get(reverse("desk:client", args=[row.id])).content.decode()
    assert "cases:write" in shown
    assert key not in shown
    assert "Parking app" in administrator.client.get(reverse("desk:clients")).content.decode()


def test_what_is_missing_stands_at_its_field(administrator: Desk) -> None:
    page = administrator.client.post(reverse("desk:client_new"), {"name": "x", "rate": "0"})
    assert page.status_code == 422
    assert {"department", "roles", "scopes", "rate"} <= set(page.context["form"].errors)
    assert not ApiClient.objects.exists()


@pytest.mark.parametrize(("given", "before"), [({}, 200), ({"at_once": "on"}, 401)])
def test_a_key_is_changed(town: Town, administrator: Desk, given: dict[str, str], before: int) -> None:
    made = make(town.centre)
    page = administrator.client.post(reverse("desk:client_rotate", args=[made.client.id]), given)
    assert status(page.context["key"]) == 403
    let_in(town.actor(Role.SECURITY, town.government), Admission.objects.get().id)
    assert status(page.context["key"]) == 200
    assert status(made.key) == before


def test_a_client_is_revoked_with_a_reason(town: Town, administrator: Desk) -> None:
    made = make(town.centre)
    path = reverse("desk:client_revoke", args=[made.client.id])
    assert administrator.client.post(path, {"reason": ""}).status_code == 422
    assert administrator.client.post(path, {"reason": "系統停用"}).status_code == 302
    assert status(made.key) == 401
    assert AuditLine.objects.get(action="client.revoked").reason == "系統停用"
    assert administrator.client.post(path, {"reason": "再次"}).status_code == 409


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT, Role.SUPERVISOR])
def test_nobody_else_sees_or_makes_them(town: Town, role: Role) -> None:
    other = sit_down(town.government, role)
    for name in ("desk:clients", "desk:client_new"):
        assert other.client.get(reverse(name)).status_code == 403
