"""Every due time is a Clock (DESIGN §5). Due instants come from ``foundation.worktime``; a pause moves them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from minben.foundation.records.models import Record


class Clock(Record):
    """One legal or promised time limit running on a subject (a case).

    ``rule`` names the limit's source; ``amount`` and ``unit`` say it; ``due_at`` is the instant it ends.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        PAUSED = "paused"
        MET = "met"
        MISSED = "missed", "finished, but late"
        CANCELLED = "cancelled"

    subject_id = models.UUIDField()
    department_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=20, help_text="dispatch, sign, contact, answer, callback, decide, …")
    amount = models.DecimalField(max_digits=7, decimal_places=2)
    unit = models.CharField(max_length=10, help_text="workday, day, workhour, hour, minute")
    rule = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=500, blank=True)
    extended_from = models.DateTimeField(
        null=True, blank=True, help_text="the due time before the one extension"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(
        null=True, blank=True, help_text="when somebody is told next, if not at due_at"
    )
    warned_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True, help_text="when the sweep saw it pass")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "kind"],
                condition=Q(state__in=["running", "paused"]),
                name="one_open_clock_of_a_kind",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state="running", breached_at__isnull=True), name="clocks_due"
            ),
            models.Index(
                fields=["next_at"],
                condition=Q(state="running", next_at__isnull=False),
                name="clocks_to_look_at",
            ),
            models.Index(fields=["subject_id"], name="clocks_by_subject"),
        ]
