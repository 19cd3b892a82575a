"""One application of many services: its parts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import Record

from .case import Case


class BundlePart(Record):
    """One service of a bundle's case. It becomes a case of its own when what it waits for is granted.

    ``after``: keys of parts that must be granted first; ``places``: which answers of the whole are its own, by its own keys.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for another part")
        RUNNING = "running", _("Being worked on")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DROPPED = "dropped", _("Falls away")

    UNFINISHED = ("waiting", "running")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parts")
    key = models.SlugField(max_length=80, db_index=False)
    order = models.PositiveSmallIntegerField()
    service_version = models.ForeignKey("catalog.ServiceVersion", on_delete=models.PROTECT, related_name="+")
    after = models.JSONField(default=list)
    places = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    child = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="part_of"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="one_part_of_a_service")]
        ordering = ["order"]
