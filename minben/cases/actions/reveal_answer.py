"""An identity number among the answers of an application, in full: with a reason, and on record (DESIGN §4.7)."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.cases.applications import sealing
from minben.cases.models import Case
from minben.cases.queries import case_for
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Missing


@transaction.atomic
def reveal_answer(actor: Actor, case_id: uuid.UUID, key: str, *, reason: str) -> str:
    """The number in full. Raises Missing for another department's case and for an answer that is no sealed one."""
    case: Case = case_for(actor, case_id)
    require(actor, "party.reveal", case.party_id)
    text = " ".join(reason.split())
    if len(text) < 4:
        message = _("Say why you need to see the whole number.")
        raise Invalid(message, fields={"reason": message})
    if key not in case.answers.get(sealing.SEALED, {}):
        raise Missing(_("There is no such number."))
    trail.saw(actor, "case.answer", kind="case", ids=[case.id], case_id=case.id, reason=text)
    return sealing.opened(case.id, case.answers, key)
