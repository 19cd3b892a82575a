"""What editors work on: an edition is one text of one thing, from its first draft to the day it is replaced."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField, localized


class Edition(Record):
    """One text of a service, life event, topic, article or law, as written (the shape of the catalogue's files).

    The database holds what must not depend on anybody's care: one open edition for a thing, nobody approves what
    they wrote, and what left the draft never changes its words.
    """

    class Kind(models.TextChoices):
        SERVICE = "service", _("Service")
        EVENT = "event", _("Life event")
        TOPIC = "topic", _("Topic")
        ARTICLE = "article", _("Article")
        LAW = "law", _("Law or policy")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DROPPED = "dropped", _("Dropped")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=100, help_text="slug; a topic: audience/code")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1, help_text="counts every keeping, so that two notice it")
    content = models.JSONField(default=dict)
    title = TranslatedField()
    department = models.ForeignKey(
        "agencies.Department", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    base = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    adopted = models.BooleanField(default=False, help_text="was published before anybody edited it here")
    writers = ArrayField(models.UUIDField(), default=list, help_text="staff who changed its words")
    began_by = models.UUIDField(null=True, blank=True)
    approved_by = models.UUIDField(null=True, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    remark = models.TextField(
        blank=True, help_text="what the reviewer sent it back with, or why it was withdrawn"
    )
    farewell = TranslatedField(help_text="what the public reads in its place once it is withdrawn")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "number"], name="one_edition_per_number"),
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=["draft", "in_review", "approved", "scheduled"]),
                name="one_open_edition",
            ),
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="published"), name="one_published_edition"
            ),
            models.CheckConstraint(
                condition=Q(adopted=True)
                | Q(state__in=["draft", "in_review", "dropped"])
                | Q(approved_by__isnull=False),
                name="published_only_when_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False), name="scheduled_for_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-changed_at"], name="editions_by_state"),
            models.Index(fields=["publish_at"], condition=Q(state="scheduled"), name="editions_due"),
        ]

    def __str__(self) -> str:
        return str(localized(self.title)) or self.key


class EditionStep(Record):
    """Who did what when, with what words. Only ever added to."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="history")
    verb = models.CharField(max_length=20)
    version = models.PositiveIntegerField(help_text="of the edition after it")
    by = models.UUIDField(null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)
    section = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["edition", "version"], name="edition_history")]
        ordering = ["-id"]
