"""A fee that need not be paid, and money that goes back. The cases ask who may; here it is done and recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.payments.events import PaymentRefunded, PaymentSettled, RefundOrdered
from minben.payments.models import Attempt, Payment
from minben.payments.providers import providers

from .parts import left_of

State = Payment.State
GIVEN_UP = "The form was given up before it was sent."


def ask_exemption(actor: Actor, token: str, *, why: str) -> Payment:
    """Somebody says that they need not pay. What waited goes on; an officer decides before the case is decided."""
    _given(why, "why", _("Say why you need not pay."))
    with transaction.atomic():
        payment = Payment.objects.select_for_update().filter(token=token[:32]).first()
        if payment is None:
            raise Missing(_("There is no such payment."))
        if payment.state != State.OPEN or payment.reason:
            raise Conflict(_("This was decided already."))
        payment.state, payment.asked = State.EXEMPT_ASKED, why.strip()[:1000]
        payment.save(update_fields=["state", "asked"])
        _wrote(actor, payment, "exemption_asked")
        announce(PaymentSettled(subject_id=payment.id))
    return payment


def waive(actor: Actor, case_id: UUID, *, reason: str) -> Payment:
    """Somebody need not pay. Raises Conflict when nothing is owed, Invalid without a reason."""
    require(actor, "payment.waive")
    return _decided(actor, case_id, reason, State.WAIVED, "waived")


@transaction.atomic
def waive_before(actor: Actor, draft_id: UUID, *, reason: str) -> Payment:
    """As :func:`waive`, for a form that waits for its fee."""
    require(actor, "payment.waive")
    _given(reason, "reason", _("Give the reason."))
    payment = Payment.objects.select_for_update().filter(draft_id=draft_id).first()
    if payment is None or payment.settled:
        raise Conflict(_("Nothing is owed for this form."))
    _settle(actor, payment, State.WAIVED, "waived", reason)
    return payment


def insist(actor: Actor, case_id: UUID, *, reason: str) -> Payment:
    """The exemption that was asked for is not given: the fee is owed."""
    require(actor, "payment.waive")
    return _decided(actor, case_id, reason, State.OPEN, "insisted")


@transaction.atomic
def _decided(actor: Actor, case_id: UUID, reason: str, state: str, what: str) -> Payment:
    _given(reason, "reason", _("Give the reason."))
    payment = _of_case(case_id)
    if payment.settled or (state == State.OPEN and payment.state != State.EXEMPT_ASKED):
        raise Conflict(_("Nothing is owed for this case."))
    _settle(actor, payment, state, what, reason)
    return payment


def _settle(actor: Actor, payment: Payment, state: str, what: str, reason: str) -> None:
    payment.state, payment.reason, payment.decided_by = state, reason.strip()[:500], actor.staff_id
    payment.save(update_fields=["state", "reason", "decided_by"])
    _wrote(actor, payment, what, reason)


@transaction.atomic
def refund(actor: Actor, case_id: UUID, *, reason: str) -> Payment:
    """The money is to go back; a worker asks the provider. Raises Conflict when nothing was paid."""
    require(actor, "payment.refund")
    _given(reason, "reason", _("Give the reason."))
    payment = _of_case(case_id)
    if payment.state != State.PAID:
        raise Conflict(_("Nothing was paid for this case, or it went back already."))
    payment.state, payment.reason, payment.decided_by = State.REFUNDING, reason.strip()[:500], actor.staff_id
    payment.save(update_fields=["state", "reason", "decided_by"])
    attempt = payment.attempts.get(state=Attempt.State.PAID)
    _wrote(actor, payment, "refund_ordered", reason)
    announce(RefundOrdered(subject_id=attempt.id))
    return payment


def given_up(actor: Actor, draft_ids: Collection[UUID]) -> None:
    """The forms are gone before they were sent: what was paid for them goes back, what is owed falls away."""
    with transaction.atomic():
        for payment in Payment.objects.select_for_update().filter(draft_id__in=draft_ids):
            if payment.state == State.PAID:
                payment.state, payment.reason = State.REFUNDING, GIVEN_UP
                attempt = payment.attempts.get(state=Attempt.State.PAID)
                announce(RefundOrdered(subject_id=attempt.id))
            elif payment.due:
                payment.state = State.CALLED_OFF
            payment.save(update_fields=["state", "reason"])
            _wrote(actor, payment, "given_up")


def give_back(attempt_id: UUID) -> None:
    """Ask the provider to return the money of an attempt; once, however often it is run. Raises Conflict if it cannot."""
    attempt = Attempt.objects.select_related("payment").get(pk=attempt_id)
    if attempt.returned_at is None:
        payment = attempt.payment
        left = left_of(payment)
        if left:
            providers.get(attempt.provider).refund(attempt.reference, left, payment.currency)
        returned(attempt_id, timezone.now())


@transaction.atomic
def returned(attempt_id: UUID, now: dt.datetime) -> None:
    """The money of an attempt went back."""
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("payment").get(pk=attempt_id)
    if attempt.returned_at is not None:
        return
    attempt.returned_at = now
    attempt.save(update_fields=["returned_at"])
    payment = attempt.payment
    if payment.state == State.REFUNDING and attempt.state == Attempt.State.PAID:
        payment.state, payment.refunded_at = State.REFUNDED, now
        payment.save(update_fields=["state", "refunded_at"])
        announce(PaymentRefunded(subject_id=payment.id))
    _wrote(SYSTEM, payment, "returned")


def _of_case(case_id: UUID) -> Payment:
    payment = Payment.objects.select_for_update().filter(case_id=case_id).first()
    if payment is None:
        raise Conflict(_("Nothing is owed for this case."))
    return payment


def _given(text: str, field: str, message: str) -> None:
    if not text.strip():
        raise Invalid(message, fields={field: message})


def _wrote(actor: Actor, payment: Payment, what: str, reason: str = "") -> None:
    trail.wrote(
        actor,
        f"payment.{what}",
        subject=("payment", payment.id),
        case_id=payment.case_id,
        after={"state": payment.state},
        reason=reason,
    )
