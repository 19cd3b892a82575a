"""How an office receives people: its rules, its counters, how long things take."""

from __future__ import annotations

from django.db import models

from minben.agencies.models import Department, Office
from minben.catalog.models import PublicService
from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField, localized


class Reception(Record):
    """The rules by which one office receives people. An office without one takes no numbers and no bookings.

    ``version`` counts what changed at the office: screens that poll ask for it alone. Its row is locked by whatever
    gives out a time or a number.
    """

    office = models.OneToOneField(Office, on_delete=models.PROTECT, related_name="reception")
    wall_token = models.CharField(max_length=32, unique=True)
    per_counter = models.PositiveSmallIntegerField(default=1, help_text="bookings per counter and half hour")
    minutes = models.PositiveSmallIntegerField(
        default=15, help_text="of a visit, where nothing else is known"
    )
    days_ahead = models.PositiveSmallIntegerField(default=14, help_text="how far ahead one may book")
    change_minutes = models.PositiveSmallIntegerField(
        default=120, help_text="until when one may move or cancel"
    )
    early = models.PositiveSmallIntegerField(
        default=15, help_text="minutes before the time that count as on time"
    )
    late = models.PositiveSmallIntegerField(
        default=15, help_text="minutes after the time that count as on time"
    )
    ordinary_every = models.PositiveSmallIntegerField(
        default=3,
        help_text="of so many calls of a counter one at least goes to who came first, without priority",
    )
    booking = models.BooleanField(default=True)
    version = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ordinary_every__gte=2), name="nobody_waits_for_ever"),
            models.CheckConstraint(condition=models.Q(minutes__gte=1), name="a_visit_takes_time"),
        ]


class Counter(Record):
    """A counter of an office. ``department`` is whose clerks sit here; without ``services`` it serves all.

    ``run``: how many calls in a row went to people with priority or a time, past somebody who came before them.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="counters")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="counters")
    code = models.CharField(max_length=8, help_text="what is called: 3, 12, B2")
    name = TranslatedField(help_text="what it is for, if it has a name")
    services = models.ManyToManyField(PublicService, blank=True, related_name="+")
    active = models.BooleanField(default=True)
    open = models.BooleanField(default=False)
    staff_id = models.UUIDField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    run = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="one_counter_per_code"),
            models.UniqueConstraint(
                fields=["staff_id"], condition=models.Q(staff_id__isnull=False), name="one_counter_per_clerk"
            ),
            models.CheckConstraint(
                condition=models.Q(open=False) | models.Q(staff_id__isnull=False),
                name="open_counter_has_a_clerk",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {localized(self.name)}".strip()


class ServiceTime(Record):
    """How long one service takes at a counter of an office, for bookings and until enough visits were seen."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="service_times")
    service = models.ForeignKey(PublicService, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "service"], name="one_time_per_service"),
            models.CheckConstraint(condition=models.Q(minutes__gte=1), name="a_service_takes_time"),
        ]
