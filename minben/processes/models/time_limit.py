"""Time limits that a place set for itself. What came with the installation stands in ``cases/time_limits.yaml``."""

from __future__ import annotations

from django.db import models

from minben.agencies.models import Jurisdiction
from minben.foundation.records.models import Record


class TimeLimit(Record):
    """One limit of one step, for some or all requests, from a moment on. Never changed: a later row takes its place.

    An empty ``kind`` or ``urgency`` means every one. Without an ``amount`` the limit is again as it came.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="time_limits")
    clock = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, blank=True)
    urgency = models.CharField(max_length=4, blank=True)
    amount = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    unit = models.CharField(max_length=10, blank=True)
    rule = models.CharField(max_length=120, blank=True, help_text="law, rule or decision it comes from")
    valid_from = models.DateTimeField()
    staff_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["jurisdiction", "clock"], name="time_limits_of_a_step")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gt=0),
                name="a_time_limit_is_positive",
            )
        ]
