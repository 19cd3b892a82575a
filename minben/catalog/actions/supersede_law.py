"""Say which law took the place of another."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from minben.catalog import indexing
from minben.catalog.events import LawSuperseded
from minben.catalog.models import LegalResource
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Conflict, Invalid


def supersede_law(
    actor: Actor, older: LegalResource, *, by: LegalResource, on: dt.date | None = None
) -> LegalResource:
    """``by`` took the place of ``older`` on ``on`` (default: the day ``by`` came into force).

    The older one stays readable and says so. Raises Invalid for a circle, Conflict when another took its place.
    """
    require(actor, "catalog.edit", older)
    with transaction.atomic():
        law = LegalResource.objects.select_for_update().get(id=older.id)
        if law.superseded_by_id == by.id:
            return law
        if law.superseded_by_id is not None:
            raise Conflict(_("Another law has already taken its place."))
        _refuse_circle(law, by)
        law.superseded_by = by
        law.in_force_until = law.in_force_until or on or by.in_force_from
        law.save(update_fields=["superseded_by", "in_force_until"])
        indexing.index_law(law)
        trail.wrote(actor, "catalog.law.superseded", subject=("law", law.id), after={"by": by.slug})
        announce(LawSuperseded(law.id, slug=law.slug, by=by.id))
    return law


def _refuse_circle(law: LegalResource, by: LegalResource) -> None:
    newer: LegalResource | None = by
    while newer is not None:
        if newer.id == law.id:
            message = _("A law cannot take its own place.")
            raise Invalid(message, fields={"superseded_by": message})
        newer = newer.superseded_by
