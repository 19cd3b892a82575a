"""Cases over the API."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from minben.cases.models import Case
from minben.foundation.access.roles import Role
from minben.foundation.access.scopes import Scope
from minben.foundation.audit.models import AuditLine, ReadLine
from tests.factories.cases import make_case
from tests.factories.parties import PartyFactory
from tests.factories.town import Town

from .conftest import Machine

pytestmark = pytest.mark.django_db
NEW = {"kind": "complaint", "title": "路燈不亮", "body": "三天了。", "channel": "app"}


def test_a_case_is_made_and_can_be_read(machine: Machine) -> None:
    party = PartyFactory()
    made = machine.post("/cases", {**NEW, "party_id": str(party.id)})
    assert made.status_code == 201, made.content
    told = made.json()
    assert told["new"] is True
    assert told["number"].startswith("MB-")
    read = machine.get(f"/cases/{told['id']}")
    assert read.status_code == 200, read.content
    assert read.json()["title"] == "路燈不亮"
    assert read.json()["party_id"] == str(party.id)
    assert read.headers["ETag"] == '"1"'
    assert "accept" in read.json()["can"]


def test_the_trail_names_the_client(machine: Machine) -> None:
    told = machine.post("/cases", NEW).json()
    line = AuditLine.objects.get(action="case.submit", case_id=told["id"])
    assert (line.actor_kind, line.actor_name) == ("machine", "測試系統")
    machine.get(f"/cases/{told['id']}")
    machine.get("/cases")
    pages = ReadLine.objects.filter(actor_kind="machine").values_list("page", flat=True)
    assert set(pages) == {"api.case", "api.cases"}


def test_the_same_key_makes_one_case(machine: Machine) -> None:
    first = machine.post("/cases", NEW, Idempotency_Key="k1")
    again = machine.post("/cases", NEW, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert Case.objects.count() == 1


def test_the_same_key_with_another_body_is_a_conflict(machine: Machine) -> None:
    machine.post("/cases", NEW, Idempotency_Key="k1")
    other = machine.post("/cases", {**NEW, "title": "另一件"}, Idempotency_Key="k1")
    assert other.status_code == 409
    assert other.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**NEW, "title": " "}, "title"),
        ({**NEW, "kind": "application"}, "kind"),
        ({**NEW, "titel": "?"}, "titel"),
        ({**NEW, "party_id": "x"}, "party_id"),
        ({**NEW, "latitude": 91}, "latitude"),
    ],
)
def test_what_breaks_a_rule_is_named(machine: Machine, body: dict[str, object], field: str) -> None:
    refused = machine.post("/cases", body)
    assert refused.status_code == 422
    assert [wrong["name"] for wrong in refused.json()["invalid_params"]] == [field]


def test_a_party_nobody_knows_is_named(machine: Machine) -> None:
    refused = machine.post("/cases", {**NEW, "party_id": str(uuid.uuid4())})
    assert refused.status_code == 422
    assert refused.json()["invalid_params"][0]["name"] == "party_id"


def test_what_is_no_json_is_refused(machine: Machine) -> None:
    refused = machine._client.post("/api/v1/cases", "{", content_type="application/json")
    assert refused.status_code == 400
    assert refused.json()["code"] == "unreadable"


def test_an_unchanged_case_is_not_sent_again(machine: Machine) -> None:
    case = make_case()
    assert machine.get(f"/cases/{case.id}", If_None_Match='"1"').status_code == 304
    assert machine.get(f"/cases/{case.id}", If_None_Match='"0"').status_code == 200


def test_a_list_goes_on_where_the_page_ended(machine: Machine) -> None:
    made = [str(make_case(title=f"第{n}件").id) for n in range(5)]
    first = machine.get("/cases", {"size": 2}).json()
    second = machine.get("/cases", {"size": 2, "cursor": first["next"]}).json()
    third = machine.get("/cases", {"size": 2, "cursor": second["next"]}).json()
    seen = [row["id"] for page in (first, second, third) for row in page["items"]]
    assert seen == made[::-1]
    assert (first["previous"], third["next"]) == (None, None)


def test_a_list_is_narrowed(machine: Machine) -> None:
    make_case()
    wanted = make_case(kind="praise", title="謝謝")
    found = machine.get("/cases", {"kind": "praise", "status": "submitted", "channel": "web"}).json()["items"]
    assert [row["id"] for row in found] == [str(wanted.id)]


def test_words_that_stand_nowhere_find_nothing(machine: Machine) -> None:
    wanted = make_case()
    assert machine.get("/cases", {"text": "絕無此詞"}).json()["items"] == []
    assert [row["id"] for row in machine.get("/cases", {"text": "路燈"}).json()["items"]] == [str(wanted.id)]


@pytest.mark.parametrize("query", [{"sise": "2"}, {"size": "0"}, {"kind": "none"}, {"cursor": "x"}])
def test_a_list_refuses_what_it_does_not_know(machine: Machine, query: dict[str, str]) -> None:
    refused = machine.get("/cases", query)
    assert refused.status_code == 422, refused.content


def test_another_departments_case_does_not_exist(town: Town, machine_with: Callable[..., Machine]) -> None:
    case = make_case()
    water = machine_with(Role.OFFICER, at=town.water)
    assert water.get(f"/cases/{case.id}").status_code == 404
    assert water.get("/cases").json()["items"] == []


def test_a_scope_narrows_what_roles_would_allow(machine_with: Callable[..., Machine]) -> None:
    reader = machine_with(scopes=[Scope.CASES_READ])
    case = make_case()
    assert reader.get(f"/cases/{case.id}").status_code == 200
    refused = reader.post("/cases", NEW)
    assert refused.status_code == 403
    assert refused.json()["code"] == "refused"


def test_a_list_costs_two_statements_however_long(
    machine: Machine, django_assert_num_queries: Callable[..., object]
) -> None:
    for _number in range(30):
        make_case()
    machine.get("/cases")
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        machine.get("/cases", {"size": 30})
