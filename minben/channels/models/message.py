"""Messages to the public. What was asked for is a Message; what became of it are Deliveries (DESIGN §4.4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import GrowingRecord, Record
from minben.foundation.records.translated import TranslatedField


class MessageTemplate(Record):
    """A notice by name and channel, in three languages, with named variables in braces."""

    name = models.CharField(max_length=60)
    channel = models.CharField(max_length=12)
    subject = TranslatedField()
    body = TranslatedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "channel"], name="one_template_per_name_and_channel")
        ]


class Message(GrowingRecord):
    """One message to one address. ``kind`` is its class in law: statutory, service, policy, emergency, code."""

    BY_YEAR = True
    KEPT_MONTHS = 15 * 12
    KEPT_CALLED = _("Messages sent")
    KEPT_WHY = _("What was written to people, word by word: letters, mail, text messages.")

    party_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    template = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    channel = models.CharField(max_length=12)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["party_id", "-id"], name="messages_by_party"),
            models.Index(fields=["case_id", "-id"], name="messages_by_case"),
        ]


class Delivery(GrowingRecord):
    """What happened to a message: sent, delivered, failed, or not sent and why."""

    BY_YEAR = True
    KEPT_MONTHS = 15 * 12
    KEPT_CALLED = _("What became of messages")
    KEPT_WHY = _("Proof that a message was sent, or why not.")

    class Outcome(models.TextChoices):
        SENT = "sent"
        DELIVERED = "delivered"
        FAILED = "failed", "will be tried again"
        GIVEN_UP = "given_up"
        HELD = "held", "waits, and why"
        REFUSED = "refused", "not sent, and why"

    message_id = models.UUIDField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    why = models.CharField(max_length=200, blank=True)
    receipt = models.CharField(max_length=120, blank=True, help_text="the carrier's id")

    class Meta:
        indexes = [models.Index(fields=["message_id", "-id"], name="deliveries_by_message")]


class OutboxEntry(Record):
    """A message that still has to go out. The row leaves when it is settled. ``id`` is the message's id:
    it is also the idempotency key given to the carrier."""

    not_before = models.DateTimeField()
    rank = models.PositiveSmallIntegerField(default=1, help_text="0: emergency and codes go first")
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_until = models.DateTimeField(
        null=True, blank=True, help_text="a worker's lease; taken back after it"
    )

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], name="outbox_due"),
            models.Index(fields=["rank", "not_before"], name="outbox_ranked"),
        ]


class Suppression(Record):
    """An address that must not be written to any more (opt-out, hard bounce)."""

    channel = models.CharField(max_length=12)
    address = models.CharField(max_length=254)
    kind = models.CharField(max_length=10, blank=True, help_text="empty: every class but emergency and code")
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "address", "kind"], name="one_suppression_per_address")
        ]
