"""An application that is paid for and signed by others before it goes in, or paid once it is accepted."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from minben.cases.actions import fee, signing
from minben.cases.actions.application import decide
from minben.cases.actions.apply import Applied, apply
from minben.cases.actions.pressing import withdraw
from minben.cases.actions.routing import accept
from minben.cases.applications.offered import of_service
from minben.cases.applications.sent_copy import sent_copy
from minben.cases.models import Case, CaseEvent, Draft, Signature
from minben.catalog.actions import write_service
from minben.catalog.models import ServiceVersion
from minben.channels.actions.load_templates import add_shipped
from minben.channels.models import Message
from minben.foundation.access.actions import codes
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.access.roles import Role
from minben.foundation.events.pump import pump_all
from minben.foundation.records.errors import Conflict, Invalid, Refused
from minben.payments import actions as payments
from minben.payments import jobs
from minben.payments.models import Attempt, Payment, SandboxOrder
from tests.factories.catalog import guide, topic
from tests.factories.payments import COST, FORM, GIVEN, begin, told
from tests.factories.town import Town
from tests.waiting import settle

pytestmark = pytest.mark.django_db(transaction=True)
SIGNERS = [{"name": {"zh-hant": "配偶", "en": "Spouse"}, "least": 1, "most": 2}]
NOW = timezone.now


def news() -> None:
    """News is handed on."""
    settle()
    pump_all()


def offer(town: Town, **more: Any) -> ServiceVersion:
    cost = {name: value for name, value in COST.items() if name != "law"}
    content = {"form": FORM, "costs": [cost], "department": town.water.code, "mode": "2"}
    topic()
    made, _new = write_service(
        SYSTEM, guide("park-pass", **content | more), waive=["V02", "V07"], reason="test"
    )
    return made.versions.get(state="published")


def filled(browser: Client) -> str:
    """A form with every question answered, on its last page."""
    answer = browser.post("/en/services/park-pass/apply/")
    token = re.search(r"/apply/([^/]+)/who/", answer["Location"])
    assert token is not None
    for key in ("who", "phone"):
        browser.post(f"/en/services/park-pass/apply/{token[1]}/{key}/", {"answer": GIVEN[key]})
    return token[1]


def page(token: str, name: str = "waiting") -> str:
    return f"/en/services/park-pass/apply/{token}/{name}/"


def sent(browser: Client, token: str) -> Any:
    return browser.post(page(token, "check"), {"true": "yes"})


def test_a_fee_stands_before_the_sending_and_nothing_goes_in_unpaid(town: Town, browser: Client) -> None:
    offer(town, fee_step="before")
    token = filled(browser)
    assert sent(browser, token)["Location"] == page(token)
    assert sent(browser, token)["Location"] == page(token), "a second press changes nothing"
    assert not Case.objects.exists()
    payment = Payment.objects.get()
    assert (payment.amount, payment.currency) == (1250, "CNY")
    text = browser.get(page(token)).content.decode()
    assert "CN¥12.50" in text
    assert "Pay now" in text
    to = browser.post(f"/en/pay/{payment.token}/")["Location"]
    assert to == browser.post(f"/en/pay/{payment.token}/")["Location"]
    assert browser.post(to, {"press": "paid"}).status_code == 302
    assert browser.get(page(token))["Location"] == page(token, "sent")
    case = Case.objects.get()
    assert browser.get(page(token, "sent")).status_code == 200
    payment.refresh_from_db()
    assert (payment.case_id, payment.draft_id, payment.state) == (case.id, None, "paid")
    told_on_paper = dict(sent_copy(case).extra)
    assert any(payment.receipt in line for lines in told_on_paper.values() for line in lines)


def test_it_goes_in_though_the_window_was_closed(town: Town, browser: Client) -> None:
    offer(town, fee_step="before")
    token = filled(browser)
    sent(browser, token)
    told(begin(Payment.objects.get()))
    news()
    assert Case.objects.count() == 1
    assert browser.get(page(token))["Location"] == page(token, "sent")


def test_declined_nothing_goes_in(town: Town, browser: Client) -> None:
    offer(town, fee_step="before")
    token = filled(browser)
    sent(browser, token)
    told(begin(Payment.objects.get()), "declined")
    news()
    assert not Case.objects.exists()
    assert "Pay now" in browser.get(page(token)).content.decode()


def test_answers_can_be_changed_while_it_waits(town: Town, browser: Client) -> None:
    offer(town, fee_step="before")
    token = filled(browser)
    sent(browser, token)
    assert browser.get(page(token, "who"))["Location"] == page(token)
    assert browser.post(page(token))["Location"] == page(token, "check")
    browser.post(page(token, "who"), {"answer": "王大明"})
    told(begin(Payment.objects.get()))
    news()
    assert not Case.objects.exists(), "paid, but the form is not declared again"
    sent(browser, token)
    assert browser.get(page(token))["Location"] == page(token, "sent")
    assert Case.objects.get().answers["who"] == "王大明"
    assert Payment.objects.count() == 1


def test_who_says_they_need_not_pay_goes_on_and_an_officer_decides(town: Town, browser: Client) -> None:
    offer(town, fee_step="before")
    token = filled(browser)
    sent(browser, token)
    payment = Payment.objects.get()
    answer = browser.post(f"/en/pay/{payment.token}/exemption/", {"why": "低保家庭"})
    assert answer.status_code == 302
    case = Case.objects.get()
    officer = town.actor(Role.OFFICER, town.water)
    accept(officer, case.id)
    with pytest.raises(Conflict):
        decide(officer, case.id, outcome="granted", text="同意")
    with pytest.raises(Invalid):
        fee.waive_fee(officer, case.id, reason=" ")
    with pytest.raises(Refused):
        fee.waive_fee(town.actor(Role.OFFICER, town.roads), case.id, reason="x")
    fee.insist_on_fee(officer, case.id, reason="證明已過期")
    with pytest.raises(Conflict):
        payments.ask_exemption(SYSTEM, payment.token, why="again")
    fee.waive_fee(officer, case.id, reason="補交了證明")
    decide(officer, case.id, outcome="granted", text="同意")
    names = list(CaseEvent.objects.filter(case_id=case.id).order_by("id").values_list("name", flat=True))
    assert names == ["submit", "accept", "insist_on_fee", "waive_fee", "decide"]


def applied(town: Town) -> Case:
    version = offer(town, fee_step="after")
    person = Actor(kind=ActorKind.ANONYMOUS)
    made = apply(person, of_service(version), Applied(GIVEN, channel="web"), key="k", region="CN")
    return Case.objects.get(pk=made.case_id)


def test_after_acceptance_a_fee_is_owed_told_and_paid_on_the_page_of_the_case(
    town: Town, browser: Client
) -> None:
    add_shipped(SYSTEM)
    case = applied(town)
    assert not Payment.objects.exists()
    officer = town.actor(Role.OFFICER, town.water)
    accept(officer, case.id)
    payment = Payment.objects.get(case_id=case.id)
    news()
    assert payment.token in Message.objects.get(template="fee_due").body
    with pytest.raises(Conflict):
        decide(officer, case.id, outcome="granted", text="同意")
    told(begin(payment))
    news()
    assert CaseEvent.objects.filter(case_id=case.id, name="fee_paid").count() == 1
    decide(officer, case.id, outcome="refused", text="不同意")
    fee.refund_fee(officer, case.id, reason="未獲准許")
    with pytest.raises(Conflict):
        fee.refund_fee(officer, case.id, reason="再退一次")
    jobs.give_money_back(str(Attempt.objects.get(state="paid").id))
    payment.refresh_from_db()
    assert (payment.state, SandboxOrder.objects.get().state) == ("refunded", "refunded")


def test_withdrawn_nothing_is_owed(town: Town) -> None:
    case = applied(town)
    accept(town.actor(Role.OFFICER, town.water), case.id)
    withdraw(SYSTEM, case.id)
    assert Payment.objects.get().state == "off"


def waiting_for_signature(town: Town, browser: Client, **more: Any) -> tuple[str, Signature]:
    add_shipped(SYSTEM)
    offer(town, signers=SIGNERS, costs=[], **more)
    token = filled(browser)
    sent(browser, token)
    assert browser.get(page(token))["Location"] == page(token, "signers")
    assert browser.post(page(token, "signers"), {"name_0": "王大明"}).status_code == 422
    given = {"name_0": "王大明", "address_0": "spouse@example.org"}
    assert browser.post(page(token, "signers"), given)["Location"] == page(token)
    return token, Signature.objects.get()


def code_for(one: Signature) -> str:
    return codes.issue(signing.purpose(one), one.address)


def test_it_goes_in_when_the_last_one_has_signed(town: Town, browser: Client) -> None:
    token, one = waiting_for_signature(town, browser)
    assert not Case.objects.exists()
    assert one.token in Message.objects.get(template="sign_request").body
    other = Client()
    text = other.get(f"/en/sign/{one.token}/").content.decode()
    assert "林小美" in text
    assert other.post(f"/en/sign/{one.token}/", {"code_please": "1"}).status_code == 302
    assert Message.objects.filter(template="code").count() == 1
    wrong = other.post(f"/en/sign/{one.token}/", {"sign": "1", "name": "王小明", "code": code_for(one)})
    assert wrong.status_code == 422
    wrong = other.post(f"/en/sign/{one.token}/", {"sign": "1", "name": "王大明", "code": "000000"})
    assert wrong.status_code == 422
    signed = other.post(f"/en/sign/{one.token}/", {"sign": "1", "name": "王 大明", "code": code_for(one)})
    assert signed.status_code == 200
    case = Case.objects.get()
    one.refresh_from_db()
    assert (one.case_id, one.draft_id, one.state) == (case.id, None, "signed")
    assert len(one.digest) == 64
    with translation.override("zh-hant"):
        assert one.digest in dict(sent_copy(case).extra[0][1])["配偶"]
    assert browser.get(page(token))["Location"] == page(token, "sent")
    assert "signed" in other.get(f"/en/sign/{one.token}/").content.decode()


def test_declined_the_applicant_is_told_and_may_ask_again(town: Town, browser: Client) -> None:
    token, one = waiting_for_signature(town, browser)
    assert Client().post(f"/en/sign/{one.token}/decline/", {"reason": "金額不對"}).status_code == 200
    assert "金額不對" in Message.objects.get(template="sign_stopped").body
    assert "金額不對" in browser.get(page(token)).content.decode()
    browser.post(page(token))
    sent(browser, token)
    assert browser.get(page(token))["Location"] == page(token, "signers")
    given = {"name_0": "王大明", "address_0": "13900139000"}
    browser.post(page(token, "signers"), given)
    second = Signature.objects.get(state="asked")
    signing.sign(second.token, name="王大明", code=code_for(second), now=NOW())
    assert Case.objects.get().signatures.get() == second


def test_a_link_is_reminded_once_and_ends(town: Town, browser: Client) -> None:
    token, one = waiting_for_signature(town, browser)
    assert signing.remind(NOW()) == 0
    later = NOW() + dt.timedelta(days=4)
    assert signing.remind(later) == 1
    assert signing.remind(later) == 0
    assert signing.expire(NOW() + dt.timedelta(days=15)) == 1
    assert Message.objects.filter(template="sign_stopped").count() == 1
    with pytest.raises(Conflict):
        signing.sign(one.token, name="王大明", code="1", now=NOW())
    assert "Did not answer in time" in browser.get(page(token)).content.decode()


def test_paid_and_signed_in_any_order(town: Town, browser: Client) -> None:
    cost = {name: value for name, value in COST.items() if name != "law"}
    add_shipped(SYSTEM)
    offer(town, signers=SIGNERS, costs=[cost], fee_step="before")
    token = filled(browser)
    sent(browser, token)
    browser.post(page(token, "signers"), {"name_0": "王大明", "address_0": "a@example.org"})
    one = Signature.objects.get()
    signing.sign(one.token, name="王大明", code=code_for(one), now=NOW())
    assert not Case.objects.exists()
    told(begin(Payment.objects.get()))
    news()
    assert Case.objects.count() == 1


def test_what_was_ready_under_an_older_guide_still_goes_in(town: Town, browser: Client) -> None:
    offer(town, fee_step="before")
    token = filled(browser)
    sent(browser, token)
    offer(town, fee_step="before", summary={"zh-hant": "新的一句話。"})
    told(begin(Payment.objects.get()))
    news()
    assert Case.objects.get().service_version.number == 1


def test_a_machine_is_told_where_people_must_pay_or_sign(town: Town) -> None:
    version = offer(town, fee_step="before")
    person = Actor(kind=ActorKind.ANONYMOUS)
    with pytest.raises(Conflict):
        apply(person, of_service(version), Applied(GIVEN), key="k", region="CN")
    assert not Draft.objects.exists()


def test_a_form_that_is_given_up_after_paying_gives_the_money_back(town: Town, browser: Client) -> None:
    offer(town, fee_step="before", signers=SIGNERS)
    token = filled(browser)
    sent(browser, token)
    attempt = told(begin(Payment.objects.get()))
    assert browser.post(f"/en/drafts/{token}/delete/").status_code == 302
    jobs.give_money_back(str(attempt.id))
    assert Payment.objects.get().state == "refunded"
    assert SandboxOrder.objects.get().state == "refunded"


def test_where_nobody_takes_money_online_it_goes_in_and_is_owed_later(
    town: Town, browser: Client, settings: Any
) -> None:
    settings.PAYMENT_PROVIDER = ""
    offer(town, fee_step="before")
    assert sent(browser, filled(browser))["Location"].endswith("/sent/")
    accept(town.actor(Role.OFFICER, town.water), Case.objects.get().id)
    payment = Payment.objects.get()
    assert browser.post(f"/en/pay/{payment.token}/")["Location"] == f"/en/pay/{payment.token}/"
    assert not Attempt.objects.exists()
