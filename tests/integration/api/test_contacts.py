"""Registering, contacts and numbers over the API."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from minben.cases.models import Interaction
from minben.foundation.access.scopes import Scope
from minben.foundation.audit.models import ReadLine
from minben.parties.models import Identifier, Party
from tests.factories.parties import PartyFactory

from .conftest import Machine

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
MING = {"name": "王小明", "identifiers": [{"kind": "resident", "number": NUMBER}], "phone": "+8613800138000"}


def test_somebody_is_registered_once(machine: Machine) -> None:
    made = machine.post("/parties", MING, Idempotency_Key="p")
    again = machine.post("/parties", MING, Idempotency_Key="p")
    assert made.status_code == 201, made.content
    assert made.json() == again.json()
    assert Party.objects.get().source == "api:測試系統"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"identifiers": [{"kind": "resident", "number": "123"}]}, "number"),
        ({"name": ""}, "name"),
        ({"kind": "organisation", "birth_date": "1990-01-01"}, "birth_date"),
        ({"nickname": "明"}, "nickname"),
    ],
)
def test_what_is_wrong_with_somebody_is_named(
    machine: Machine, change: dict[str, object], field: str
) -> None:
    refused = machine.post("/parties", {**MING, **change})
    assert refused.status_code == 422, refused.content
    assert field in [wrong["name"] for wrong in refused.json()["invalid_params"]]
    assert not Party.objects.exists()


def test_a_number_is_shown_with_a_scope_and_a_reason(
    machine: Machine, machine_with: Callable[..., Machine]
) -> None:
    party_id = machine.post("/parties", MING).json()["id"]
    row = Identifier.objects.get()
    path = f"/parties/{party_id}/identifiers/{row.id}/reveal"
    assert machine.post(path, {"reason": "核對身分"}).json() == {"number": NUMBER}
    assert ReadLine.objects.get(page="party.identifier").reason == "核對身分"
    assert machine.post(path, {"reason": ""}).status_code == 422
    assert (
        machine.post(path.replace(str(party_id), str(uuid.uuid4())), {"reason": "核對身分"}).status_code
        == 404
    )
    reader = machine_with(scopes=[Scope.PARTIES_READ])
    assert reader.post(path, {"reason": "核對身分"}).status_code == 403


def test_a_contact_is_kept_once(machine: Machine) -> None:
    party = PartyFactory()
    body = {"summary": "詢問垃圾車時間", "party_id": str(party.id), "external_id": "call-7"}
    kept = machine.post("/interactions", body, Idempotency_Key="c")
    assert kept.status_code == 201, kept.content
    machine.post("/interactions", body, Idempotency_Key="c")
    assert Interaction.objects.get().external_id == "call-7"
    told = machine.get(f"/parties/{party.id}/interactions").json()
    assert [row["text"] for row in told["items"]] == ["詢問垃圾車時間"]


def test_a_contact_of_nobody_is_refused(machine: Machine) -> None:
    refused = machine.post("/interactions", {"summary": "?", "party_id": str(uuid.uuid4())})
    assert refused.status_code == 422
    assert machine.get(f"/parties/{uuid.uuid4()}/interactions").status_code == 404


def test_a_client_reads_who_it_is(machine_with: Callable[..., Machine]) -> None:
    told = machine_with(scopes=[Scope.CASES_READ]).get("/me").json()
    assert told["scopes"] == ["cases:read"]
