"""The outbox that can be looked at: what the practice carriers took."""

from __future__ import annotations

from django.db import models

from minben.foundation.records.models import Record


class PracticeMessage(Record):
    """One message as the person would get it. ``id`` is the message's id, so the same one is kept once."""

    channel = models.CharField(max_length=12)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    language = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [models.Index(fields=["address", "-id"], name="practice_by_address")]
