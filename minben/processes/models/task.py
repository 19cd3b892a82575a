"""Who does what next is always a Task (DESIGN §5)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q

from minben.foundation.access.roles import Role
from minben.foundation.records.models import Record


def rank() -> Func:
    """0 with priority by law, else 1: the first thing a queue is ordered by."""
    template = "(CASE WHEN %(expressions)s THEN 0 ELSE 1 END)"
    return Func(F("statutory"), template=template, output_field=models.IntegerField())


def until() -> Func:
    """When it is due; without a due time at the end of all. A constant, so that the index of queues is found by it."""
    template = "COALESCE(%(expressions)s, '9999-01-01 00:00:00+00'::timestamptz)"
    return Func(F("due_at"), template=template, output_field=models.DateTimeField())


class Task(Record):
    """One thing one department must do on a subject (a case), by a role, perhaps by one person.

    Queues read only ``department_id``, ``role``, ``due_at`` and ``statutory`` (priority by law, DESIGN §4.1).
    """

    class State(models.TextChoices):
        OPEN = "open"
        CLAIMED = "claimed"
        DONE = "done"
        CANCELLED = "cancelled"

    subject_id = models.UUIDField()
    kind = models.CharField(
        max_length=60, help_text="dispatch, sign, work, check, …: the element of the drawing"
    )
    department_id = models.UUIDField()
    role = models.CharField(max_length=12, choices=Role.choices)
    assignee_id = models.UUIDField(null=True, blank=True, help_text="staff id")
    given_by = models.UUIDField(
        null=True, blank=True, help_text="staff id of who delegated it to the assignee"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    statutory = models.BooleanField(default=False, help_text="priority by law, with its proof on the party")
    due_at = models.DateTimeField(null=True, blank=True)
    label = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "kind", "department_id"],
                condition=Q(state__in=["open", "claimed"]),
                name="one_open_task_of_a_kind",
            )
        ]
        indexes = [
            models.Index(
                "department_id",
                "role",
                rank(),
                until(),
                "id",
                condition=Q(state__in=["open", "claimed"]),
                include=["state"],
                name="tasks_in_work_order",
            ),
            models.Index(
                fields=["assignee_id", "due_at", "id"],
                condition=Q(state__in=["open", "claimed"]),
                name="tasks_of_a_person",
            ),
            models.Index(fields=["subject_id"], name="tasks_by_subject"),
        ]
