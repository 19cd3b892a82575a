"""A request, from any door to its rating."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import Record


class Kind(models.TextChoices):
    """DESIGN §9: request kinds. Applications follow their own state table; the others the hotline's."""

    APPLICATION = "application", _("Application")
    ENQUIRY = "enquiry", _("Enquiry")
    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")
    REPORT = "report", _("Report")
    HELP = "help", _("Request for help")
    PRAISE = "praise", _("Praise")
    OTHER = "other", _("Other")


class Status(models.TextChoices):
    """States of both tables (DESIGN §5). Which step may follow which: ``cases.course.states``."""

    SUBMITTED = "submitted", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    ANSWERED_AT_ONCE = "answered_at_once", _("Answered at once")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    DISPATCHED = "dispatched", _("Passed to a department")
    RETURNED = "returned", _("Returned by the department")
    SIGNED = "signed", _("Taken on by the department")
    IN_PROGRESS = "in_progress", _("Being worked on")
    SUSPENDED = "suspended", _("Suspended")
    ANSWERED = "answered", _("Answered")
    CHECKED = "checked", _("Answer checked")
    REDO = "redo", _("Being worked on again")
    CALLED_BACK = "called_back", _("Called back")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Joined to another case")
    # applications
    PRE_CHECK = "pre_check", _("Being looked through")
    SUPPLEMENT = "supplement", _("Waiting for something from you")
    EXAMINING = "examining", _("Being examined")
    SPECIAL = "special", _("Special procedure")
    DECIDED = "decided", _("Decided")
    DELIVERED = "delivered", _("Result delivered")


class Urgency(models.TextChoices):
    """lists/hotline_request_taxonomy.csv 緊急度."""

    E0 = "E0", _("Emergency: life or property")
    E1 = "E1", _("Urgent: water, power, gas, heat, weather")
    E2 = "E2", _("Ordinary")
    E3 = "E3", _("Complex")


class Case(Record):
    """One request. ``party`` is empty for an anonymous or confidential one (see :class:`SealedParty`).

    ``version`` grows with every change: two clerks cannot overwrite each other. ``track_token`` is the
    public address, ``track_code`` (digest) what a tracker proves; the quoted ``number`` has a check digit.
    """

    class Privacy(models.TextChoices):
        OPEN = "open", _("Named")
        CONFIDENTIAL = "confidential", _("Confidential")
        ANONYMOUS = "anonymous", _("Anonymous")

    number = models.CharField(max_length=24, unique=True)
    jurisdiction = models.ForeignKey(
        "agencies.Jurisdiction", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.SUBMITTED)
    urgency = models.CharField(max_length=2, choices=Urgency.choices, default=Urgency.E2)
    privacy = models.CharField(max_length=12, choices=Privacy.choices, default=Privacy.OPEN)
    channel = models.CharField(
        max_length=12, help_text="the door: web, phone, counter, mail, chat, import, …"
    )
    language = models.CharField(max_length=10, default="zh-hant")
    party = models.ForeignKey(
        "parties.Party",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        db_index=False,
    )
    asked_by = models.ForeignKey(
        "parties.Party",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="who called, when for somebody else",
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="the public account that made or claimed it",
    )
    service_version = models.ForeignKey(
        "catalog.ServiceVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    event = models.ForeignKey(
        "catalog.LifeEventType",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="the life event whose services are applied for together",
    )
    process_version = models.ForeignKey(
        "processes.Version",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="the drawn process it began with; none for the built-in flow",
    )
    topic = models.CharField(
        max_length=120, blank=True, help_text="category path of the installation's taxonomy"
    )
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    answers = models.JSONField(default=dict, help_text="what was filled in, by form field")
    place = models.CharField(max_length=300, blank=True)
    area_code = models.CharField(max_length=20, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    department = models.ForeignKey(
        "agencies.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="who holds it now",
    )
    assignee_id = models.UUIDField(null=True, blank=True, help_text="staff id of who holds it now")
    taken_by = models.UUIDField(null=True, blank=True, help_text="staff id of the agent who took it")
    answer = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, blank=True, help_text="applications: granted, refused")
    reason = models.CharField(
        max_length=500, blank=True, help_text="why not accepted, withdrawn, suspended, …"
    )
    promised_at = models.DateTimeField(null=True, blank=True, help_text="the date shown to the citizen")
    closed_at = models.DateTimeField(null=True, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    redos = models.PositiveSmallIntegerField(default=0)
    hurries = models.PositiveSmallIntegerField(default=0)
    hurried_on = models.DateField(null=True, blank=True)
    supervised_at = models.DateTimeField(null=True, blank=True)
    supplements = models.PositiveSmallIntegerField(default=0)
    nuisance = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    resolved = models.CharField(max_length=8, blank=True, help_text="call-back: yes, partly, no")
    track_token = models.CharField(max_length=32)
    track_digest = models.CharField(max_length=64)
    source = models.CharField(max_length=60, blank=True, help_text="import:mapping for history")
    source_key = models.CharField(max_length=120, blank=True)
    practice = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["party", "-id"], name="cases_by_party"),
            models.Index(
                fields=["account", "-id"], condition=Q(account__isnull=False), name="cases_by_account"
            ),
            models.Index(fields=["asked_by"], condition=Q(asked_by__isnull=False), name="cases_by_asker"),
            models.Index(
                fields=["service_version"],
                condition=Q(service_version__isnull=False),
                name="cases_by_service_version",
            ),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="cases_by_whole"
            ),
            models.Index(fields=["place", "-id"], condition=~Q(place=""), name="cases_by_place"),
            models.Index(
                fields=["promised_at", "id"], condition=Q(closed_at__isnull=True), name="cases_open_by_due"
            ),
            models.Index(
                fields=["-hurries", "id"],
                condition=Q(closed_at__isnull=True, hurries__gt=0),
                name="cases_open_hurried",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["track_token"], name="one_case_per_token"),
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="case_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(privacy="open") | Q(party__isnull=True), name="hidden_case_names_nobody"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SealedParty(Record):
    """Who stands behind a confidential case. Opened by a named role with a reason, and audited."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="sealed_party")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")


class CaseScope(Record):
    """Who may see a case: one row for each involved department and each of its ancestors (DESIGN §3).

    Kept by the actions; every list is an equality on ``department`` and ``state_group`` and a keyset on
    (``sort_key``, ``case``). ``sort_key`` is the case id: newest first.
    """

    class Part(models.TextChoices):
        CENTRE = "centre"
        LEAD = "lead"
        CO = "co"
        ABOVE = "above", "an ancestor of one of them"

    class Group(models.TextChoices):
        NEW = "new"
        OPEN = "open"
        WAITING = "waiting"
        DONE = "done"

    department_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="scopes")
    part = models.CharField(max_length=8, choices=Part.choices)
    state_group = models.CharField(max_length=8, choices=Group.choices)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    status = models.CharField(max_length=16, choices=Status.choices)
    sort_key = models.UUIDField(help_text="the case id")
    placed = models.BooleanField(default=False, help_text="the case has a point on the map")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department_id", "case"], name="one_scope_per_department")
        ]
        indexes = [
            models.Index(fields=["department_id", "-sort_key"], name="scope_newest"),
            models.Index(fields=["department_id", "state_group", "-sort_key"], name="scope_by_group"),
            models.Index(fields=["department_id", "kind", "-sort_key"], name="scope_by_kind"),
            models.Index(fields=["department_id", "status", "-sort_key"], name="scope_by_status"),
            models.Index(
                fields=["department_id", "-sort_key"], condition=Q(placed=True), name="scope_placed"
            ),
        ]
