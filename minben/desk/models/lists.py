"""What somebody keeps of a list: how it is narrowed and shown, and what was done to many of its rows at once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from minben.foundation.records.models import Record


class SavedView(Record):
    """A narrowed list under a name: one's own, or shared within a department.

    ``asked`` is the query of its address: filters, order and columns. A dropped one can be taken back for a day.
    """

    staff_id = models.UUIDField(help_text="who made it")
    department_id = models.UUIDField(null=True, help_text="shared with this department; empty: one's own")
    name = models.CharField(max_length=60)
    asked = models.CharField(max_length=2000, blank=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff_id", "name"],
                condition=Q(department_id__isnull=True, dropped_at__isnull=True),
                name="one_own_view_of_a_name",
            ),
            models.UniqueConstraint(
                fields=["department_id", "name"],
                condition=Q(department_id__isnull=False, dropped_at__isnull=True),
                name="one_shared_view_of_a_name",
            ),
        ]


class ListChoice(Record):
    """Which view opens when somebody goes to the list."""

    staff_id = models.UUIDField(unique=True)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")


class BulkReceipt(Record):
    """What one press did to many cases: for each what was before, the version after, or why it was not done.

    ``lines``: [{case, number, done, why, before, after, undone, kept}].
    """

    staff_id = models.UUIDField()
    verb = models.CharField(max_length=20)
    lines = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["staff_id", "-id"], name="receipts_of_a_person")]
