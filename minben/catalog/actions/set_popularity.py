"""Take in how much each service is used; rooms above count it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from minben.catalog import indexing
from minben.catalog.models import PublicService
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require


def set_popularity(actor: Actor, used: Mapping[UUID, int]) -> int:
    """Sets the count of every service named; returns how many changed. Orders lists, decides nothing."""
    require(actor, "catalog.edit")
    with transaction.atomic():
        rows = list(PublicService.objects.select_for_update().filter(id__in=used))
        changed = [row for row in rows if row.popularity != used[row.id]]
        for row in changed:
            row.popularity = used[row.id]
            indexing.index_service(row)
        PublicService.objects.bulk_update(changed, ["popularity"], batch_size=500)
    return len(changed)
