"""Prepared words for answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField


class AnswerTemplate(Record):
    """An answer that is often given, in the languages of the people, for one department or for all.

    ``topic`` is the start of a path in the taxonomy; "" fits every topic. What stands in ``{{…}}`` is filled from
    the case (:mod:`minben.cases.answering`). It is never deleted: answers rest on it.
    """

    class Use(models.TextChoices):
        ANSWER = "answer", pgettext_lazy("answer template", "Answer")
        ANSWER_AT_ONCE = "answer_at_once", _("Answer at once")
        WRITE = "write", _("Message to the person")
        REFUSE = "refuse", _("Not accepted")
        DECIDE = "decide", _("Decision")

    code = models.CharField(max_length=60, blank=True, help_text="of one that was loaded from a file")
    department_id = models.UUIDField(null=True, help_text="empty: for the whole jurisdiction")
    name = TranslatedField()
    body = TranslatedField()
    topic = models.CharField(max_length=120, blank=True)
    use = models.CharField(max_length=20, choices=Use.choices, blank=True, help_text="empty: any")
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_template_of_a_code")
        ]
        indexes = [models.Index(fields=["department_id"], name="templates_by_department")]
