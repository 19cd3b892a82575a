"""The trail: who changed what, who read whom. Append-only; sealed in rows of their own (DESIGN §4.5)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.expressions import RawSQL

from minben.foundation.records.models import GrowingRecord, Record


def current_xid() -> RawSQL:
    return RawSQL("minben_xid()", ())


class _Line(GrowingRecord):
    """What both trails share. Never holds a personal value: names of fields and keyed digests only."""

    xid = models.BigIntegerField(db_default=current_xid(), editable=False)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True, help_text="staff id, or account id of the public")
    actor_name = models.CharField(max_length=120, blank=True, help_text="staff only; empty for the public")
    purpose = models.CharField(max_length=60, blank=True)
    case_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


class AuditLine(_Line):
    """One change. ``changes`` is {field: [digest before, digest after]}."""

    action = models.CharField(max_length=60, help_text="a stable name: case.deadline.extended")
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
            models.Index(fields=["case_id", "-id"], name="audit_by_case"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
            models.Index(fields=["xid", "id"], name="audit_by_xid"),
        ]


class ReadLine(_Line):
    """One look at personal data: a detail, or a list page with all the ids it showed."""

    page = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_ids = ArrayField(models.UUIDField())
    reason = models.CharField(max_length=500, blank=True, help_text="asked for when a masked value is opened")

    class Meta:
        indexes = [
            GinIndex(fields=["subject_ids"], name="reads_by_subject"),
            models.Index(fields=["actor_id", "-id"], name="reads_by_actor"),
            models.Index(fields=["case_id", "-id"], name="reads_by_case"),
            models.Index(fields=["xid", "id"], name="reads_by_xid"),
        ]


class Seal(Record):
    """A link of the chain over one trail: which lines, their digest, and the digest of the link before."""

    trail = models.CharField(max_length=8, help_text="audit or reads")
    position = models.BigIntegerField()
    first_xid = models.BigIntegerField()
    last_xid = models.BigIntegerField(
        help_text="every line with first_xid <= xid <= last_xid is in this seal"
    )
    line_ids = ArrayField(models.UUIDField())
    line_digests = ArrayField(models.CharField(max_length=32), default=list)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trail", "position"], name="one_seal_per_position")]


class Checkpoint(Record):
    """A signed word that lines minted before a moment left by retention: verify accepts that they are missing."""

    trail = models.CharField(max_length=8)
    before = models.DateTimeField(help_text="lines with an older key were dropped")
    position = models.BigIntegerField(help_text="the newest seal at that time")
    digest = models.CharField(max_length=64, help_text="of that seal")
    lines = models.BigIntegerField(help_text="how many were dropped")
    signature = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["trail", "-before"], name="checkpoints_by_trail")]
