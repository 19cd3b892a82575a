"""A certificate or letter of a case is taken back, and the person is told."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from minben.cases.models import Case
from minben.certificates.actions import revoke
from minben.certificates.models import Certificate
from minben.certificates.queries import certificate_of
from minben.foundation.access.actor import Actor
from minben.foundation.records.translated import localized

from .messages import write


@transaction.atomic
def revoke_certificate(actor: Actor, case: Case, certificate_id: uuid.UUID, *, reason: str) -> Certificate:
    """Revoke it, and write to the person why, in their language. Raises as ``certificates.actions.revoke`` does."""
    held = revoke(actor, certificate_of(case.id, certificate_id).id, reason=reason)
    with translation.override(case.language):
        told = _words(held) % {
            "name": localized(held.name),
            "number": held.number,
            "reason": held.reason,
        }
    write(actor, case.id, text=told)
    return held


def _words(held: Certificate) -> str:
    if held.is_letter:
        return _(
            "The letter “%(name)s” (%(number)s) was revoked and does not hold any more. Reason: %(reason)s"
        )
    return _(
        "Your certificate “%(name)s” (%(number)s) was revoked and does not hold any more. Reason: %(reason)s"
    )
