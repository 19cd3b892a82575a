"""A number of the day at an office: one visit, from the door to the rating."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.agencies.models import Office
from minben.catalog.models import PublicService
from minben.foundation.records.models import Record
from minben.parties.models import Party

from .appointment import Appointment
from .counter import Counter


class Ticket(Record):
    """Who waits for what since when. The queue reads ``since``, the appointment's time and ``statutory``, nothing else.

    ``statutory`` is priority by law: proven on the party, or seen at the office and recorded with who saw what.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CALLED = "called", _("At the counter")
        SERVED = "served", _("Served")
        MISSED = "missed", _("Did not come")
        LEFT = "left", pgettext_lazy("queue", "Left")

    WALKED_IN, BOOKED = "A", "B"

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tickets")
    day = models.DateField()
    letter = models.CharField(max_length=1, default=WALKED_IN)
    number = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=32, unique=True)
    service = models.ForeignKey(PublicService, on_delete=models.PROTECT, null=True, related_name="+")
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, null=True, related_name="ticket"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="tickets")
    case_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    since = models.DateTimeField()
    statutory = models.BooleanField(default=False)
    basis = models.CharField(max_length=300, blank=True, help_text="the law that gives priority")
    proof = models.CharField(max_length=300, blank=True, help_text="what was seen; a kind, never a number")
    proof_seen_by = models.UUIDField(null=True)
    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, null=True, related_name="tickets")
    for_counter = models.ForeignKey(Counter, on_delete=models.PROTECT, null=True, related_name="+")
    staff_id = models.UUIDField(null=True)
    called_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day", "letter", "number"], name="one_ticket_per_number"
            ),
            models.UniqueConstraint(
                fields=["counter"], condition=models.Q(state="called"), name="one_visit_at_a_counter"
            ),
            models.CheckConstraint(
                condition=models.Q(statutory=False) | ~models.Q(basis=""), name="priority_names_its_law"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "since"], condition=models.Q(state="waiting"), name="tickets_waiting"
            ),
            models.Index(
                fields=["office", "service", "-ended_at"],
                condition=models.Q(state="served"),
                name="tickets_served",
            ),
        ]

    @property
    def shown(self) -> str:
        """As it is called: A012."""
        return f"{self.letter}{self.number:03d}"
