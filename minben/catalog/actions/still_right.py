"""Say that a published thing was read again and is right."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minben.catalog.editing import kinds
from minben.catalog.models import StillRight
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Missing


def say_still_right(actor: Actor, kind: str, key: str) -> StillRight:
    """It leaves the list of stale things until its time comes round again. Raises Missing."""
    require(actor, "catalog.edit")
    if kinds.of(kind).current(key) is None:
        raise Missing(_("It is not published."))
    with transaction.atomic():
        values = {"at": timezone.now(), "by": actor.staff_id}
        row, _new = StillRight.objects.update_or_create(kind=kind, key=key, defaults=values)
        trail.wrote(actor, "catalog.still_right", subject=(kind, row.id), after={"key": key})
    return row
