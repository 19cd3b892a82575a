"""Remove files that nobody linked."""

from __future__ import annotations

import datetime as dt

from django.core.files.storage import default_storage

from minben.foundation.files.models import Document
from minben.foundation.records.ids import lowest_id

KEPT_UNLINKED = dt.timedelta(hours=24)
BATCH = 500


def sweep_orphans(now: dt.datetime) -> int:
    """Delete files stored over 24 hours ago and never linked; returns how many. A batch a call.

    The row goes first: a link that comes at the same moment wins, because the row is taken only while unlinked.
    """
    limit = lowest_id(now - KEPT_UNLINKED)
    waiting = Document.objects.filter(linked_at__isnull=True, id__lt=limit).order_by("id")[:BATCH]
    swept = 0
    for document in waiting:
        if Document.objects.filter(id=document.id, linked_at__isnull=True).delete()[0]:
            default_storage.delete(document.path)
            swept += 1
    return swept
