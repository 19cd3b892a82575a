"""Applying over the API: the form as a schema, and answers judged as on the public site."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from jsonschema import Draft202012Validator

from minben.cases.models import Case
from minben.catalog import formschema
from minben.catalog.forms import dump, parse
from minben.parties.models import Party
from tests.factories.catalog import service
from tests.factories.town import Town

from .conftest import Machine

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)
FORM: list[dict[str, Any]] = [
    {"key": "who", "kind": "name", "label": {"zh-hant": "姓名", "en": "Name"}, "fills": "party.name"},
    {"key": "phone", "kind": "phone", "label": {"zh-hant": "電話", "en": "Phone"}, "fills": "party.phone"},
    {"key": "number", "kind": "id_number", "label": {"zh-hant": "身份證", "en": "Id"}, "required": False},
    {"key": "own", "kind": "yesno", "label": {"zh-hant": "本人", "en": "Oneself"}},
    {"key": "rooms", "kind": "number", "label": {"zh-hant": "房間", "en": "Rooms"}, "min": 1,
     "when": {"key": "own", "is": "yes"}},
    {"key": "card", "kind": "file", "label": {"zh-hant": "照片", "en": "Photo"}, "material": "id-card"},
]  # fmt: skip
GOOD = {"who": "林小美", "phone": "138 0013 8000", "own": "yes", "rooms": 3}


@pytest.fixture
def slug(town: Town) -> str:
    service("dog-card", form=FORM)
    return "dog-card"


def stored(machine: Machine) -> str:
    answer = machine.send("/files", {"file": SimpleUploadedFile("card.png", PNG, "image/png")})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def test_a_form_is_a_schema_that_is_read_back(machine: Machine, slug: str) -> None:
    answer = machine.get(f"/services/{slug}/form")
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/schema+json"
    document = answer.json()
    Draft202012Validator.check_schema(document)
    assert document["$id"].startswith("urn:minben:form:dog-card:")
    assert dump(formschema.read(document)) == dump(parse(FORM))


def test_a_service_without_a_form_has_none(machine: Machine, town: Town) -> None:
    service("no-form")
    assert machine.get("/services/no-form/form").status_code == 404
    assert machine.post("/services/no-form/applications", {"answers": {}}).status_code == 404


def test_an_application_becomes_a_case_once(machine: Machine, slug: str) -> None:
    given = {"answers": GOOD | {"card": [stored(machine)]}, "language": "en"}
    first = machine.post(f"/services/{slug}/applications", given, idempotency_key="a1")
    assert first.status_code == 201, first.content
    again = machine.post(f"/services/{slug}/applications", given, idempotency_key="a1")
    assert again.status_code == 200
    assert again.json()["number"] == first.json()["number"]
    case = Case.objects.get()
    assert case.answers == {"who": "林小美", "phone": "+8613800138000", "own": "yes", "rooms": "3"}
    assert case.party is not None
    assert case.party.name == "林小美"
    assert [held.material for held in case.documents.all()] == ["id-card"]


def test_each_wrong_answer_is_named(machine: Machine, slug: str) -> None:
    wrong = {"phone": "12", "number": "110105194912310021", "own": "yes", "card": ["no such"], "colour": 1}
    answer = machine.post(f"/services/{slug}/applications", {"answers": wrong})
    assert answer.status_code == 422
    named = {one["name"] for one in answer.json()["invalid_params"]}
    assert named == {f"answers.{key}" for key in ("who", "phone", "number", "rooms", "colour")}
    answer = machine.post(f"/services/{slug}/applications", {"answers": GOOD | {"card": ["no such"]}})
    assert [one["name"] for one in answer.json()["invalid_params"]] == ["answers.card"]
    assert not Case.objects.exists()
    assert not Party.objects.filter(name="林小美").exists()


def test_a_number_is_sealed(machine: Machine, slug: str) -> None:
    given = {"answers": GOOD | {"card": [stored(machine)], "number": "11010519491231002X"}}
    assert machine.post(f"/services/{slug}/applications", given).status_code == 201
    assert Case.objects.get().answers["number"] == "••••••••••••••002X"
