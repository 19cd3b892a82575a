"""What readers tell the editors: what they searched, whether a page helped, which links are dead."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import Record


class SearchCount(Record):
    """How often one folded text was searched on one day. No person, no address, no session."""

    day = models.DateField()
    language = models.CharField(max_length=8)
    text = models.CharField(max_length=80)
    asked = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(
        default=0, help_text="found the last time; 0 when nothing had the words"
    )
    clicked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "text"], name="one_count_per_text_and_day")
        ]


class Synonym(Record):
    """Words that mean the same to whoever searches: one of them finds what any of them finds."""

    words = models.JSONField(default=list)
    folded = models.JSONField(default=list, help_text="the same words as they are compared")
    made_by = models.UUIDField(null=True, blank=True)
    active = models.BooleanField(default=True)


class Opinion(Record):
    """One answer to “was this useful?”. It knows the page and the language, and nobody."""

    class Reason(models.TextChoices):
        NOT_FOUND = "not_found", _("It does not say what I need")
        UNCLEAR = "unclear", _("It is hard to understand")
        WRONG = "wrong", _("Something is wrong or out of date")
        BROKEN = "broken", _("A link or form does not work")
        OTHER = "other", _("Something else")

    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=100)
    language = models.CharField(max_length=8)
    useful = models.BooleanField()
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    comment = models.TextField(blank=True, max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "key"], name="opinions_of_page")]


class LinkState(Record):
    """What an address answered when it was last tried."""

    url = models.URLField(max_length=300, unique=True)
    found_in = models.JSONField(default=list, help_text='[{"kind": "service", "key": slug}]')
    outcome = models.CharField(max_length=12, blank=True, help_text="ok, gone, failing, refused")
    detail = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)


class StillRight(Record):
    """Somebody read a published thing again and found it right."""

    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=100)
    at = models.DateTimeField(default=timezone.now)
    by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_still_right")]
