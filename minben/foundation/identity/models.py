"""Sign-in providers (OpenID Connect), and whose account a subject of theirs opens."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField, localized


class Door(models.TextChoices):
    STAFF = "staff"
    PUBLIC = "public"


class Provider(Record):
    """One OpenID provider at one door. The secret lies encrypted and is never shown or exported again."""

    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    door = models.CharField(max_length=8, choices=Door.choices)
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=200)
    secret = models.BinaryField(default=bytes, blank=True)
    domains: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="e-mail domains let in; empty: all"
    )
    assurance_claim = models.CharField(
        max_length=60, blank=True, help_text="claim that says how sure it is: acr"
    )
    assurance_levels: models.JSONField[dict[str, str]] = models.JSONField(
        default=dict, blank=True, help_text="value of the claim to our level"
    )
    second_step = models.BooleanField(
        default=True, help_text="staff: our second step is asked for after the provider's"
    )
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    SHOWN: ClassVar[tuple[str, ...]] = (
        "code", "name", "door", "issuer", "client_id", "domains",
        "assurance_claim", "assurance_levels", "second_step", "active",
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["door", "code"], name="providers_by_door")]

    def __str__(self) -> str:
        return str(localized(self.name)) or self.code

    def shown(self) -> dict[str, Any]:
        """Everything but the secret."""
        return {name: getattr(self, name) for name in self.SHOWN}


class ExternalIdentity(Record):
    """(issuer, subject) opens this account at this door; an e-mail address alone never does."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="external_identities"
    )
    door = models.CharField(max_length=8, choices=Door.choices)
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["door", "issuer", "subject"], name="one_account_per_subject_and_door"
            )
        ]
