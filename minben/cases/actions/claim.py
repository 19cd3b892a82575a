"""Opening a case with its number and code: the public's proof that it is theirs (DESIGN §3: accounts)."""

from __future__ import annotations

import hmac

from django.utils.translation import gettext_lazy as _

from minben.cases.intake.numbers import code_digest, written_forms
from minben.cases.models import Case
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid

_WRONG = _("Number and code do not belong together. Compare both with the message you got.")


def claim(actor: Actor, *, number: str, code: str) -> Case:
    """The case that number and code open. One message for both kinds of wrong, so nothing can be guessed at.

    The caller limits how often it is tried. A signed-in account keeps the case from then on, if nobody has it.
    """
    case = Case.objects.filter(number__in=written_forms(number)).first()
    given = code_digest(code)
    if not hmac.compare_digest(case.track_digest if case else given[::-1], given) or case is None:
        raise Invalid(_WRONG, fields={"code": _WRONG})
    if actor.kind == ActorKind.PUBLIC and case.account_id is None:
        case.account_id = actor.account_id
        case.save(update_fields=["account"])
        trail.wrote(actor, "case.claimed", subject=("case", case.id), case_id=case.id)
    return case
