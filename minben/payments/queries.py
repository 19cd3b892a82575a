"""What is owed and was paid."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from minben.foundation.records.errors import Missing

from .models import Attempt, Payment, PaymentLine


def of_case(case_id: UUID) -> Payment | None:
    return Payment.objects.filter(case_id=case_id).first()


def of_draft(draft_id: UUID) -> Payment | None:
    return Payment.objects.filter(draft_id=draft_id).first()


def line_of_case(case_id: UUID) -> PaymentLine | None:
    """The line of a sum that is for this case, with its payment."""
    return PaymentLine.objects.select_related("payment").filter(case_id=case_id).first()


def line_of_part(whole_id: UUID, service_version_id: UUID) -> PaymentLine | None:
    """The line for a service of what was applied for together, begun or not."""
    rows = PaymentLine.objects.select_related("payment")
    return rows.filter(payment__case_id=whole_id, service_version_id=service_version_id).first()


def by_token(token: str) -> Payment:
    """The payment at a public address. Raises Missing."""
    found = Payment.objects.filter(token=token[:32]).first()
    if found is None:
        raise Missing(_("There is no such payment."))
    return found


def last_attempt(payment: Payment) -> Attempt | None:
    return payment.attempts.order_by("-id").first()


def doubled_or_wrong(payment: Payment) -> list[Attempt]:
    """Money that came and was not what was owed."""
    return list(
        payment.attempts.filter(state__in=[Attempt.State.DOUBLED, Attempt.State.WRONG]).order_by("id")
    )
