"""The people who work for the government, and what they may do where."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minben.foundation.access.roles import Role
from minben.foundation.records.models import Record

from .government import Department


class Staff(Record):
    """One employee. Other rooms refer to staff by this id."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="staff"
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="staff")
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    active = models.BooleanField(default=True)
    sort_key = models.CharField(max_length=200, blank=True, help_text="pinyin of the name")

    class Meta:
        indexes = [models.Index(fields=["department", "sort_key"], name="staff_by_department")]

    def __str__(self) -> str:
        return self.name


class RoleGrant(Record):
    """A role held in a department. Administrator roles exclude every other one (``roles.clash``)."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="grants")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "department"], name="one_grant_per_role_and_department"
            )
        ]


class Cover(Record):
    """Leave: from ``since`` to ``until`` somebody else takes the tasks."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="covers", null=True, blank=True
    )
    since = models.DateField()
    until = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="leave_ends_after_it_starts"
            )
        ]
