"""The team calendar in somebody's own calendar: a secret address of one member of staff."""

from __future__ import annotations

from django.db import models

from minben.foundation.records.models import Record

from .staff import Staff


class CalendarFeed(Record):
    """One address a person, known by its digest alone. A new one takes its place; without a row there is none."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    read_on = models.DateField(null=True, blank=True, help_text="last day on which it was asked for")
