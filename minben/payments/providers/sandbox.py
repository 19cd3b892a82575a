"""The practice provider: a page of ours where one pays, declines or waits. No money moves.

It keeps its own books and tells us through the signed call-back that any provider uses.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from minben.foundation import keys
from minben.foundation.records.errors import Conflict, Refused
from minben.payments.models import SandboxOrder

from .base import Begun, Heard, Order

SIGNATURE = "X-Signature"
_PURPOSE = "payments-sandbox"


class Sandbox:
    """Stands for another house."""

    def begin(self, order: Order) -> Begun:
        SandboxOrder.objects.get_or_create(
            reference=order.reference,
            defaults={
                "amount": order.amount,
                "currency": order.currency,
                "title": order.title[:300],
                "back": order.back[:500],
            },
        )
        prefix = "" if order.language in {"", "zh-hant"} else f"/{order.language}"
        return Begun(f"{prefix}/practice/pay/{order.reference}/", f"SB-{order.reference[:8]}")

    def ask(self, reference: str) -> Heard | None:
        held = SandboxOrder.objects.filter(reference=reference).first()
        return None if held is None else _told(held)

    def hear(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        if not hmac.compare_digest(signature(body), str(headers.get(SIGNATURE, ""))):
            raise Refused(_("The signature does not fit."))
        try:
            told = json.loads(body)
            return Heard(
                str(told["reference"]),
                told["state"],
                int(told["amount"]),
                str(told["currency"]),
                str(told["order"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise Refused(_("This call cannot be read.")) from error

    def refund(self, reference: str, amount: int, currency: str, *, part: str = "") -> None:
        with transaction.atomic():
            held = SandboxOrder.objects.select_for_update().filter(reference=reference).first()
            if held is None or held.state not in {"paid", "refunded"}:
                raise Conflict(_("Nothing was paid there."))
            held.parts = {**held.parts, part: amount}
            held.state = "refunded" if sum(held.parts.values()) >= held.amount else "paid"
            held.save(update_fields=["parts", "state"])


def decide(reference: str, state: str) -> tuple[SandboxOrder, bytes]:
    """What the payer does on the practice page; the order, and the call-back that tells of it. Raises Conflict.

    What is paid stays paid, however often the button is pressed.
    """
    held = order_of(reference)
    if held.state == "waiting" and state in {"paid", "declined"}:
        SandboxOrder.objects.filter(pk=held.pk, state="waiting").update(state=state)
        held.refresh_from_db()
    return held, body_of(held)


def order_of(reference: str) -> SandboxOrder:
    held = SandboxOrder.objects.filter(reference=reference).first()
    if held is None:
        raise Conflict(_("There is no such order."))
    return held


def body_of(held: SandboxOrder) -> bytes:
    """The words of a call-back about an order."""
    told = _told(held)
    return json.dumps(
        {
            "reference": told.reference,
            "state": told.state,
            "amount": told.amount,
            "currency": told.currency,
            "order": told.provider_reference,
        }
    ).encode()


def signature(body: bytes) -> str:
    """HMAC-SHA256 with a key derived from the field key: the twin's stand-in for a provider's secret."""
    return hmac.new(keys.ring().current.derived(_PURPOSE), body, hashlib.sha256).hexdigest()


def _told(held: SandboxOrder) -> Heard:
    state = "paid" if held.state == "refunded" else held.state
    return Heard(
        held.reference,
        state,  # type: ignore[arg-type]
        held.amount,
        held.currency,
        f"SB-{held.reference[:8]}",
    )
