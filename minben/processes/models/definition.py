"""Drawn processes and decision tables: what staff change without code."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField


class Definition(Record):
    """One process or decision table through all its versions. ``key`` is what services, drawings and people call it by."""

    class Kind(models.TextChoices):
        PROCESS = "process"
        DECISION = "decision"

    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    names = TranslatedField()


class Version(Record):
    """One state of a definition. A published one is never changed; running cases stay on theirs.

    ``source`` is the drawing itself (BPMN 2.0 or DMN XML): the spec that runs is parsed from it, once a process.
    ``calls`` holds the versions of the processes that it calls, as they were when it was published.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    source = models.TextField()
    calls = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.UUIDField(null=True, blank=True, help_text="staff id; none for what came with Minben")
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["definition", "number"], name="one_drawing_per_number"),
            models.UniqueConstraint(
                fields=["definition"], condition=Q(state="published"), name="one_published_drawing"
            ),
            models.UniqueConstraint(
                fields=["definition"], condition=Q(state="draft"), name="one_draft_of_a_drawing"
            ),
        ]
