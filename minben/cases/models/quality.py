"""Looking again at finished work: which cases are drawn, by which sheet, what came of it.

Nothing here orders a queue or sets a deadline (DESIGN §4.1): it is for learning and for the team.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField

from .case import Case, Kind


class QualitySheet(Record):
    """The criteria of a check. A sheet that was used is not changed; a new version takes its place.

    ``criteria``: [{"key", "weight", "critical", "text": {language: words}}].
    """

    code = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    name = TranslatedField()
    criteria = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="one_sheet_per_version")]


class QualityRule(Record):
    """What is drawn each week: a share of the finished cases, a number of them, and the badly rated always."""

    name = models.CharField(max_length=120)
    department_id = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, blank=True)
    share = models.PositiveSmallIntegerField(default=0, help_text="per cent")
    number = models.PositiveSmallIntegerField(default=0, help_text="a week")
    bad_always = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(share__lte=100), name="quality_share_is_per_cent"),
            models.CheckConstraint(
                condition=Q(share__gt=0) | Q(number__gt=0) | Q(bad_always=True),
                name="quality_rule_draws_something",
            ),
        ]


class QualityReview(Record):
    """One finished case that was drawn to be checked; ``drawn_why`` lets anybody draw it again."""

    class State(models.TextChoices):
        DRAWN = "drawn", _("To be checked")
        CHECKED = "checked", _("Checked")
        OBJECTED = "objected", _("Objected to")
        DECIDED = "decided", _("Decided again")

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="quality")
    sheet = models.ForeignKey(QualitySheet, on_delete=models.PROTECT, related_name="+")
    week = models.DateField(help_text="Monday of the week in which the case was finished")
    drawn_why = models.JSONField(default=dict, help_text="rule, its name, seed, size of the pool, wanted")
    worker_id = models.UUIDField(null=True, help_text="staff id of who answered or decided")
    department_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAWN)
    checker_id = models.UUIDField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    marks = models.JSONField(default=dict, help_text="{criterion: yes, partly, no, none}")
    points = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of 100")
    failed = models.BooleanField(default=False, help_text="a critical error")
    feedback = models.TextField(blank=True)
    objection = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    points_before = models.PositiveSmallIntegerField(null=True, blank=True, help_text="before the objection")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checker_id__isnull=True)
                | Q(worker_id__isnull=True)
                | ~Q(checker_id=models.F("worker_id")),
                name="nobody_checks_their_own_work",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("checker_id")),
                name="another_one_decides_on_an_objection",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="quality_by_state"),
            models.Index(fields=["worker_id", "-id"], name="quality_of_a_person"),
            models.Index(fields=["department_id", "checked_at"], name="quality_by_team"),
        ]
