"""A fee is paid once, whatever is pressed and told twice."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from minben.foundation.access.actor import SYSTEM
from minben.foundation.events.models import EventRow
from minben.foundation.records.errors import Conflict, Missing, Refused
from minben.payments import actions, jobs
from minben.payments.actions.demand import Fee
from minben.payments.events import RefundOrdered
from minben.payments.models import Attempt, Payment, SandboxOrder
from minben.payments.providers import sandbox
from tests.factories.payments import begin, told

pytestmark = pytest.mark.django_db
FEE = Fee({"zh-hant": "工本費", "en": "Fee"}, 1250, "CNY")


@pytest.fixture
def payment() -> Payment:
    return actions.demand(SYSTEM, FEE, case_id=uuid.uuid4())


def now_of(payment: Payment) -> str:
    payment.refresh_from_db()
    return payment.state


def test_one_thing_is_owed_once(payment: Payment) -> None:
    assert actions.demand(SYSTEM, FEE, case_id=payment.case_id).id == payment.id


def test_two_presses_are_one_attempt(payment: Payment) -> None:
    first, second = begin(payment), begin(payment)
    assert first.id == second.id
    assert SandboxOrder.objects.count() == 1


def test_what_is_paid_has_a_receipt_and_the_same_call_again_changes_nothing(payment: Payment) -> None:
    attempt = begin(payment)
    told(attempt)
    assert now_of(payment) == "paid"
    receipt = payment.receipt
    assert told(attempt).state == "paid"
    assert now_of(payment) == "paid"
    assert payment.receipt == receipt
    with pytest.raises(Conflict):
        begin(payment)


def test_declined_can_be_tried_again(payment: Payment) -> None:
    told(begin(payment), "declined")
    assert now_of(payment) == "open"
    told(begin(payment))
    assert now_of(payment) == "paid"
    assert sorted(payment.attempts.values_list("state", flat=True)) == ["declined", "paid"]


@pytest.mark.parametrize("changes", [{"amount": 1249}, {"amount": 12500}, {"currency": "USD"}])
def test_another_sum_does_not_count(payment: Payment, changes: dict[str, object]) -> None:
    attempt = told(begin(payment), "paid", **changes)
    assert attempt.state == "wrong"
    assert now_of(payment) == "open"


def test_money_that_comes_late_counts(payment: Payment) -> None:
    attempt = begin(payment)
    Attempt.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    second = begin(payment)
    assert second.id != attempt.id
    told(attempt)
    assert now_of(payment) == "paid"


def test_money_that_comes_twice_goes_back(payment: Payment) -> None:
    first = begin(payment)
    Attempt.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    second = begin(payment)
    told(first)
    assert told(second).state == "doubled"
    ordered = EventRow.objects.get(name=RefundOrdered.name)
    assert ordered.subject_id == second.id
    jobs.order_refunds([RefundOrdered(subject_id=ordered.subject_id)])
    assert ProcrastinateJob.objects.get().args == {"attempt_id": str(second.id)}
    jobs.give_money_back(str(second.id))
    jobs.give_money_back(str(second.id))
    second.refresh_from_db()
    assert second.returned_at is not None
    assert now_of(payment) == "paid"
    assert SandboxOrder.objects.get(reference=second.reference).state == "refunded"


def test_a_wrong_signature_and_an_unknown_order_are_refused(payment: Payment) -> None:
    attempt = begin(payment)
    _order, body = sandbox.decide(attempt.reference, "paid")
    with pytest.raises(Refused):
        actions.hear("sandbox", body, {sandbox.SIGNATURE: "0" * 64}, timezone.now())
    with pytest.raises(Refused):
        actions.hear(
            "sandbox",
            body.replace(b"1250", b"1"),
            {sandbox.SIGNATURE: sandbox.signature(body)},
            timezone.now(),
        )
    body = body.replace(attempt.reference.encode(), b"0" * 32)
    with pytest.raises(Missing):
        actions.hear("sandbox", body, {sandbox.SIGNATURE: sandbox.signature(body)}, timezone.now())
    assert now_of(payment) == "open"


def test_the_call_back_comes_over_the_door_without_a_cookie(payment: Payment) -> None:
    attempt = begin(payment)
    _order, body = sandbox.decide(attempt.reference, "paid")
    address = reverse("portal:pay_heard", args=["sandbox"])
    client = Client(enforce_csrf_checks=True)
    answer = client.post(address, body, content_type="application/json", headers={"X-Signature": "0"})
    assert answer.status_code == 403
    good = {"X-Signature": sandbox.signature(body)}
    answer = client.post(address, body, content_type="application/json", headers=good)
    assert answer.status_code == 200, answer.content
    assert now_of(payment) == "paid"


def test_who_closed_the_window_is_asked_after(payment: Payment) -> None:
    attempt = begin(payment)
    SandboxOrder.objects.update(state="paid")
    jobs.ask_after(timezone.now() + dt.timedelta(minutes=2))
    assert now_of(payment) == "paid"
    attempt.refresh_from_db()
    assert attempt.state == "paid"


def test_an_attempt_ends_by_itself(payment: Payment) -> None:
    attempt = begin(payment)
    jobs.ask_after(timezone.now() + dt.timedelta(hours=2))
    attempt.refresh_from_db()
    assert attempt.state == "expired"
    assert now_of(payment) == "open"


def test_what_fell_away_is_not_paid(payment: Payment) -> None:
    attempt = begin(payment)
    assert payment.case_id is not None
    actions.call_off(SYSTEM, payment.case_id)
    assert told(attempt).state == "doubled"
    assert now_of(payment) == "off"


def test_the_practice_page_pays_declines_and_waits(payment: Payment) -> None:
    attempt = begin(payment)
    client = Client()
    page = reverse("portal:practice_pay", args=[attempt.reference])
    assert client.get(page).status_code == 200
    assert client.post(page, {"press": "closed"}).status_code == 200
    assert now_of(payment) == "paid"
    assert "Receipt" in client.get(f"/en/pay/{payment.token}/").content.decode()
