"""How the result of an application reaches the person, when it is not read in the account alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import Record

from .case import Case


class ResultDelivery(Record):
    """What the person chose for one case, and what became of it.

    ``department`` and ``due_at`` are set when the case is decided: who posts or hands over, and by when. The code that
    fetches a result follows from ``token`` and is stored nowhere.
    """

    class Way(models.TextChoices):
        ACCOUNT = "account", _("In the account")
        POST = "post", _("By registered post")
        PICKUP = "pickup", _("To be picked up")

    class State(models.TextChoices):
        CHOSEN = "chosen", _("Chosen; nothing is decided yet")
        WAITING = "waiting", _("Decided, on its way to you")
        READY = "ready", _("Ready to be picked up")
        POSTED = "posted", _("Posted")
        RETURNED = "returned", _("Came back by post")
        HANDED = "handed", _("Handed over")
        ENDED = "ended", _("Delivered in another way")

    OPEN = (State.CHOSEN, State.WAITING, State.READY, State.RETURNED)

    class Proof(models.TextChoices):
        """What was looked at before a result was handed over."""

        ID_CARD = "id_card", _("Identity card")
        PASSPORT = "passport", _("Passport or travel permit")
        HOUSEHOLD = "household", _("Household register")
        MANDATE = "mandate", _("Identity card and a power of attorney")

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="delivery")
    department = models.ForeignKey(
        "agencies.Department", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    way = models.CharField(max_length=8, choices=Way.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHOSEN)
    due_at = models.DateTimeField(null=True)
    recipient = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    office = models.ForeignKey("agencies.Office", on_delete=models.PROTECT, null=True, related_name="+")
    collector = models.CharField(
        max_length=120, blank=True, help_text="who fetches it; empty: the person themselves"
    )
    token = models.CharField(max_length=32)
    tracking = models.CharField(max_length=40, blank=True, help_text="number of the registered letter")
    posted_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_to = models.CharField(max_length=120, blank=True)
    proof = models.CharField(max_length=12, choices=Proof.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="why the post brought it back")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="handed") | (~Q(handed_to="") & ~Q(proof="")),
                name="handed_over_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="posted") | ~Q(tracking=""), name="posted_with_a_number"
            ),
        ]
        indexes = [
            models.Index(
                fields=["department", "way", "due_at", "id"],
                condition=Q(state__in=("waiting", "ready", "returned")),
                name="results_to_deliver",
            ),
            models.Index(
                fields=["office", "due_at", "id"],
                condition=Q(state__in=("waiting", "ready"), way="pickup"),
                name="results_at_an_office",
            ),
        ]
