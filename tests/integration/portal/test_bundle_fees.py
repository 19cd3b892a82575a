"""What is applied for together is paid in one sum and signed once, before it goes in; a part that is not granted can go back."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from minben.cases.actions import signing
from minben.cases.actions.application import decide
from minben.cases.actions.pressing import withdraw
from minben.cases.actions.routing import accept
from minben.cases.applications.sent_copy import sent_copy
from minben.cases.models import BundlePart, Case, Signature
from minben.catalog.models import LifeEventType
from minben.foundation.access.actions import codes
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.events.pump import pump_all
from minben.foundation.records.errors import Conflict
from minben.payments import jobs
from minben.payments.models import Attempt, Payment, PaymentLine, SandboxOrder
from tests.factories.bundles import moving, service
from tests.factories.desk import sit_down
from tests.factories.payments import GIVEN, begin, told
from tests.factories.town import Town
from tests.waiting import settle

pytestmark = pytest.mark.django_db(transaction=True)
CHOSEN = ("park", "dog", "boat")


def news() -> None:
    settle()
    pump_all()


@pytest.fixture(autouse=True)
def event(town: Town) -> LifeEventType:
    return moving(town)


def page(token: str, name: str = "waiting") -> str:
    return f"/en/events/moving/apply/{token}/{name}/"


def sent(browser: Client, *parts: str) -> str:
    """A checked form for these parts."""
    given = {"start": "1", "parts_shown": "1", "parts": list(parts)}
    answer = browser.post("/en/events/moving/apply/", given)
    found = re.search(r"/apply/([^/]+)/who/", answer["Location"])
    assert found is not None
    for key in ("who", "phone"):
        browser.post(page(found[1], key), {"answer": GIVEN[key]})
    answer = browser.post(page(found[1], "check"), {"true": "yes"})
    assert answer.status_code == 302, answer.content.decode()
    return found[1]


def signed(browser: Client, token: str) -> None:
    assert browser.get(page(token))["Location"] == page(token, "signers")
    given = {"name_0": "王大明", "address_0": "spouse@example.org"}
    assert browser.post(page(token, "signers"), given)["Location"] == page(token)
    one = Signature.objects.get()
    assert "Moving" in Client().get(f"/en/sign/{one.token}/").content.decode()
    code = codes.issue(signing.purpose(one), one.address)
    signing.sign(one.token, name="王大明", code=code, now=timezone.now())


def handed_in(browser: Client) -> Case:
    """Paid and signed: the whole."""
    token = sent(browser, *CHOSEN)
    signed(browser, token)
    told(begin(Payment.objects.get()))
    news()
    return Case.objects.get(event__isnull=False)


def child(whole: Case, key: str) -> Case:
    found = BundlePart.objects.get(case=whole, key=key).child
    assert found is not None
    return found


def lines() -> dict[str, str]:
    return {line.name["en"]: line.state for line in PaymentLine.objects.order_by("id")}


def test_the_first_page_says_what_it_costs_and_who_signs(browser: Client) -> None:
    answer = browser.get("/en/events/moving/apply/")
    text = answer.content.decode()
    assert "CN¥12.50" in text
    assert text.count("Spouse") == 1


def test_one_sum_and_one_signature_before_anything_goes_in(town: Town, browser: Client) -> None:
    token = sent(browser, *CHOSEN)
    assert not Case.objects.exists()
    signed(browser, token)
    assert not Case.objects.exists(), "it is not paid"
    payment = Payment.objects.get()
    assert payment.amount == 3750
    text = browser.get(page(token)).content.decode()
    for shown in ("CN¥37.50", "CN¥12.50", "CN¥20.00", "CN¥5.00", "Park", "Dog", "Boat"):
        assert shown in text
    assert "CN¥5.00" in browser.get(f"/en/pay/{payment.token}/").content.decode()
    told(begin(payment))
    news()
    whole = Case.objects.get(event__isnull=False)
    assert browser.get(page(token))["Location"] == page(token, "sent")
    payment.refresh_from_db()
    assert (payment.case_id, payment.draft_id) == (whole.id, None)
    assert Signature.objects.get().case_id == whole.id
    dog = child(whole, "dog")
    assert PaymentLine.objects.get(case_id=dog.id).amount == 2000
    assert "Spouse" in str(sent_copy(dog).extra)
    desk = sit_down(town.water, Role.OFFICER)
    assert "in one sum with the other parts" in desk.client.get(f"/desk/cases/{dog.id}").content.decode()
    assert "CN¥37.50" in desk.client.get(f"/desk/cases/{whole.id}").content.decode()


def test_what_does_not_apply_costs_nothing(browser: Client) -> None:
    sent(browser, "dog", "free")
    assert Payment.objects.get().amount == 2000


def test_without_fee_or_signer_it_goes_in_at_once(browser: Client) -> None:
    token = sent(browser, "free")
    assert not Payment.objects.exists()
    assert browser.get(page(token, "sent")).status_code == 200


def test_accepted_a_part_is_not_asked_for_its_fee_again(town: Town, browser: Client) -> None:
    whole = handed_in(browser)
    officer = town.actor(Role.OFFICER, town.water)
    dog = child(whole, "dog")
    accept(officer, dog.id)
    decide(officer, dog.id, outcome="granted", text="同意")
    assert Payment.objects.count() == 1


def test_a_refused_part_gets_its_fee_back_and_what_waits_for_it_costs_nothing(
    town: Town, browser: Client
) -> None:
    whole = handed_in(browser)
    officer = town.actor(Role.OFFICER, town.water)
    park = child(whole, "park")
    accept(officer, park.id)
    decide(officer, park.id, outcome="refused", text="不符合")
    news()
    assert lines() == {"Park": "refunding", "Dog": "", "Boat": "refunding"}
    for line in PaymentLine.objects.filter(state="refunding"):
        jobs.give_part_back(str(line.id))
        jobs.give_part_back(str(line.id))
    assert lines() == {"Park": "refunded", "Dog": "", "Boat": "refunded"}
    order = SandboxOrder.objects.get()
    assert (sum(order.parts.values()), order.state) == (1750, "paid")
    dog = child(whole, "dog")
    accept(officer, dog.id)
    decide(officer, dog.id, outcome="refused", text="不符合")
    assert lines()["Dog"] == "", "this service keeps its fee"


def test_a_single_service_gives_its_fee_back_too(town: Town, browser: Client) -> None:
    service(town, "plain", "8", fee_back=True)
    answer = browser.post("/en/services/plain/apply/")
    token = re.search(r"/apply/([^/]+)/who/", answer["Location"])
    assert token is not None
    for key in ("who", "phone"):
        browser.post(f"/en/services/plain/apply/{token[1]}/{key}/", {"answer": GIVEN[key]})
    browser.post(f"/en/services/plain/apply/{token[1]}/check/", {"true": "yes"})
    told(begin(Payment.objects.get()))
    news()
    case = Case.objects.get()
    officer = town.actor(Role.OFFICER, town.water)
    accept(officer, case.id)
    decide(officer, case.id, outcome="refused", text="不符合")
    jobs.give_money_back(str(Attempt.objects.get(state="paid").id))
    assert Payment.objects.get().state == "refunded"


def test_an_exemption_of_the_whole_is_decided_before_a_part_is(town: Town, browser: Client) -> None:
    token = sent(browser, "dog", "free")
    signed(browser, token)
    payment = Payment.objects.get()
    browser.post(f"/en/pay/{payment.token}/exemption/", {"why": "低保家庭"})
    whole = Case.objects.get(event__isnull=False)
    officer = town.actor(Role.OFFICER, town.water)
    dog = child(whole, "dog")
    accept(officer, dog.id)
    with pytest.raises(Conflict):
        decide(officer, dog.id, outcome="granted", text="同意")
    withdraw(SYSTEM, dog.id)
    news()
    assert lines() == {"Dog": "off"}
    assert Payment.objects.get().state == "off"
