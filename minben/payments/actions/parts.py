"""A part of a sum falls away, or its money goes back; the other parts stay as they are."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.payments.events import PartRefundOrdered
from minben.payments.models import Attempt, Payment, PaymentLine
from minben.payments.providers import providers

State = PaymentLine.State


@transaction.atomic
def return_line(actor: Actor, line_id: UUID, *, reason: str) -> PaymentLine:
    """What one part costs is not owed any more, or goes back when it was paid. A second time changes nothing."""
    require(actor, "payment.refund")
    line = PaymentLine.objects.select_for_update().get(pk=line_id)
    payment = Payment.objects.select_for_update().get(pk=line.payment_id)
    if line.state != State.WITH_THE_SUM:
        return line
    if payment.state == Payment.State.PAID:
        line.state = State.REFUNDING
        announce(PartRefundOrdered(subject_id=line.id))
    elif payment.due:
        line.state = State.CALLED_OFF
        _lessen(payment, line)
    else:
        return line
    line.reason = reason.strip()[:500]
    line.save(update_fields=["state", "reason"])
    _wrote(actor, line, payment, reason)
    return line


def _lessen(payment: Payment, line: PaymentLine) -> None:
    payment.amount -= line.amount
    if not payment.amount:
        payment.state = Payment.State.CALLED_OFF
    payment.save(update_fields=["amount", "state"])


def give_back_line(line_id: UUID) -> None:
    """Ask the provider to return the money of one part; once, however often it is run. Raises Conflict if it cannot."""
    line = PaymentLine.objects.select_related("payment").get(pk=line_id)
    if line.refunded_at is not None:
        return
    attempt = line.payment.attempts.get(state=Attempt.State.PAID)
    provider = providers.get(attempt.provider)
    provider.refund(attempt.reference, line.amount, line.payment.currency, part=line.id.hex)
    _returned(line_id, timezone.now())


@transaction.atomic
def _returned(line_id: UUID, now: dt.datetime) -> None:
    line = PaymentLine.objects.select_for_update(of=("self",)).select_related("payment").get(pk=line_id)
    if line.refunded_at is not None:
        return
    line.state, line.refunded_at = State.REFUNDED, now
    line.save(update_fields=["state", "refunded_at"])
    _wrote(SYSTEM, line, line.payment, "")


def left_of(payment: Payment) -> int:
    """What is left of a paid sum after the parts that went back, in minor units."""
    gone = payment.lines.filter(state__in=[State.REFUNDING, State.REFUNDED])
    return payment.amount - sum(gone.values_list("amount", flat=True))


def _wrote(actor: Actor, line: PaymentLine, payment: Payment, reason: str) -> None:
    trail.wrote(
        actor,
        "payment.part_returned",
        subject=("payment", payment.id),
        case_id=line.case_id or payment.case_id,
        after={"part": str(line.id), "state": line.state},
        reason=reason,
    )
