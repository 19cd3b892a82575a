"""What happened on a case and between it and its customer."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import GrowingRecord, Record

from .case import Case


class CaseEvent(GrowingRecord):
    """One step. The timeline that citizen, clerk and supervisor see is this list, filtered by ``public``.

    ``data`` holds what the sentence needs (department names, due dates); a reason typed by staff is ``text``.
    """

    BY_YEAR = True

    case_id = models.UUIDField()
    name = models.CharField(max_length=40, help_text="dispatched, signed, extended, noted, message_in, …")
    public = models.BooleanField(default=False)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    department_id = models.UUIDField(null=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case_id", "-id"], name="events_by_case")]


class Interaction(GrowingRecord):
    """One contact: a call, a letter, a web message, a visit; in, out. Every channel on one timeline."""

    BY_YEAR = True
    KEPT_MONTHS = 15 * 12
    KEPT_CALLED = _("Contacts")
    KEPT_WHY = _("Calls, visits, letters and messages of all channels, as they stand in a person's story.")

    class Direction(models.TextChoices):
        IN = "in"
        OUT = "out"

    party_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    channel = models.CharField(max_length=12)
    kind = models.CharField(max_length=20, help_text="intake, message, call, visit, answer, callback")
    summary = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    staff_id = models.UUIDField(null=True)
    seconds = models.PositiveIntegerField(null=True, help_text="length of a call or visit")
    external_id = models.CharField(max_length=80, blank=True, help_text="call id of the switch")

    class Meta:
        indexes = [
            models.Index(fields=["party_id", "-id"], name="contacts_by_party"),
            models.Index(fields=["case_id", "-id"], name="contacts_by_case"),
        ]


class CaseDocument(Record):
    """A file on a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("files.Document", on_delete=models.PROTECT, related_name="+")
    material = models.CharField(max_length=40, blank=True, help_text="code of the material it is")
    public = models.BooleanField(default=True, help_text="the citizen may see it")
    from_public = models.BooleanField(default=False)


class Mention(Record):
    """A colleague named in an internal note, or told about a time limit; of the repair itself where it is of a visit.

    ``event_id``: the line of the timeline that says why; ``name``: which sentence does, where there is no timeline.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="mentions", null=True)
    repair = models.ForeignKey("RepairCase", on_delete=models.CASCADE, related_name="mentions", null=True)
    staff_id = models.UUIDField()
    event_id = models.UUIDField()
    name = models.CharField(max_length=40, blank=True, default="", db_default="")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False, repair__isnull=True)
                | models.Q(case__isnull=True, repair__isnull=False),
                name="mention_of_a_case_or_a_repair",
            )
        ]
        indexes = [
            models.Index(
                fields=["staff_id", "-id"], condition=models.Q(seen_at__isnull=True), name="mentions_new"
            )
        ]


class Rating(Record):
    """好差評: one per case or visit, five levels; the two bad ones need a reason (國辦發〔2019〕51號).

    It is of a case, or of a visit at a counter (``visits`` stands above this room, so a bare id). ``staff_id``: who
    served or had it in hand.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="rating", null=True)
    visit_id = models.UUIDField(null=True)
    level = models.PositiveSmallIntegerField(help_text="5 very satisfied … 1 very dissatisfied")
    reasons = models.JSONField(default=list)
    comment = models.CharField(max_length=1000, blank=True)
    channel = models.CharField(max_length=12)
    department_id = models.UUIDField(null=True)
    staff_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=5), name="five_levels"),
            models.CheckConstraint(
                condition=models.Q(case__isnull=False, visit_id__isnull=True)
                | models.Q(case__isnull=True, visit_id__isnull=False),
                name="rating_of_a_case_or_a_visit",
            ),
            models.UniqueConstraint(
                fields=["visit_id"], condition=models.Q(visit_id__isnull=False), name="one_rating_per_visit"
            ),
            models.CheckConstraint(
                condition=models.Q(level__gte=3) | ~models.Q(reasons=[]) | ~models.Q(comment=""),
                name="bad_rating_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(level__lte=2), name="ratings_bad")]


class RepairCase(Record):
    """What a bad rating opens: somebody puts it right by a date."""

    class State(models.TextChoices):
        OPEN = "open", _("To be put right")
        APPEALED = "appealed", _("Appealed")
        DONE = "done", _("Put right")
        UPHELD = "upheld", _("Appeal upheld")

    rating = models.OneToOneField(Rating, on_delete=models.CASCADE, related_name="repair")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    due_at = models.DateTimeField()
    owner_department_id = models.UUIDField(null=True)
    process_version = models.ForeignKey(
        "processes.Version", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    label = models.CharField(max_length=200, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    contact_note = models.TextField(blank=True)
    result = models.TextField(blank=True)
    proof = models.TextField(blank=True, help_text="what the person said when called back")
    satisfied = models.CharField(max_length=8, blank=True, help_text="yes, partly, no, away")
    called_back_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(blank=True, help_text="why the rating is wrong or malicious")
    appealed_at = models.DateTimeField(null=True, blank=True)
    appealed_by = models.UUIDField(null=True, blank=True)
    appeal_department_id = models.UUIDField(null=True, blank=True, help_text="whose supervisors decide")
    appeal_due_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    upheld = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | models.Q(appealed_by__isnull=True)
                | ~models.Q(decided_by=models.F("appealed_by")),
                name="somebody_else_decides_on_a_rating",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="open"), name="repairs_open"),
            models.Index(
                fields=["appeal_due_at"], condition=models.Q(state="appealed"), name="repairs_appealed"
            ),
        ]


class Draft(Record):
    """A half-filled form, kept to be resumed by its token or its account.

    ``party_id``: whose it is when a member of staff fills it in for them; ``client_id``: the system that sent it.
    """

    token = models.CharField(max_length=32, unique=True)
    account_id = models.UUIDField(null=True)
    party_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    form = models.CharField(max_length=80, help_text="which form: service slug or request kind")
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)
    sent_case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-saved_at"], name="drafts_by_account"),
            models.Index(fields=["saved_at"], name="drafts_by_age"),
            models.Index(
                fields=["party_id"], condition=models.Q(party_id__isnull=False), name="drafts_by_person"
            ),
        ]


class CaseSearch(models.Model):
    """The search row of a case, written by the actions. Confidential cases carry no personal word."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="search")
    vector = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="cases_searched")]

    def __str__(self) -> str:
        return str(self.case_id)
