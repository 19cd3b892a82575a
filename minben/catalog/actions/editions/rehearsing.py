"""See a text as the public will, without publishing it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from minben.catalog.editing import kinds
from minben.catalog.models import Edition
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import require
from minben.foundation.records.errors import Missing


@contextmanager
def rehearsed(actor: Actor, edition_id: UUID) -> Iterator[Edition]:
    """Inside, everything reads as if the edition were published; afterwards nothing of it happened.

    It is written by the very actions that will publish it, and rolled back: no row, event or line stays. Rules that
    block a publication do not block looking. Raises Invalid when there is too little to draw a page of.
    """
    require(actor, "catalog.edit")
    edition = Edition.objects.filter(id=edition_id).first()
    if edition is None:
        raise Missing(_("There is no such draft."))
    with transaction.atomic():
        mark = transaction.savepoint()
        try:
            kinds.of(edition.kind).rehearse(SYSTEM, edition.content)
            yield edition
        finally:
            transaction.savepoint_rollback(mark)
