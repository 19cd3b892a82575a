"""The customers: a person, an organisation (government bodies too), a household."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from minben.foundation.records.models import Record


class Party(Record):
    """Somebody the government serves. Never rewritten by a merge: see :class:`PartyLink`.

    Names stay plain so that they can be found; ``name_folded`` is the search folding of the name and
    ``name_pinyin`` its pinyin. A contact that matches nobody makes a provisional party.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        ORGANISATION = "organisation"
        HOUSEHOLD = "household"

    class State(models.TextChoices):
        PROVISIONAL = "provisional"
        CONFIRMED = "confirmed"
        ENDED = "ended", "deceased or dissolved"
        ERASED = "erased"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.CONFIRMED)
    name = models.CharField(max_length=200, blank=True)
    name_folded = models.CharField(max_length=200, blank=True)
    name_pinyin = models.CharField(max_length=400, blank=True)
    name_grams = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=1, blank=True, help_text="GB/T 2261.1: 1 male, 2 female, 9 unstated")
    legal_form = models.CharField(max_length=60, blank=True)
    is_government = models.BooleanField(default=False, help_text="a government body as a customer")
    language = models.CharField(max_length=10, blank=True)
    channel = models.CharField(max_length=12, blank=True, help_text="preferred channel code")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="parties"
    )
    source = models.CharField(
        max_length=40, blank=True, help_text="who told us: phone, web, register:…, import:…"
    )
    note = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["account"], name="parties_by_account"),
            models.Index(fields=["name_folded"], name="parties_by_name"),
            GinIndex(fields=["name_grams"], name="parties_by_grams"),
            GinIndex(fields=["name_folded"], opclasses=["gin_trgm_ops"], name="parties_by_part"),
            GinIndex(fields=["name_pinyin"], opclasses=["gin_trgm_ops"], name="parties_by_pinyin"),
        ]

    def __str__(self) -> str:
        return self.name or "—"


class PartyLink(Record):
    """``party`` belongs to the customer led by ``customer`` while ``until`` is empty. Undo ends the link."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="links")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="linked")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500)
    score = models.FloatField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, help_text="staff id; empty when a rule decided")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=models.Q(until__isnull=True), name="one_customer_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(party=models.F("customer")), name="no_link_to_itself"),
        ]
        indexes = [
            models.Index(fields=["customer"], condition=models.Q(until__isnull=True), name="links_alive")
        ]


class Relationship(Record):
    """Who somebody is to somebody: parent, spouse, member of household, owner, legal representative."""

    class Kind(models.TextChoices):
        PARENT = "parent"
        SPOUSE = "spouse"
        MEMBER = "member", "member of household"
        OWNER = "owner"
        REPRESENTATIVE = "representative", "legal representative"
        EMPLOYEE = "employee"
        GUARDIAN = "guardian"

    from_party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="relations")
    to_party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="related_from")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_party", "to_party", "kind"], name="one_relationship_of_a_kind"
            )
        ]
