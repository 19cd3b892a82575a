"""What a provider tells, by call-back or when asked: recorded once, however often it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from minben.foundation.access.actor import SYSTEM
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Missing
from minben.payments.events import PaymentSettled, RefundOrdered
from minben.payments.models import Attempt, Payment
from minben.payments.providers import Heard, providers

State = Attempt.State
FINAL = frozenset({State.PAID, State.DOUBLED})


def hear(provider: str, body: bytes, headers: Mapping[str, str], now: dt.datetime) -> Attempt:
    """A call-back. Raises Refused for a signature that does not fit, Missing for an order that is not ours."""
    return record(providers.get(provider).hear(body, headers), now)


@transaction.atomic
def record(heard: Heard, now: dt.datetime) -> Attempt:
    """Put down what became of an attempt. Money that came counts, however late; never twice, never another sum."""
    attempt = Attempt.objects.select_for_update().filter(reference=heard.reference[:32]).first()
    if attempt is None:
        raise Missing(_("There is no such payment."))
    payment = Payment.objects.select_for_update().get(pk=attempt.payment_id)
    if attempt.state in FINAL or heard.state == "waiting":
        return attempt
    if heard.state == "declined":
        if attempt.state == State.STARTED:
            _end(attempt, State.DECLINED, now)
        return attempt
    _money_came(payment, attempt, heard, now)
    return attempt


def _money_came(payment: Payment, attempt: Attempt, heard: Heard, now: dt.datetime) -> None:
    attempt.provider_reference = heard.provider_reference[:120] or attempt.provider_reference
    if (heard.amount, heard.currency) != (payment.amount, payment.currency):
        attempt.came = f"{heard.amount} {heard.currency}"[:40]
        _end(attempt, State.WRONG, now)
        return
    if payment.settled:
        _end(attempt, State.DOUBLED, now)
        announce(RefundOrdered(subject_id=attempt.id))
        return
    _end(attempt, State.PAID, now)
    payment.state, payment.paid_at = Payment.State.PAID, now
    payment.receipt = f"R-{now:%Y}-{payment.id.hex[-10:].upper()}"
    payment.save(update_fields=["state", "paid_at", "receipt"])
    announce(PaymentSettled(subject_id=payment.id))


def _end(attempt: Attempt, state: str, now: dt.datetime) -> None:
    attempt.state, attempt.ended_at = state, now
    attempt.save(update_fields=["state", "ended_at", "came", "provider_reference"])
    trail.wrote(
        SYSTEM,
        f"payment.{state}",
        subject=("payment", attempt.payment_id),
        case_id=attempt.payment.case_id,
        after={"attempt": str(attempt.id), "came": attempt.came},
    )
