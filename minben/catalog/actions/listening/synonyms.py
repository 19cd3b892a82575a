"""Words that mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from minben.catalog.models import Synonym
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Missing
from minben.foundation.textsearch import fold


def add_synonym(actor: Actor, words: Sequence[str]) -> Synonym:
    """From now on each of ``words`` finds what any of them finds. Raises Invalid for fewer than two."""
    require(actor, "catalog.edit")
    kept = list(dict.fromkeys(word.strip()[:60] for word in words if word.strip()))
    folded = list(dict.fromkeys(fold(word) for word in kept))
    if len(folded) < 2:
        few = _("Write at least two words that mean the same.")
        raise Invalid(few, fields={"words": few})
    with transaction.atomic():
        made = Synonym.objects.create(words=kept, folded=folded, made_by=actor.staff_id)
        trail.wrote(actor, "catalog.synonym.added", subject=("synonym", made.id), after={"words": kept})
    return made


def end_synonym(actor: Actor, synonym_id: UUID) -> None:
    require(actor, "catalog.edit")
    with transaction.atomic():
        found = Synonym.objects.select_for_update().filter(id=synonym_id, active=True).first()
        if found is None:
            raise Missing(_("There is no such synonym."))
        found.active = False
        found.save(update_fields=["active"])
        trail.wrote(actor, "catalog.synonym.ended", subject=("synonym", found.id))
