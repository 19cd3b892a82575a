"""The people who work for the government, and what they may do where."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.roles import ADMINISTRATORS, Role
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
    """A role held in a department. Administrator roles exclude every other one (``roles.clash``).

    ``until`` is the last day of a grant that ends by itself; behind it stands a ``Lending``.
    """

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="grants")
    until = models.DateField(null=True, blank=True)
    lending = models.OneToOneField(
        "agencies.Lending", on_delete=models.CASCADE, null=True, blank=True, related_name="grant"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "department"], name="one_grant_per_role_and_department"
            ),
            models.UniqueConstraint(
                fields=["staff"],
                condition=models.Q(role__in=sorted(role.value for role in ADMINISTRATORS)),
                name="one_administrator_role_a_person",
            ),
        ]


class Cover(Record):
    """Leave: from ``since`` to ``until`` somebody else takes the tasks, once it is approved."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Taken back")

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="covers", null=True, blank=True
    )
    since = models.DateField()
    until = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.APPROVED)
    decided_by = models.UUIDField(null=True, blank=True, help_text="staff id")
    answer = models.CharField(max_length=200, blank=True, help_text="what the supervisor said")

    class Meta:
        indexes = [models.Index(fields=["until"], name="leave_by_last_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="leave_ends_after_it_starts"
            )
        ]
