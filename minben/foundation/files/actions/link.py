"""Say that a file belongs to something."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from minben.foundation.files.models import Document


def link(documents: Iterable[Document]) -> int:
    """Mark ``documents`` as used, in the caller's transaction: rolled back, they are orphans again."""
    ids = [document.id for document in documents]
    return Document.objects.filter(id__in=ids, linked_at__isnull=True).update(linked_at=timezone.now())
