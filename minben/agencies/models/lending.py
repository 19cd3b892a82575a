"""People who work for another department for a time (借調)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from minben.foundation.access.roles import Role
from minben.foundation.records.models import Record

from .government import Department
from .staff import Staff


class Lending(Record):
    """From ``since`` to ``until``, both included, somebody also holds ``role`` in ``department``.

    It is planned until its first day, then a grant of its own stands behind it; the grant ends by itself.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        RUNNING = "running"
        ENDED = "ended"

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="lendings")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices)
    since = models.DateField()
    until = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    lent_by = models.UUIDField(null=True, help_text="staff id of the supervisor")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="lending_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["staff", "role", "department"],
                condition=~Q(state="ended"),
                name="one_lending_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["until"], condition=~Q(state="ended"), name="lendings_not_over"),
        ]
