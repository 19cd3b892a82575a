"""Others who sign an application before it goes in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField

from .case import Case
from .history import Draft


class Signature(Record):
    """One person who is to sign, or has. Belongs to the form until that is sent, then to the case.

    ``digest`` is of what they saw when they signed. ``token`` is the address that only they were given.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Asked to sign")
        SIGNED = "signed", _("Signed")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Did not answer in time")
        CALLED_OFF = "off", _("Called off")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="signatures")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="signatures")
    role = TranslatedField()
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=254, help_text="phone or e-mail address that the link went to")
    language = models.CharField(max_length=10, default="zh-hant")
    token = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    signed_name = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="why somebody declined")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was signed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="signed") | ~Q(digest=""), name="signed_with_what_was_seen"
            ),
            models.CheckConstraint(
                condition=Q(draft__isnull=False) | Q(case__isnull=False), name="signature_of_something"
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="asked"), name="signatures_awaited"),
        ]

    @property
    def channel(self) -> str:
        return "mail" if "@" in self.address else "sms"
