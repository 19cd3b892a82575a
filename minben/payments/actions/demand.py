"""A fee becomes due, moves to its case, or falls away. All of it inside the caller's transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.payments.models import Payment, PaymentLine


@dataclass(frozen=True)
class Part:
    """What one service adds to a sum, in minor units of its currency."""

    service_version_id: UUID
    name: Mapping[str, Any]
    amount: int


@dataclass(frozen=True)
class Fee:
    """What is owed: whole minor units of a currency, for something with a name in the languages."""

    name: Mapping[str, Any]
    amount: int
    currency: str
    service_version_id: UUID | None = None
    parts: Sequence[Part] = ()


def demand(actor: Actor, fee: Fee, *, draft_id: UUID | None = None, case_id: UUID | None = None) -> Payment:
    """The payment of a form or a case: a new one, or the one there is. One thing is never owed twice."""
    require(actor, "payment.demand")
    payment, new = Payment.objects.get_or_create(
        draft_id=draft_id,
        case_id=case_id,
        defaults={
            "name": dict(fee.name),
            "amount": fee.amount,
            "currency": fee.currency,
            "service_version_id": fee.service_version_id,
            "token": secrets.token_urlsafe(18),
        },
    )
    if new:
        PaymentLine.objects.bulk_create(
            PaymentLine(
                payment=payment,
                service_version_id=part.service_version_id,
                name=dict(part.name),
                amount=part.amount,
            )
            for part in fee.parts
        )
        _wrote(actor, payment, "demanded", {"amount": fee.amount, "currency": fee.currency})
    return payment


def belongs_to(draft_id: UUID, case_id: UUID) -> Payment | None:
    """The form was sent: what was paid for it is paid for the case."""
    Payment.objects.filter(draft_id=draft_id).update(case_id=case_id, draft_id=None)
    return Payment.objects.filter(case_id=case_id).first()


def line_belongs_to(whole_id: UUID, service_version_id: UUID, case_id: UUID) -> None:
    """A part of what was applied for together has begun: its line of the sum is for this case."""
    PaymentLine.objects.filter(payment__case_id=whole_id, service_version_id=service_version_id).update(
        case_id=case_id
    )


def call_off(actor: Actor, case_id: UUID) -> None:
    """The case is over before anything was paid: nothing is owed any more."""
    payment = Payment.objects.select_for_update().filter(case_id=case_id).first()
    if payment is not None and payment.due:
        payment.state = Payment.State.CALLED_OFF
        payment.save(update_fields=["state"])
        _wrote(actor, payment, "called_off", {"state": payment.state})


def _wrote(actor: Actor, payment: Payment, what: str, after: dict[str, Any]) -> None:
    trail.wrote(
        actor, f"payment.{what}", subject=("payment", payment.id), case_id=payment.case_id, after=after
    )
