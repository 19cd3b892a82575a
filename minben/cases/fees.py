"""The fee of an application: demanded when it is time, and nothing is decided while it is owed."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from minben.catalog.fees import fee_of
from minben.catalog.models import ServiceVersion
from minben.foundation.access.actor import SYSTEM
from minben.foundation.records.errors import Conflict
from minben.payments import actions as payments
from minben.payments import queries
from minben.payments.actions.demand import Fee
from minben.payments.models import Payment
from minben.payments.money import minor
from minben.payments.providers import chosen

from .models import Case
from .steps import Step

BEFORE = "before"
ENDS = frozenset({"refuse", "withdraw"})


def owed(version: ServiceVersion) -> Fee | None:
    """What a service costs online; None when nothing is paid there."""
    found = fee_of(version)
    if found is None:
        return None
    amount, currency = found
    return Fee(version.name, minor(amount, currency), currency, version.id)


def demand_of_draft(draft_id: UUID, version: ServiceVersion) -> Payment | None:
    """The payment that stands before the sending, if the service wants one there."""
    fee = owed(version) if paid_before(version) else None
    return payments.demand(SYSTEM, fee, draft_id=draft_id) if fee else None


def paid_before(version: ServiceVersion) -> bool:
    """Whether the fee stands before the sending; where nobody takes money online it is owed from acceptance on."""
    return version.fee_step == BEFORE and bool(chosen())


def payment_of(case: Case) -> Payment | None:
    """What is owed or was paid for a case; asked for only where the service has a fee."""
    version = case.service_version if case.service_version_id else None
    return queries.of_case(case.id) if version is not None and version.fee_step else None


def on_step(step: Step) -> None:
    """In the transaction of the step. Raises Conflict for a decision while the fee is owed."""
    if step.verb not in {"accept", "decide", *ENDS} or step.case.service_version_id is None:
        return
    version = step.case.service_version
    if version is None or not version.fee_step:
        return
    if step.verb == "accept":
        fee = owed(version)
        if fee is not None:
            payments.demand(SYSTEM, fee, case_id=step.case.id)
    elif step.verb == "decide":
        _refuse_unpaid(step.case)
    elif step.verb in ENDS:
        payments.call_off(SYSTEM, step.case.id)


def _refuse_unpaid(case: Case) -> None:
    payment = queries.of_case(case.id)
    if payment is not None and payment.due:
        raise Conflict(
            _("The fee is not paid yet. Wait for it, or waive it with a reason, before you decide.")
        )
