"""Making the search keys of names anew, online, when their rules changed."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import transaction

from .models import Party
from .naming import name_keys

BATCH = 1000
FIRST = uuid.UUID(int=0)
KEYS = ["name_folded", "name_pinyin", "name_grams"]
Progress = Callable[[int, int], None]


def rebuild_names(*, batch: int = BATCH, progress: Progress | None = None) -> int:
    """Write folding, pinyin and grams of every name; returns how many parties there are. A batch a transaction."""
    total, seen, after = Party.objects.count(), 0, FIRST
    while rows := _rebuilt(after, batch):
        after, seen = rows[-1].id, seen + len(rows)
        if progress:
            progress(seen, max(total, seen))
    return seen


@transaction.atomic
def _rebuilt(after: uuid.UUID, batch: int) -> list[Party]:
    rows = list(Party.objects.select_for_update().filter(id__gt=after).order_by("id")[:batch])
    for party in rows:
        for name, value in vars(name_keys(party.name, person=party.kind == Party.Kind.PERSON)).items():
            setattr(party, name, value)
    if rows:
        Party.objects.bulk_update(rows, KEYS)
    return rows
