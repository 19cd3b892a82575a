"""A process on its way for one subject."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from minben.foundation.records.models import Record

from .definition import Version


class Run(Record):
    """What a subject's process has come to. ``state`` holds tasks and data only; the spec stands once, in the version.

    A run is written when it is moved for the first time: until then it is where its drawing begins.
    """

    subject_id = models.UUIDField()
    subject_kind = models.CharField(max_length=20, default="case")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="runs")
    state = models.BinaryField()
    messages = ArrayField(models.CharField(max_length=60), default=list, help_text="it waits for these")
    signals = ArrayField(models.CharField(max_length=60), default=list)
    next_at = models.DateTimeField(null=True, blank=True, help_text="when its next timer goes off")
    trouble = models.CharField(max_length=600, blank=True, help_text="why it could not go on by itself")
    finished_at = models.DateTimeField(null=True, blank=True)
    moves = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id"], condition=Q(finished_at__isnull=True), name="one_run_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["subject_id"], name="runs_by_subject"),
            models.Index(
                fields=["next_at"],
                condition=Q(finished_at__isnull=True, next_at__isnull=False),
                name="runs_due",
            ),
            GinIndex(fields=["signals"], condition=Q(finished_at__isnull=True), name="runs_by_signal"),
        ]


class Call(Record):
    """Work outside that a run waits for. Its id is the step's: a handler that is called twice can tell.

    ``next_at``: when it is tried (again); moved ahead before each try, so that a killed worker's call comes back.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        STUCK = "stuck", "waits for a person"
        CANCELLED = "cancelled"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="calls")
    element = models.CharField(max_length=60)
    handler = models.CharField(max_length=60)
    given = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="calls_due")]
