"""What the law says: laws and policies as things of their own."""

from __future__ import annotations

from django.db import models

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField, localized


class LegalResource(Record):
    """A law, regulation or policy (CPSV-AP Legal Resource)."""

    class Kind(models.TextChoices):
        LAW = "law"
        REGULATION = "regulation"
        RULE = "rule"
        POLICY = "policy"
        STANDARD = "standard"

    jurisdiction = models.ForeignKey(
        "agencies.Jurisdiction", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = TranslatedField()
    number = models.CharField(max_length=80, blank=True, help_text="document number as printed")
    issuer = TranslatedField()
    issued_on = models.DateField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_until = models.DateField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="supersedes"
    )
    plain_reading = TranslatedField(help_text="what it means for the person, in plain words")
    articles = models.JSONField(default=list, help_text='[{"number": "42", "text": {by language}}]')
    link = models.URLField(max_length=300, blank=True)

    def __str__(self) -> str:
        return str(localized(self.title)) or self.slug


class Article(Record):
    """A knowledge article: for the public, for staff only, or an investment guide page."""

    class Audience(models.TextChoices):
        PUBLIC = "public"
        STAFF = "staff"

    class Kind(models.TextChoices):
        KNOWLEDGE = "knowledge"
        FAQ = "faq"
        INVESTMENT = "investment"
        SCRIPT = "script", "what an agent reads out"

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    jurisdiction = models.ForeignKey(
        "agencies.Jurisdiction", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.KNOWLEDGE)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.PUBLIC)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    title = TranslatedField()
    body = TranslatedField(help_text="Markdown subset: paragraphs, lists, headings, links")
    keywords = models.JSONField(default=list)
    department = models.ForeignKey(
        "agencies.Department", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    services = models.ManyToManyField("catalog.PublicService", blank=True, related_name="articles")
    source = models.CharField(max_length=80, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(localized(self.title)) or self.slug
