"""Several services applied for over the API as one matter: what applies, the one form, the whole and its parts."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator

from minben.cases.actions import signing
from minben.cases.models import BundlePart, Case, Draft, Signature
from minben.catalog.models import LifeEventType
from minben.foundation.access.actions import codes
from minben.foundation.events.pump import pump_all
from minben.payments.models import Payment
from tests.factories.bundles import asks_for_the_dog, moving
from tests.factories.payments import GIVEN, begin, told
from tests.factories.town import Town
from tests.waiting import settle

from .conftest import Machine

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/events/moving/applications"
SPOUSE = {"role": 0, "name": "王大明", "address": "spouse@example.org"}
FREE = {"services": ["free"], "answers": GIVEN}


@pytest.fixture(autouse=True)
def event(town: Town) -> LifeEventType:
    made = moving(town)
    asks_for_the_dog(made)
    return made


def names(answer: Any) -> list[str]:
    return [one["name"] for one in answer.json()["invalid_params"]]


def test_the_questions_find_what_applies_and_why(machine: Machine) -> None:
    assert machine.get("/events/moving").json()["bundle"] is True
    asked = machine.get("/events/moving/questions").json()
    Draft202012Validator.check_schema(asked)
    assert asked["x-minben-order"] == ["has_dog"]
    answer = machine.post("/events/moving/proposal", {"answers": {"has_dog": "no"}, "language": "en"})
    assert answer.status_code == 200, answer.content
    found = {one["service"]: one for one in answer.json()["services"]}
    assert [key for key, one in found.items() if one["applies"]] == ["park", "boat", "free"]
    assert found["dog"]["because"] == ["Is there a dog? No"]
    assert found["boat"]["after"] == ["park"]
    assert found["park"]["fee"] == {"amount": "12.50", "currency": "CNY"}
    assert [one["name"]["en"] for one in found["park"]["signers"]] == ["Spouse"]
    assert found["free"]["fee"] is None
    assert not Draft.objects.exists()
    assert names(machine.post("/events/moving/proposal", {"answers": {"cat": "yes"}})) == [
        "answers.cat",
        "answers.has_dog",
    ]


def test_the_one_form_asks_the_same_once(machine: Machine) -> None:
    answer = machine.get("/events/moving/form?services=park&services=dog")
    document = answer.json()
    Draft202012Validator.check_schema(document)
    assert {"who", "phone"} <= set(document["properties"])
    assert document["$id"] == "urn:minben:form:moving:park+dog"
    assert machine.get("/events/moving/form").status_code == 422
    assert names(machine.get("/events/moving/form?services=cat")) == ["services"]


def test_one_application_is_a_whole_with_its_parts(town: Town, machine: Machine) -> None:
    answer = machine.post(PATH, FREE | {"language": "en", "external_id": "x-1"}, idempotency_key="b1")
    assert answer.status_code == 201, answer.content
    row = answer.json()
    whole = Case.objects.get(event__isnull=False)
    part = BundlePart.objects.get()
    assert part.child is not None
    assert (row["id"], whole.channel) == (str(whole.id), "api")
    assert [(one["service"], one["state"], one["case"]["number"]) for one in row["parts"]] == [
        ("free", "running", part.child.number)
    ]
    assert answer["Location"] == f"/api/v1/cases/{whole.id}"
    again = machine.post(PATH, FREE | {"language": "en", "external_id": "x-1"}, idempotency_key="b1")
    assert (again.status_code, again.json()["new"], Case.objects.count()) == (200, False, 2)
    assert again.json()["parts"] == row["parts"]
    assert machine.get(f"/cases/{whole.id}/parts").json()["items"] == row["parts"]
    assert machine.get(f"/cases/{part.child.id}/parts").json()["items"] == []


def test_each_wrong_answer_is_named_and_nothing_is_made(machine: Machine) -> None:
    assert names(machine.post(PATH, FREE | {"answers": GIVEN | {"phone": "12"}})) == ["answers.phone"]
    assert names(machine.post(PATH, FREE | {"services": ["free", "cat"]})) == ["services"]
    assert machine.post("/events/nothing/applications", FREE).status_code == 404
    LifeEventType.objects.update(bundle=False)
    assert machine.post(PATH, FREE).status_code == 404
    assert not Case.objects.exists()


def test_it_waits_for_one_sum_and_one_signature_and_goes_in(machine: Machine) -> None:
    given = {"services": ["park", "dog", "boat"], "answers": GIVEN, "language": "en"}
    answer = machine.post(PATH, given)
    assert answer.status_code == 202, answer.content
    row = answer.json()
    assert (row["waits_for"], row["fee"]["amount"]) == (["fee", "signers"], "37.50")
    assert row["address"].endswith(f"/en/events/moving/apply/{row['id']}/waiting/")
    assert [(one["name"]["en"], one["least"]) for one in row["to_name"]] == [("Spouse", 1)]
    machine.post(f"/applications/{row['id']}/signers", {"signers": [SPOUSE]})
    one = Signature.objects.get()
    signing.sign(
        one.token, name="王大明", code=codes.issue(signing.purpose(one), one.address), now=timezone.now()
    )
    told(begin(Payment.objects.get()))
    settle()
    pump_all()
    found = machine.get(f"/applications/{row['id']}").json()
    assert (found["state"], found["fee"]["state"]) == ("sent", "paid")
    parts = machine.get(f"/cases/{found['case']['id']}/parts").json()["items"]
    assert [(part["service"], part["state"]) for part in parts] == [
        ("park", "running"), ("dog", "running"), ("boat", "waiting"),
    ]  # fmt: skip
    assert parts[2]["after"] == ["park"]
    assert machine._client.delete(f"/api/v1/applications/{row['id']}").status_code == 409


def test_given_up_nothing_of_it_stays(machine: Machine) -> None:
    row = machine.post(PATH, {"services": ["boat"], "answers": GIVEN}).json()
    assert machine._client.delete(f"/api/v1/applications/{row['id']}").status_code == 204
    assert (Draft.objects.count(), Payment.objects.get().state) == (0, "off")
