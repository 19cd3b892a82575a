"""How a party is known and reached."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from minben.foundation.records.models import Record

from .party import Party


class Identifier(Record):
    """A number some authority gave: encrypted, found by blind index, shown masked (DESIGN §4.7).

    ``cipher`` is AES-GCM with AAD model + field + row id; ``blind`` an HMAC of the normalised number.
    """

    class Kind(models.TextChoices):
        RESIDENT = "resident", "resident identity number (GB 11643)"
        TAIWAN = "taiwan", "national identification number (Taiwan)"
        CREDIT = "credit", "unified social credit code (GB 32100)"
        TAIWAN_BAN = "taiwan_ban", "uniform business number (Taiwan)"
        PASSPORT = "passport"
        SOCIAL = "social", "social security number"
        OTHER = "other"

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    cipher = models.BinaryField()
    blind = models.CharField(max_length=80)
    tail = models.CharField(max_length=4, blank=True, help_text="last characters, for the masked view")
    verified = models.BooleanField(default=False)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["blind"], name="identifiers_blind")]
        constraints = [
            models.UniqueConstraint(fields=["party", "kind", "blind"], name="identifier_once_per_party")
        ]


class ContactPoint(Record):
    """A phone, an e-mail, a chat id. ``value`` is normalised (E.164, lower-case)."""

    class Kind(models.TextChoices):
        PHONE = "phone"
        EMAIL = "email"
        CHAT = "chat"

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.CharField(max_length=254)
    verified_at = models.DateTimeField(null=True, blank=True)
    preferred = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind"], condition=Q(preferred=True), name="one_preferred_contact_per_kind"
            ),
            models.UniqueConstraint(
                fields=["party", "kind", "value"],
                condition=Q(ended_at__isnull=True),
                name="contact_once_per_party",
            ),
        ]
        indexes = [models.Index(fields=["value"], name="contacts_by_value")]


class Address(Record):
    """Where a party lives or works."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="addresses")
    use = models.CharField(max_length=12, default="home", help_text="home, work, registered, post")
    area_code = models.CharField(max_length=20, blank=True, help_text="division code, as Jurisdiction.code")
    text = models.CharField(max_length=300)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True)


class Priority(Record):
    """Priority by law (disability, age, soldiers) with its basis and proof: the one personal fact a queue reads."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="priorities")
    kind = models.CharField(max_length=16, help_text="disability, age, veteran, minor, pregnancy")
    basis = models.CharField(max_length=300, help_text="the law that gives it")
    proof = models.CharField(max_length=300, help_text="document or register that shows it")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True)


class Preference(Record):
    """What a party asked for: language, channel, hours, large print."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="preferences")
    name = models.CharField(max_length=40)
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "name"], name="one_preference_per_name")]


class Consent(Record):
    """A yes or a no to a class of messages or a use of data, with its proof."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    given = models.BooleanField()
    at = models.DateTimeField()
    means = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class LifeEvent(Record):
    """Something that happened in a life: birth, move, marriage, opening a firm."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="life_events")
    kind = models.CharField(max_length=40, help_text="code of catalog.LifeEventType")
    day = models.DateField()
    source = models.CharField(max_length=40)
    confidence = models.FloatField(default=1.0)
