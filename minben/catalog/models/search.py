"""What can be found: one row a thing, in two indexes apart, so that staff words never show to the public."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField, localized


class SearchEntry(Record):
    """One findable thing. Written by the actions beside the thing itself; ``rebuild_index`` makes all anew."""

    class Kind(models.TextChoices):
        SERVICE = "service"
        EVENT = "event"
        ARTICLE = "article"
        LAW = "law"
        TOPIC = "topic"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    subject_id = models.UUIDField()
    key = models.CharField(max_length=100, help_text="what its address ends with")
    title = TranslatedField()
    text = TranslatedField(help_text="plain text the snippets are cut from")
    weight = models.FloatField(default=1.0, help_text="multiplies the rank: what people mostly look for")
    vector = SearchVectorField(editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {localized(self.title)}"


class PublicEntry(SearchEntry):
    """Findable by everybody."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="public_entry_once")]
        indexes = [GinIndex(fields=["vector"], name="public_entries_found", fastupdate=False)]


class StaffEntry(SearchEntry):
    """Findable by staff: all that is public, and staff articles."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="staff_entry_once")]
        indexes = [GinIndex(fields=["vector"], name="staff_entries_found", fastupdate=False)]
