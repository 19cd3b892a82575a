"""What was chosen on the settings screens: every change is a row, the newest of a group is in force."""

from __future__ import annotations

from typing import Any

from django.db import models

from minben.foundation.records.models import Record


class OptionChange(Record):
    """One change of one group. Append-only in the database, so that the history is what really happened."""

    group = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    values: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    before: models.JSONField[dict[str, Any]] = models.JSONField(
        default=dict, help_text="what was in force until then"
    )
    actor_kind = models.CharField(max_length=10)
    staff_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "version"], name="one_change_per_group_and_version")
        ]
