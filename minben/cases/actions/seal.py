"""Confidential cases: the party behind one is opened by a named role, with a reason, and that is on record."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.cases.course.stepping import lock
from minben.cases.models import SealedParty
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Missing
from minben.parties.models import Party

from .saying import need


def open_seal(actor: Actor, case_id: uuid.UUID, *, reason: str) -> Party:
    """Who stands behind a confidential case. Raises Refused for other roles, Missing when nobody does."""
    need(reason, "reason", _("Say why you need to know: it is kept, and the person can see it."))
    with transaction.atomic():
        case = lock(case_id)
        require(actor, "case.open_seal", case)
        sealed = SealedParty.objects.select_related("party").filter(case=case).first()
        if sealed is None:
            raise Missing(_("Nobody's name is kept with this case."))
        trail.saw(actor, "case.seal", kind="party", ids=[sealed.party_id], case_id=case.id, reason=reason)
        trail.wrote(actor, "case.seal.opened", subject=("case", case.id), case_id=case.id, reason=reason)
    return sealed.party
