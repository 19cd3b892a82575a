"""A certificate does not hold any more."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.certificates.models import Certificate
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.records.errors import Conflict, Invalid, Missing

from .ending import end

LONGEST = 500


@transaction.atomic
def revoke(actor: Actor, certificate_id: UUID, *, reason: str) -> Certificate:
    """Take it back, for good. Whoever checks it from now on reads that it was revoked, never why.

    Raises Missing, Refused, Invalid at ``reason``, Conflict when it was revoked already.
    """
    held = Certificate.objects.select_for_update(of=("self",)).filter(pk=certificate_id).first()
    if held is None:
        raise Missing(_("There is no such certificate."))
    require(actor, "certificate.revoke", held)
    said = reason.strip()
    if not said or len(said) > LONGEST:
        wrong = _("Say why, in at most 500 characters: the person reads it.")
        raise Invalid(wrong, fields={"reason": wrong})
    if held.revoked:
        raise Conflict(_("This certificate was revoked already."))
    if held.replaced:
        raise Conflict(_("Another certificate took its place. Revoke that one."))
    end(actor, held, Certificate.State.REVOKED, said)
    return held
