"""A service with a fee, a form that was filled in for it, and a provider that calls back."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from minben.payments import actions
from minben.payments.models import Attempt, Payment
from minben.payments.providers import sandbox

FORM: list[dict[str, Any]] = [
    {"key": "who", "kind": "name", "label": {"zh-hant": "姓名", "en": "Name"}, "fills": "party.name"},
    {"key": "phone", "kind": "phone", "label": {"zh-hant": "電話", "en": "Phone"}, "fills": "party.phone"},
    {"key": "true", "kind": "promise", "label": {"zh-hant": "屬實", "en": "True"}},
]
COST = {"name": {"zh-hant": "工本費", "en": "Fee"}, "amount": "12.50", "currency": "CNY", "law": "fee-law"}
GIVEN = {"who": "林小美", "phone": "+8613800138000", "true": "yes"}


def begin(payment: Payment) -> Attempt:
    return actions.begin(payment.token, back="http://testserver/", language="en", now=timezone.now())


def told(attempt: Attempt, state: str = "paid", **changes: Any) -> Attempt:
    """The provider's signed call-back about an attempt."""
    order, _body = sandbox.decide(attempt.reference, state)
    for name, value in changes.items():
        setattr(order, name, value)
    body = sandbox.body_of(order)
    return actions.hear("sandbox", body, {sandbox.SIGNATURE: sandbox.signature(body)}, timezone.now())
