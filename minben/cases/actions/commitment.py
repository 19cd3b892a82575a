"""After a result that was given on a promise (告知承諾): the promise is checked later.

Not kept: it is put right within a limit, or the result is withdrawn, and its certificates with it.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.cases.applications.awarding import WITHDRAWN, awarded
from minben.cases.course.stepping import step
from minben.cases.models import Case
from minben.foundation.access.actor import SYSTEM, Actor

from .revoking import revoke_certificate
from .saying import need


def promise_kept(actor: Actor, case_id: uuid.UUID, *, text: str, version: int | None = None) -> Case:
    """It was looked at and found as promised, or was put right: the case is closed."""
    need(text, "text", _("Say what was looked at, and what was found."))
    with step(actor, case_id, "promise_kept", version=version, text=text) as s:
        s.case.closed_at = s.now
    return s.case


def order_correction(actor: Actor, case_id: uuid.UUID, *, text: str, version: int | None = None) -> Case:
    """Something is not as promised: the person is told what to put right; the limit “correction” begins."""
    need(text, "text", _("Say what has to be put right: the person reads this."))
    with step(actor, case_id, "order_correction", version=version, text=text):
        pass
    return Case.objects.get(pk=case_id)


@transaction.atomic
def withdraw_result(actor: Actor, case_id: uuid.UUID, *, reason: str, version: int | None = None) -> Case:
    """The promise was not kept: the result is taken back, its certificates are revoked, the person is told why.

    A supervisor does it; Refused to others.
    """
    need(
        reason,
        "reason",
        _("Say why the result is withdrawn, and how it can be challenged: the person reads this."),
    )
    with step(actor, case_id, "withdraw_result", version=version, text=reason) as s:
        s.case.outcome = WITHDRAWN
        s.case.reason = reason[:500]
        s.case.closed_at = s.now
    for held in awarded(s.case):
        if held.holds:
            revoke_certificate(SYSTEM, s.case, held.id, reason=reason[:500])
    return s.case
