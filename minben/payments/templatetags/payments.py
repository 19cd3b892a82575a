"""Sums and states of payments on a page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from minben.payments.models import Payment
from minben.payments.money import shown

register = template.Library()
TONES = {
    Payment.State.OPEN: "warning",
    Payment.State.EXEMPT_ASKED: "warning",
    Payment.State.PAID: "success",
    Payment.State.REFUNDED: "success",
}


@register.filter(name="sum")
def sum_of(value: Any) -> str:
    """The amount of a payment or an order, as people write it."""
    return shown(value.amount, value.currency, get_language() or "zh-hant")


@register.filter
def payment_tone(payment: Payment) -> str:
    return TONES.get(Payment.State(payment.state), "neutral")


@register.filter
def masked_address(address: str) -> str:
    """Enough of an address to know it by: the last three figures, or the first letter and the domain."""
    if "@" in address:
        name, _at, domain = address.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"•••{address[-3:]}"
