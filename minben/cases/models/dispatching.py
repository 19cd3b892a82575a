"""What a dispatch rule said of a case, and where the case was sent: the rules are judged by this."""

from __future__ import annotations

from django.db import models

from minben.foundation.records.models import Record


class RuleFollowed(Record):
    """One dispatch for which a rule had a suggestion. ``chosen_id`` is where the case went: the same, or another department."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    version_id = models.UUIDField(help_text="of the decision table")
    rule = models.CharField(max_length=60, help_text="its id in the table")
    suggested_id = models.UUIDField()
    chosen_id = models.UUIDField()
    automatic = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["version_id", "rule"], name="followed_by_rule")]
