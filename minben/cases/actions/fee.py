"""What an officer decides about the fee of a case, each with a reason that the person reads."""

from __future__ import annotations

import uuid

import structlog

from minben.cases.course.stepping import touch
from minben.cases.models import Case
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.records.errors import Problem
from minben.payments import actions as payments
from minben.payments.models import Payment

from . import handing_in

log = structlog.get_logger(__name__)


def waive_fee(actor: Actor, case_id: uuid.UUID, *, reason: str) -> Case:
    """The person need not pay (減免). Raises Conflict when nothing is owed, Invalid without a reason."""
    with touch(actor, case_id, "waive_fee", text=reason) as s:
        payments.waive(actor, case_id, reason=reason)
    return s.case


def insist_on_fee(actor: Actor, case_id: uuid.UUID, *, reason: str) -> Case:
    """The exemption asked for is not given: the fee is to be paid."""
    with touch(actor, case_id, "insist_on_fee", text=reason) as s:
        payments.insist(actor, case_id, reason=reason)
    return s.case


def refund_fee(actor: Actor, case_id: uuid.UUID, *, reason: str) -> Case:
    """The money goes back. Raises Conflict when nothing was paid."""
    with touch(actor, case_id, "refund_fee", text=reason) as s:
        payments.refund(actor, case_id, reason=reason)
    return s.case


def settled(payment_id: uuid.UUID) -> None:
    """A fee was paid, or an exemption asked for: the waiting form goes in, or the case says that it is paid.

    A form that cannot go in (its service was withdrawn meanwhile) stays with its page, which says why.
    """
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        return
    if payment.draft_id is not None:
        try:
            handing_in.go_on(payment.draft_id)
        except Problem as problem:
            log.warning("cases.not_handed_in", draft=str(payment.draft_id), why=str(problem.message))
    elif payment.case_id is not None and payment.state == Payment.State.PAID:
        with touch(SYSTEM, payment.case_id, "fee_paid"):
            pass
