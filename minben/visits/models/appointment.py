"""A time that somebody booked at an office."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.agencies.models import Office
from minben.catalog.models import PublicService
from minben.foundation.records.models import Record
from minben.parties.models import Party


class Appointment(Record):
    """One visit by appointment. Somebody without an account is a provisional party with a name and a way to reach them."""

    class State(models.TextChoices):
        BOOKED = "booked", _("Booked")
        CANCELLED = "cancelled", _("Cancelled")
        ARRIVED = "arrived", _("Arrived")
        SERVED = "served", _("Served")
        MISSED = "missed", pgettext_lazy("appointment", "Missed")

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="appointments")
    service = models.ForeignKey(PublicService, on_delete=models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=32, unique=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="appointments")
    account_id = models.UUIDField(null=True)
    language = models.CharField(max_length=10, default="zh-hant")
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    moved = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(help_text="when it was booked or last moved, and told")
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["office", "starts_at"], name="appointments_by_day"),
            models.Index(fields=["account_id", "starts_at"], name="appointments_by_account"),
            models.Index(
                fields=["starts_at"],
                condition=models.Q(state="booked", reminded_at__isnull=True),
                name="appointments_to_remind",
            ),
        ]
