"""News between rooms: one row in the announcing transaction, read by a pump (DESIGN §2)."""

from __future__ import annotations

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import GrowingRecord, Record


class EventRow(GrowingRecord):
    """One announced event. ``subject_id`` gives the order: events of one subject are handed over in order."""

    KEPT_MONTHS = 24
    KEPT_CALLED = _("News between the rooms")
    KEPT_WHY = _("Only for finding out what happened; nothing is shown from it.")
    xid = models.BigIntegerField(db_default=RawSQL("minben_xid()", ()), editable=False)
    name = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["xid", "id"], name="events_by_xid")]


class Subscriber(Record):
    """How far one subscriber has read. Locked (SKIP LOCKED) while a batch is handed over."""

    name = models.CharField(max_length=80, unique=True)
    last_xid = models.BigIntegerField(default=0)
    last_id = models.UUIDField(null=True)
    retry_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)


class FailedEvent(Record):
    """An event that a subscriber could not take after several tries: kept with its error, for a person."""

    subscriber = models.CharField(max_length=80)
    event_id = models.UUIDField()
    error = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "event_id"], name="one_failure_per_event")
        ]
