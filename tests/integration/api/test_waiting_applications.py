"""Applying over the API for what is paid for or signed first: it waits, says for what and where, and goes in by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from minben.cases.actions import signing
from minben.cases.models import Case, Draft, Signature
from minben.catalog.actions import write_service
from minben.channels.actions.load_templates import add_shipped
from minben.foundation.access.actions import codes
from minben.foundation.access.actor import SYSTEM
from minben.foundation.events.pump import pump_all
from minben.payments.models import Payment
from tests.factories.catalog import guide, topic
from tests.factories.clients import client
from tests.factories.payments import COST, FORM, GIVEN, begin, told
from tests.factories.town import Town
from tests.waiting import settle

from .conftest import Machine

pytestmark = pytest.mark.django_db(transaction=True)
SLUG = "park-pass"
PATH = f"/services/{SLUG}/applications"
SIGNERS = [{"name": {"zh-hant": "配偶", "en": "Spouse"}, "least": 1, "most": 2}]
SPOUSE = {"role": 0, "name": "王大明", "address": "spouse@example.org"}


def offer(town: Town, **more: Any) -> None:
    cost = {name: value for name, value in COST.items() if name != "law"}
    content: dict[str, Any] = {"form": FORM, "costs": [cost], "department": town.water.code, "mode": "2"}
    topic()
    add_shipped(SYSTEM)
    write_service(SYSTEM, guide(SLUG, **content | more), waive=["V02", "V07"], reason="test")


def news() -> None:
    settle()
    pump_all()


def sign(one: Signature) -> None:
    code = codes.issue(signing.purpose(one), one.address)
    signing.sign(one.token, name=one.name, code=code, now=timezone.now())


def waits(machine: Machine, **more: Any) -> dict[str, Any]:
    answer = machine.post(PATH, {"answers": GIVEN, "language": "en", "external_id": "x-1"} | more)
    assert answer.status_code == 202, answer.content
    row: dict[str, Any] = answer.json()
    assert answer["Location"] == f"/api/v1/applications/{row['id']}"
    return row


def state(machine: Machine, row: dict[str, Any]) -> dict[str, Any]:
    answer = machine.get(f"/applications/{row['id']}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_the_guide_says_what_stands_before_the_sending(town: Town, machine: Machine) -> None:
    offer(town, fee_step="before", signers=SIGNERS)
    whole = machine.get(f"/services/{SLUG}").json()
    assert whole["fee_step"] == "before"
    assert [(one["name"]["en"], one["least"], one["most"]) for one in whole["signers"]] == [("Spouse", 1, 2)]


def test_it_waits_for_the_fee_and_goes_in_when_the_money_comes(town: Town, machine: Machine) -> None:
    offer(town, fee_step="before")
    row = waits(machine)
    assert (row["state"], row["waits_for"], row["case"]) == ("waiting", ["fee"], None)
    fee = row["fee"]
    payment = Payment.objects.get()
    assert (fee["amount"], fee["currency"], fee["state"]) == ("12.50", "CNY", "open")
    assert fee["address"].endswith(f"/en/pay/{payment.token}/")
    assert not Case.objects.exists()
    told(begin(payment))
    news()
    case = Case.objects.get()
    found = state(machine, row)
    assert (found["state"], found["waits_for"], found["fee"]["state"]) == ("sent", [], "paid")
    assert found["case"]["number"] == case.number
    assert (case.channel, case.language) == ("api", "en")


def test_those_who_sign_are_named_with_it_or_later(town: Town, machine: Machine) -> None:
    offer(town, signers=SIGNERS, costs=[])
    row = waits(machine, signers=[SPOUSE])
    assert row["waits_for"] == ["signatures"]
    one = Signature.objects.get()
    assert [(s["name"], s["state"]) for s in row["signatures"]] == [("王大明", "asked")]
    assert row["signatures"][0]["address"].endswith(f"/en/sign/{one.token}/")
    sign(one)
    found = state(machine, row)
    assert (found["state"], [s["state"] for s in found["signatures"]]) == ("sent", ["signed"])
    later = waits(machine)
    assert later["waits_for"] == ["signers"]
    assert [(r["role"], r["least"], r["most"]) for r in later["to_name"]] == [(0, 1, 2)]
    path = f"/applications/{later['id']}/signers"
    wrong = machine.post(path, {"signers": [SPOUSE | {"address": "nobody"}]})
    assert [one["name"] for one in wrong.json()["invalid_params"]] == ["signers.0.address"]
    assert machine.post(path, {"signers": [SPOUSE]}).json()["waits_for"] == ["signatures"]
    assert machine.post(path, {"signers": [SPOUSE]}).status_code == 409, "they are being asked"


def test_after_a_no_all_are_asked_anew(town: Town, machine: Machine) -> None:
    offer(town, signers=SIGNERS, costs=[])
    row = waits(machine, signers=[SPOUSE])
    signing.decline(Signature.objects.get().token, reason="金額不對", now=timezone.now())
    found = state(machine, row)
    assert (found["state"], found["signatures"][0]["reason"]) == ("stopped", "金額不對")
    machine.post(f"/applications/{row['id']}/signers", {"signers": [SPOUSE]})
    sign(Signature.objects.get(state="asked"))
    assert state(machine, row)["state"] == "sent"


def test_the_same_call_again_is_one_form_and_a_wrong_one_is_none(town: Town, machine: Machine) -> None:
    offer(town, fee_step="before", signers=SIGNERS)
    given = {"answers": GIVEN, "signers": [SPOUSE]}
    first = machine.post(PATH, given, idempotency_key="a1")
    again = machine.post(PATH, given, idempotency_key="a1")
    assert (first.status_code, again.status_code, again.json()["id"]) == (202, 202, first.json()["id"])
    assert (Draft.objects.count(), Payment.objects.count(), Signature.objects.count()) == (1, 1, 1)
    wrong = machine.post(PATH, {"answers": GIVEN | {"phone": "12"}})
    assert [one["name"] for one in wrong.json()["invalid_params"]] == ["answers.phone"]
    wrong = machine.post(PATH, {"answers": GIVEN, "signers": [SPOUSE | {"role": 7}]})
    assert [one["name"] for one in wrong.json()["invalid_params"]] == ["signers"]
    assert machine.post(PATH, {"answers": GIVEN, "party_id": str(town.water.id)}).status_code == 422
    assert Draft.objects.count() == 1


def test_another_system_does_not_see_it(town: Town, machine: Machine) -> None:
    offer(town, fee_step="before")
    row = waits(machine)
    other = Machine(client(town.water).key)
    assert other.get(f"/applications/{row['id']}").status_code == 404
    assert other._client.delete(f"/api/v1/applications/{row['id']}").status_code == 404


def test_given_up_nothing_of_it_stays(town: Town, machine: Machine) -> None:
    offer(town, fee_step="before")
    row = waits(machine)
    assert machine._client.delete(f"/api/v1/applications/{row['id']}").status_code == 204
    assert machine.get(f"/applications/{row['id']}").status_code == 404
    assert Payment.objects.get().state == "off"
    told_row = waits(machine)
    told(begin(Payment.objects.get(state="open")))
    news()
    assert machine._client.delete(f"/api/v1/applications/{told_row['id']}").status_code == 409
