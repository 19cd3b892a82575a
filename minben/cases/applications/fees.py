"""The fee of an application: demanded when it is time, and nothing is decided while it is owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from minben.cases.course.steps import Step
from minben.cases.models import BundlePart, Case
from minben.catalog.fees import fee_of
from minben.catalog.models import ServiceVersion
from minben.foundation.access.actor import SYSTEM
from minben.foundation.records.errors import Conflict
from minben.payments import actions as payments
from minben.payments import queries
from minben.payments.actions.demand import Fee, Part
from minben.payments.models import Payment, PaymentLine
from minben.payments.money import minor
from minben.payments.providers import chosen

BEFORE = "before"
ENDS = frozenset({"refuse", "withdraw"})


def owed(version: ServiceVersion) -> Fee | None:
    """What a service costs online; None when nothing is paid there."""
    found = fee_of(version)
    if found is None:
        return None
    amount, currency = found
    return Fee(version.name, minor(amount, currency), currency, version.id)


def demand_of_draft(
    draft_id: UUID, versions: Sequence[ServiceVersion], name: Mapping[str, Any]
) -> Payment | None:
    """The payment that stands before the sending, if one of the services wants one there: one sum with its parts.

    What is in another currency than the first is owed when its part is accepted.
    """
    fees = [fee for version in versions if paid_before(version) and (fee := owed(version))]
    if not fees:
        return None
    if len(versions) == 1:
        return payments.demand(SYSTEM, fees[0], draft_id=draft_id)
    currency = fees[0].currency
    parts = [
        Part(fee.service_version_id, fee.name, fee.amount)
        for fee in fees
        if fee.currency == currency and fee.service_version_id
    ]
    whole = Fee(name, sum(part.amount for part in parts), currency, parts=parts)
    return payments.demand(SYSTEM, whole, draft_id=draft_id)


def paid_before(version: ServiceVersion) -> bool:
    """Whether the fee stands before the sending; where nobody takes money online it is owed from acceptance on."""
    return version.fee_step == BEFORE and bool(chosen())


def payment_of(case: Case) -> Payment | None:
    """What is owed or was paid for a case; asked for only where the service has a fee."""
    if case.event_id is not None:
        return queries.of_case(case.id)
    version = case.service_version if case.service_version_id else None
    return queries.of_case(case.id) if version is not None and version.fee_step else None


def line_of(case: Case) -> PaymentLine | None:
    """The part of a sum that is for a case which was applied for with others."""
    version = case.service_version if case.service_version_id else None
    return queries.line_of_case(case.id) if version is not None and version.fee_step else None


def shared_out(whole_id: UUID) -> None:
    """Each part of what was applied for together that has begun has its line of the sum."""
    for part in BundlePart.objects.filter(case_id=whole_id, child__isnull=False):
        if part.child_id is not None:
            payments.line_belongs_to(whole_id, part.service_version_id, part.child_id)


def part_falls_away(part: BundlePart, why: str) -> None:
    """A part that never begins costs nothing."""
    line = queries.line_of_part(part.case_id, part.service_version_id)
    if line is not None:
        payments.return_line(SYSTEM, line.id, reason=why)


def on_step(step: Step) -> None:
    """In the transaction of the step. Raises Conflict for a decision while the fee is owed."""
    if step.verb not in {"accept", "decide", *ENDS} or step.case.service_version_id is None:
        return
    version = step.case.service_version
    if version is None or not version.fee_step:
        return
    line = queries.line_of_case(step.case.id)
    if step.verb == "accept":
        fee = owed(version) if line is None else None
        if fee is not None:
            payments.demand(SYSTEM, fee, case_id=step.case.id)
    elif step.verb == "decide":
        _refuse_unpaid(step.case, line)
    elif step.verb in ENDS:
        _call_off(step.case, line)
    if step.verb == "refuse" or (step.verb == "decide" and step.case.outcome == "refused"):
        _back_where_it_says_so(step.case, version, line)


def _call_off(case: Case, line: PaymentLine | None) -> None:
    """What was not paid is not owed any more."""
    if line is None:
        payments.call_off(SYSTEM, case.id)
    elif line.payment.due:
        payments.return_line(SYSTEM, line.id, reason=str(case.get_status_display()))


def _back_where_it_says_so(case: Case, version: ServiceVersion, line: PaymentLine | None) -> None:
    """What is not granted costs nothing where the service says so."""
    if not version.fee_back:
        return
    with override(case.language):
        why = _("It was not granted, so the fee goes back.")
    payment = queries.of_case(case.id)
    if line is not None:
        payments.return_line(SYSTEM, line.id, reason=why)
    elif payment is not None and payment.state == Payment.State.PAID:
        payments.refund(SYSTEM, case.id, reason=why)


def _refuse_unpaid(case: Case, line: PaymentLine | None) -> None:
    payment = queries.of_case(case.id) if line is None else line.payment
    if payment is not None and payment.due:
        raise Conflict(
            _("The fee is not paid yet. Wait for it, or waive it with a reason, before you decide.")
        )
