"""Which notice follows which news, and to whom: through the one sending gate of ``channels``."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from minben.agencies.queries import department_names, place_name
from minben.channels.actions import send
from minben.foundation.access.actor import SYSTEM
from minben.payments.money import shown

from .applications.fees import payment_of
from .course.states import RATEABLE
from .events import CaseNews
from .intake.numbers import code_for
from .models import Case, CaseEvent, SealedParty
from .reading.timeline import ANSWER_SHOWN

TEMPLATES = {
    "case.submitted": "case_received",
    "case.accepted": "case_accepted",
    "case.not_accepted": "case_not_accepted",
    "case.dispatched": "case_dispatched",
    "case.extended": "case_extended",
    "case.supplement_asked": "case_supplement",
    "case.answered": "case_answered",
    "case.closed": "case_closed",
    "case.officer_wrote": "message_from_officer",
}
WRITTEN = {
    "case.extended": ("extend", "grant_more_time"),
    "case.officer_wrote": (
        "write",
        "remind",
        "order_correction",
        "withdraw_result",
        "replace_certificate",
        "decline_replacement",
        "post_result",
        "ready_result",
        "hand_result",
        "result_returned",
    ),
}
"""Lines whose own words a notice tells."""
STATUTORY = {"case.not_accepted", "case.supplement_asked"}
"""Notices that the law asks for; the others are service notices and keep quiet hours."""
AT_ONCE = {"case.submitted"}
"""The person has just sent something and waits for the answer: quiet hours do not hold it back."""


def tell(event: CaseNews) -> uuid.UUID | None:
    """Send the notice of one piece of news; None when there is none, or nobody to tell."""
    template = TEMPLATES.get(event.name)
    case = Case.objects.select_related("jurisdiction").filter(pk=event.subject_id).first()
    if template is None or case is None:
        return None
    party_id = _recipient(case)
    if party_id is None:
        return None
    return send(
        SYSTEM,
        template,
        kind="statutory" if event.name in STATUTORY else "service",
        party_id=party_id,
        case_id=case.id,
        asked_for=event.name in AT_ONCE,
        language=case.language,
        variables=variables(case, text=_reason_of(event)),
        zone=case.jurisdiction.time_zone,
    )


def _recipient(case: Case) -> uuid.UUID | None:
    if case.party_id is not None:
        return case.asked_by_id or case.party_id
    return SealedParty.objects.filter(case=case).values_list("party_id", flat=True).first()


def _reason_of(event: CaseNews) -> str:
    """What was written for the person in the line that this news is about; "" for other news."""
    names = WRITTEN.get(event.name)
    if names is None:
        return ""
    rows = CaseEvent.objects.filter(case_id=event.subject_id, name__in=names)
    return rows.order_by("-id").values_list("text", flat=True).first() or ""


def variables(case: Case, *, text: str = "") -> dict[str, str]:
    """What a notice may name. Dates are in the jurisdiction's zone and the person's language.

    Without a ``text`` of its own a notice tells the answer, or the reason given.
    """
    with override(case.language):
        due = case.promised_at.astimezone(case.jurisdiction.zone) if case.promised_at else None
        names = department_names([case.department_id]) if case.department_id else {}
        return {
            "number": case.number,
            "code": code_for(case.track_token),
            "link": _link(case),
            "title": case.title,
            "department": str(next(iter(names.values()), "")),
            "due": date_format(due, "DATE_FORMAT") if due else "—",
            "text": text or (case.answer if case.status in ANSWER_SHOWN else case.reason),
            "city": place_name(case.jurisdiction, case.language),
        }


def _link(case: Case) -> str:
    """Where number and code are asked for, in the person's language; a finished case leads on to its rating."""
    prefix = "" if case.language in {"", settings.LANGUAGE_CODE} else f"/{case.language}"
    return f"{settings.PUBLIC_URL}{prefix}/track/" + ("?to=rate" if case.status in RATEABLE else "")


def tell_of_fee(case_id: uuid.UUID) -> uuid.UUID | None:
    """That a fee is owed for a case, how much, and where it is paid; None when nothing is."""
    case = Case.objects.select_related("jurisdiction", "service_version").filter(pk=case_id).first()
    payment = payment_of(case) if case is not None else None
    if case is None or payment is None or payment.state != payment.State.OPEN:
        return None
    prefix = "" if case.language in {"", settings.LANGUAGE_CODE} else f"/{case.language}"
    amount = shown(payment.amount, payment.currency, case.language)
    link = f"{settings.PUBLIC_URL}{prefix}/pay/{payment.token}/"
    return send(
        SYSTEM,
        "fee_due",
        kind="service",
        party_id=_recipient(case),
        case_id=case.id,
        language=case.language,
        variables={**variables(case, text=amount), "link": link},
        zone=case.jurisdiction.time_zone,
    )
