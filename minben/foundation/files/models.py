"""Files: a Document row beside bytes in Django's storage (DESIGN §3: files)."""

from __future__ import annotations

from django.db import models

from minben.foundation.records.models import Record


class Document(Record):
    """One stored file. Bytes first through the storage, linked in a transaction, orphans swept."""

    class Scan(models.TextChoices):
        WAITING = "waiting"
        CLEAN = "clean"
        REFUSED = "refused"

    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=100, help_text="media type sniffed from the bytes, never the sender's word"
    )
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    scan = models.CharField(max_length=8, choices=Scan.choices, default=Scan.WAITING)
    owner_kind = models.CharField(max_length=10, blank=True)
    owner_id = models.UUIDField(null=True)
    linked_at = models.DateTimeField(
        null=True, help_text="set in the transaction that links it; else an orphan"
    )

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(linked_at__isnull=True), name="documents_orphaned")
        ]
