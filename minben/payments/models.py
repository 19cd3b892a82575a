"""What somebody owes, and how they tried to pay it. Money is a whole number of minor units beside its currency."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField


class Payment(Record):
    """One fee. It belongs to a half-filled form until that is sent, then to the case.

    ``token`` is its public address. Who pays stands nowhere here: the case knows.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be paid")
        EXEMPT_ASKED = "asked", _("Exemption asked for")
        PAID = "paid", _("Paid")
        WAIVED = "waived", _("Need not be paid")
        CALLED_OFF = "off", _("Called off")
        REFUNDING = "refunding", _("Being refunded")
        REFUNDED = "refunded", _("Refunded")

    draft_id = models.UUIDField(null=True, unique=True)
    case_id = models.UUIDField(null=True, unique=True)
    service_version_id = models.UUIDField(null=True)
    name = TranslatedField(help_text="what it is for")
    amount = models.PositiveBigIntegerField(help_text="in minor units")
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    token = models.CharField(max_length=32, unique=True)
    receipt = models.CharField(max_length=24, null=True, unique=True, help_text="number of the receipt")
    paid_at = models.DateTimeField(null=True)
    asked = models.CharField(max_length=1000, blank=True, help_text="why somebody says they need not pay")
    reason = models.CharField(
        max_length=500, blank=True, help_text="why it was waived, asked for or refunded"
    )
    decided_by = models.UUIDField(null=True, help_text="staff id of who waived or refunded it")
    refunded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(draft_id__isnull=False) | Q(case_id__isnull=False), name="payment_of_something"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waived", "refunding", "refunded"]) | ~Q(reason=""),
                name="waived_or_refunded_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "refunding", "refunded"]) | Q(receipt__isnull=False),
                name="paid_with_a_receipt",
            ),
        ]

    @property
    def parts_of_it(self) -> list[PaymentLine]:
        """The services that the sum is for, where there are several."""
        return list(self.lines.select_related("payment").order_by("id"))

    @property
    def settled(self) -> bool:
        """Nothing is owed any more."""
        return self.state not in {self.State.OPEN, self.State.EXEMPT_ASKED}

    @property
    def due(self) -> bool:
        return not self.settled


class PaymentLine(Record):
    """One part of a sum that is paid at once: the fee of one service of several. ``case_id``: the case it is for, once begun.

    Its state is its own only where it left the others: it fell away before the sum was paid, or its money goes back.
    """

    class State(models.TextChoices):
        WITH_THE_SUM = "", _("With the whole sum")
        CALLED_OFF = "off", _("Called off")
        REFUNDING = "refunding", _("Being refunded")
        REFUNDED = "refunded", _("Refunded")

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="lines")
    service_version_id = models.UUIDField()
    name = TranslatedField()
    amount = models.PositiveBigIntegerField(help_text="in minor units of the currency of the sum")
    case_id = models.UUIDField(null=True, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, blank=True, default=State.WITH_THE_SUM)
    reason = models.CharField(max_length=500, blank=True, help_text="why it fell away or went back")
    refunded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "service_version_id"], name="one_line_of_a_service")
        ]

    @property
    def currency(self) -> str:
        return str(self.payment.currency)


class Attempt(Record):
    """One try at a provider. ``reference`` is what the provider knows it by; the same outcome twice changes nothing.

    ``doubled``: paid though the fee was paid already; the money goes back by itself. ``wrong``: another sum came than
    was asked for; nothing counts as paid.
    """

    class State(models.TextChoices):
        STARTED = "started", _("Begun")
        PAID = "paid", _("Paid")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        DOUBLED = "doubled", _("Paid twice")
        WRONG = "wrong", _("Another amount came")

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="attempts")
    provider = models.CharField(max_length=40)
    reference = models.CharField(max_length=32, unique=True)
    address = models.CharField(max_length=500, blank=True, help_text="where the payer is sent")
    state = models.CharField(max_length=10, choices=State.choices, default=State.STARTED)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    provider_reference = models.CharField(max_length=120, blank=True)
    came = models.CharField(max_length=40, blank=True, help_text="the sum that came, when it is another one")
    returned_at = models.DateTimeField(null=True, help_text="when the money went back")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payment"], condition=Q(state="started"), name="one_attempt_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(state="started"), name="attempts_running")]


class SandboxOrder(Record):
    """What the practice provider knows: it stands for another house, and none of it is read but by that provider."""

    reference = models.CharField(max_length=32, unique=True)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    title = models.CharField(max_length=300)
    back = models.CharField(max_length=500, help_text="where the payer returns to")
    state = models.CharField(max_length=10, default="waiting", help_text="waiting, paid, declined, refunded")
    parts = models.JSONField(default=dict, db_default={}, help_text="what went back of it: {part: amount}")
