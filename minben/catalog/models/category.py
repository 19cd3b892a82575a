"""What requests are about: trees of categories, each with the department and urgency to start from."""

from __future__ import annotations

from django.db import models

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField, localized


class Category(Record):
    """A subject of requests. ``tree`` names the taxonomy ("hotline"); codes are opaque and unique in a tree."""

    class Urgency(models.TextChoices):
        CRITICAL = "E0", "life and property"
        URGENT = "E1", "water, power, gas, heat, weather"
        ORDINARY = "E2", "ordinary"
        COMPLEX = "E3", "complex"

    tree = models.CharField(max_length=20, default="hotline")
    code = models.CharField(max_length=60)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = TranslatedField()
    keywords = models.JSONField(default=list, help_text="words people use for it")
    department_code = models.CharField(max_length=40, blank=True, help_text="where such requests usually go")
    urgency = models.CharField(max_length=2, choices=Urgency.choices, default=Urgency.ORDINARY)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["tree", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["tree", "code"], name="one_category_per_code")]

    def __str__(self) -> str:
        return str(localized(self.name)) or self.code
