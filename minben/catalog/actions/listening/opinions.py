"""Keep an answer to “was this useful?”, and settle it."""

from __future__ import annotations

import re
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minben.catalog.models import Opinion
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Missing

LONGEST = 1000
_NUMBERS = re.compile(r"\d{6,}[\dXx]?")


def give_opinion(
    kind: str, key: str, *, language: str, useful: bool, reason: str = "", comment: str = ""
) -> Opinion:
    """Anybody may say so, without an account. Long numbers are struck out: they may be of a person.

    Raises Invalid for an unknown reason or a comment that is too long.
    """
    if reason and reason not in Opinion.Reason.values:
        raise Invalid(_("Choose one of the reasons."), fields={"reason": _("Choose one of the reasons.")})
    if len(comment) > LONGEST:
        raise Invalid(
            _("Write at most 1,000 characters."), fields={"comment": _("Write at most 1,000 characters.")}
        )
    return Opinion.objects.create(
        kind=kind,
        key=key,
        language=language,
        useful=useful,
        reason="" if useful else reason,
        comment=_NUMBERS.sub("…", comment.strip()),
    )


def settle(actor: Actor, opinion_id: UUID, *, done: bool) -> Opinion:
    """Mark an opinion as done, or open again."""
    require(actor, "catalog.edit")
    with transaction.atomic():
        found = Opinion.objects.select_for_update().filter(id=opinion_id).first()
        if found is None:
            raise Missing(_("There is no such opinion."))
        found.done_at, found.done_by = (timezone.now(), actor.staff_id) if done else (None, None)
        found.save(update_fields=["done_at", "done_by"])
        trail.wrote(actor, "catalog.opinion.settled", subject=("opinion", found.id), after={"done": done})
    return found
