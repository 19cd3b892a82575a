"""The government itself: jurisdictions and their departments and offices."""

from __future__ import annotations

import zoneinfo

from django.db import models

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField, localized


class Jurisdiction(Record):
    """A place with its own law, calendar and time zone: a city, a county. Forms a tree."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    code = models.CharField(max_length=20, unique=True, help_text="GB/T 2260 or local")
    name = TranslatedField()
    time_zone = models.CharField(max_length=40, default="Asia/Shanghai")
    calendar = models.CharField(
        max_length=20, default="CN", help_text="holiday calendar of foundation.worktime"
    )
    languages = models.JSONField(default=list)
    practice = models.BooleanField(default=False, help_text="a fictional place, marked so on every page")

    def __str__(self) -> str:
        return str(localized(self.name)) or self.code

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)


class Department(Record):
    """A department or one of its parts. ``ancestors`` (nearest first) is kept by the actions."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="departments")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    code = models.CharField(max_length=40)
    name = TranslatedField()
    duties = TranslatedField(help_text="what it answers for, in plain words; read by dispatchers")
    credit_code = models.CharField(max_length=18, blank=True, help_text="unified social credit code")
    phone = models.CharField(max_length=40, blank=True)
    is_centre = models.BooleanField(
        default=False, help_text="the hotline centre that takes and dispatches requests"
    )
    active = models.BooleanField(default=True)
    ancestors = models.JSONField(default=list, help_text="ids of the departments above, nearest first")
    sort_key = models.CharField(max_length=200, blank=True, help_text="pinyin of the Chinese name")
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text="who took over when it was closed",
    )
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "code"], name="one_department_per_code"),
            models.CheckConstraint(
                condition=models.Q(active=False) | models.Q(successor=None, closed_on=None),
                name="open_department_has_no_successor",
            ),
        ]
        indexes = [models.Index(fields=["sort_key"], name="departments_sorted")]

    def __str__(self) -> str:
        return str(localized(self.name)) or self.code


class Office(Record):
    """A hall, station or window people can walk into."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="offices")
    code = models.CharField(max_length=40, unique=True)
    name = TranslatedField()
    address = TranslatedField()
    phone = models.CharField(max_length=40, blank=True)
    transit = TranslatedField()
    accessibility = TranslatedField(help_text="ramps, sign language, hearing loop, seats")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    hours = models.JSONField(
        default=dict,
        help_text='by ISO weekday: {"1": [["09:00", "12:00"], ["13:30", "17:00"]]}; worktime reads it',
    )
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(localized(self.name)) or self.code


class CalendarException(Record):
    """A day that differs from the holiday calendar in one jurisdiction (flood, festival, made-up workday)."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.CASCADE, related_name="calendar_exceptions"
    )
    day = models.DateField()
    working = models.BooleanField()
    note = TranslatedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "day"], name="one_exception_per_day")]


class DepartmentDay(Record):
    """A day on which one department differs from its place: it moves house (free), or works on a Sunday.

    Those below the department follow it. What law or the city promised is not moved by it (``cases.course.steps``).
    """

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="own_days")
    day = models.DateField()
    working = models.BooleanField(default=False)
    note = TranslatedField()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["department", "day"], name="one_own_day_per_department")
        ]
