"""Several departments on one case: sub-orders, files shared with them, and hand-overs between people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import Record

from .case import Case
from .history import CaseDocument


class SubOrder(Record):
    """A question of the lead to a department beside it (協辦), with a time of its own. The lead goes on holding the case."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("sub-order", "Asked")
        ACCEPTED = "accepted", _("Taken on")
        RETURNED = "returned", _("Given back")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LEADS = "leads", _("Signed first and leads")

    OPEN = ("asked", "accepted")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sub_orders")
    department_id = models.UUIDField()
    asked_by = models.UUIDField(null=True, help_text="staff id")
    question = models.TextField()
    due_at = models.DateTimeField()
    first_signs = models.BooleanField(
        default=False, db_default=False, help_text="asked at the dispatch, where whoever signs first leads"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    holder_id = models.UUIDField(null=True, blank=True, help_text="staff id of who took it on")
    accepted_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="why it was given back or withdrawn")
    answer = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "department_id"],
                condition=Q(state__in=["asked", "accepted"]),
                name="one_open_sub_order_per_department",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=["asked", "accepted"]),
                name="sub_orders_by_due",
            )
        ]

    @classmethod
    def may_lead(cls, case: Case) -> QuerySet[SubOrder]:
        """With which of them a department signs for the case and leads it, while nobody has signed."""
        return cls.objects.filter(case=case, state__in=cls.OPEN, first_signs=True)

    @property
    def wanted(self) -> str:
        """What was asked, also where nobody wrote it down."""
        return self.question or gettext(
            "Read the request and answer the lead with what your department knows."
        )


class FileShare(Record):
    """A file of a case that a department beside the lead may see; without it the file is the lead's."""

    document = models.ForeignKey(CaseDocument, on_delete=models.CASCADE, related_name="shares")
    department_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "department_id"], name="shared_once_with_a_department"
            )
        ]


class HandOver(Record):
    """A case is offered to a colleague, who has to accept it. Until then it stays with whoever holds it."""

    class State(models.TextChoices):
        OFFERED = "offered", pgettext_lazy("hand-over", "Offered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    from_id = models.UUIDField(null=True, help_text="staff id of who offered it")
    to_id = models.UUIDField(help_text="staff id of who is to take it")
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="offered"), name="one_open_hand_over"),
            models.CheckConstraint(
                condition=Q(from_id__isnull=True) | ~Q(from_id=F("to_id")),
                name="handed_over_to_somebody_else",
            ),
        ]
