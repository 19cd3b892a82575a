"""A certificate: a paper that anybody can check."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.foundation.files.models import Document
from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField
from minben.parties.models import Party


class Certificate(Record):
    """One paper that was issued for a case: a certificate, or a letter. Who holds it stands in the PDF alone, never here.

    ``output`` names what of the case it is (a result of the service, or the step that a letter tells of), so that the same
    is not issued twice; ``edition`` counts the copies that took one another's place. ``public_key`` is the one that checks
    ``signature``, kept with it: the field keys may be exchanged meanwhile. The token is the public address.
    """

    CERTIFICATE = "certificate"

    class State(models.TextChoices):
        ISSUED = "issued", _("Issued")
        REVOKED = "revoked", _("Revoked")
        REPLACED = "replaced", _("Replaced")

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(
        max_length=24, default=CERTIFICATE, help_text="certificate, or which letter it is"
    )
    case_id = models.UUIDField()
    output = models.CharField(
        max_length=80, help_text="what of the service it is: its code, or its place; the step of a letter"
    )
    edition = models.PositiveSmallIntegerField(default=1)
    words = models.PositiveIntegerField(null=True, help_text="version of the text that a letter was made of")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    service_version_id = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True, help_text="staff id of who granted it")
    name = TranslatedField()
    issued_at = models.DateTimeField()
    valid_until = models.DateField(null=True, help_text="the last day; none: without end")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ISSUED)
    reason = models.CharField(max_length=500, blank=True, help_text="why it was revoked, or replaced")
    revoked_at = models.DateTimeField(null=True, help_text="since when it does not hold")
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="replaced_by",
        help_text="whose place it took",
    )
    token = models.CharField(max_length=32, unique=True)
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the PDF")
    signature = models.CharField(max_length=100, help_text="Ed25519 over the PDF, base64")
    key_id = models.CharField(max_length=16)
    public_key = models.CharField(max_length=50, help_text="base64")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id", "output", "edition"], name="one_certificate_for_a_result"
            ),
            models.CheckConstraint(
                condition=models.Q(state="issued") | ~models.Q(reason=""), name="revoked_with_a_reason"
            ),
        ]

    @property
    def is_letter(self) -> bool:
        return self.kind != self.CERTIFICATE

    @property
    def holds(self) -> bool:
        """Neither revoked nor replaced; whether its time is over is another question."""
        return self.state == self.State.ISSUED

    @property
    def replaced(self) -> bool:
        return self.state == self.State.REPLACED

    @property
    def revoked(self) -> bool:
        return self.state == self.State.REVOKED

    def expired(self, today: dt.date | None = None) -> bool:
        """Whether its last day is over."""
        return self.valid_until is not None and self.valid_until < (today or timezone.localdate())
