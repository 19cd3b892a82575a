"""What everybody at the desk, or some of them, should know."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField

from .staff import Staff


class Announcement(Record):
    """Shown at the top of the desk from ``since`` until ``until``. Empty lists of readers mean everybody."""

    class Importance(models.TextChoices):
        ORDINARY = "ordinary", _("For your information")
        IMPORTANT = "important", _("Important")
        URGENT = "urgent", _("Urgent")

    title = TranslatedField()
    body = TranslatedField()
    importance = models.CharField(max_length=10, choices=Importance.choices, default=Importance.ORDINARY)
    departments = models.JSONField(default=list, help_text="ids; those below them read it too")
    roles = models.JSONField(default=list)
    since = models.DateTimeField()
    until = models.DateTimeField()
    author_id = models.UUIDField(null=True, help_text="staff id")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    @property
    def first_day(self) -> dt.date:
        return timezone.localtime(self.since).date()

    @property
    def last_day(self) -> dt.date:
        """The last on which it stands: ``until`` is the moment at which it stands no more."""
        return timezone.localtime(self.until - dt.timedelta(microseconds=1)).date()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="announcement_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["until"], name="announcements_by_end")]


class AnnouncementRead(Record):
    """Somebody has read an announcement and put it away."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="reads")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "staff"], name="one_receipt_per_reader")
        ]
