"""Customers over the API."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.scopes import Scope
from minben.foundation.audit.models import ReadLine
from minben.parties.actions import register_person
from minben.parties.models import Party
from tests.factories.cases import make_case

from .conftest import Machine

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


@pytest.fixture
def known(town: object) -> Party:
    return register_person(
        SYSTEM, name="王小明", phone="13800138000", identifiers=[("resident", NUMBER)], source="test"
    )


@pytest.mark.parametrize(
    "query", [{"identifier": NUMBER}, {"identifier": NUMBER, "kind": "resident"}, {"text": "王小明"}]
)
def test_somebody_is_found(machine: Machine, known: Party, query: dict[str, str]) -> None:
    found = machine.get("/parties", query)
    assert found.status_code == 200, found.content
    assert [row["id"] for row in found.json()["items"]] == [str(known.id)]
    assert ReadLine.objects.get(page="api.parties").subject_ids == [known.id]


def test_a_number_that_cannot_be_is_said(machine: Machine) -> None:
    refused = machine.get("/parties", {"identifier": "110105194912310020", "kind": "resident"})
    assert refused.status_code == 422
    assert machine.get("/parties", {"identifier": "?"}).json() == {"items": []}


def test_the_whole_of_a_customer_masks_numbers(machine: Machine, known: Party) -> None:
    case = make_case(party_id=known.id)
    whole = machine.get(f"/parties/{known.id}/whole")
    assert whole.status_code == 200, whole.content
    told = whole.json()
    assert told["identifiers"][0]["masked"] == "••••002X"
    assert NUMBER not in whole.content.decode()
    assert [row["id"] for row in told["open_cases"]] == [str(case.id)]
    assert [row["case_id"] for row in told["timeline"]] == [str(case.id)]


def test_the_whole_view_costs_the_same_however_long_the_history(
    machine: Machine, known: Party, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _number in range(12):
        make_case(party_id=known.id)
    machine.get(f"/parties/{known.id}/whole")
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        assert len(machine.get(f"/parties/{known.id}/whole").json()["timeline"]) == 12


def test_one_party_is_read_once(machine: Machine, known: Party) -> None:
    read = machine.get(f"/parties/{known.id}")
    assert read.json()["name"] == "王小明"
    assert machine.get(f"/parties/{known.id}", If_None_Match=read.headers["ETag"]).status_code == 304


def test_nobody_is_missing(machine: Machine) -> None:
    assert machine.get(f"/parties/{uuid.uuid4()}").status_code == 404
    assert machine.get(f"/parties/{uuid.uuid4()}/whole").status_code == 404
    assert machine.get("/parties/x").status_code == 422


def test_without_the_scope_nobody_is_found(machine_with: Callable[..., Machine], known: Party) -> None:
    blind = machine_with(scopes=[Scope.CASES_READ])
    assert blind.get("/parties", {"identifier": NUMBER}).status_code == 403
    assert blind.get(f"/parties/{known.id}/whole").status_code == 403
