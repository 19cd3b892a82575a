"""What happens by the clock: reminders, and forgetting old visits."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from minben.cases.models import Rating
from minben.foundation.jobs import periodic, tick
from minben.foundation.records.ids import lowest_id

from .models import Appointment, Counter, Ticket
from .notices import tell

AHEAD = dt.timedelta(hours=24)
BATCH = 200
KEPT = dt.timedelta(days=731)
"""Two years: what a visit was about stays in the person's story as a contact, with that one's retention."""


@tick("remind of appointments", seconds=60, steady=True)
def remind(now: dt.datetime) -> None:
    """Of all that begin within a day."""
    while remind_some(now) == BATCH:
        continue


@transaction.atomic
def remind_some(now: dt.datetime) -> int:
    """A batch; how many. A time booked or moved within the day before it was told just now and is not told twice."""
    rows = Appointment.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=Appointment.State.BOOKED, reminded_at=None, starts_at__gt=now, starts_at__lte=now + AHEAD
    )
    held = list(rows.select_related("office__department__jurisdiction").order_by("starts_at")[:BATCH])
    for one in held:
        if one.told_at <= now - AHEAD:
            tell(one, "appointment_reminder")
    Appointment.objects.filter(id__in=[one.id for one in held]).update(reminded_at=now)
    return len(held)


@periodic("17 18 * * *")
def end_the_day(now: dt.datetime) -> None:
    """Counters that nobody closed, numbers that nobody called, appointments to which nobody came: they are over."""
    yesterday = now - dt.timedelta(hours=14)
    day = yesterday.date()
    Counter.objects.filter(open=True, opened_at__lt=yesterday).exclude(
        tickets__state=Ticket.State.CALLED
    ).update(open=False, staff_id=None, opened_at=None)
    Ticket.objects.filter(state=Ticket.State.WAITING, day__lt=day).update(
        state=Ticket.State.LEFT, ended_at=now
    )
    Appointment.objects.filter(state=Appointment.State.BOOKED, starts_at__lt=yesterday).update(
        state=Appointment.State.MISSED
    )


@periodic("47 3 * * *")
def forget_old_visits(now: dt.datetime) -> None:
    """Visits and appointments older than two years, a batch at a time; ratings stay, without a word of a person."""
    while forget_some(now):
        continue


@transaction.atomic
def forget_some(now: dt.datetime) -> int:
    """A batch; how many went."""
    last = lowest_id(now - KEPT)
    tickets = list(Ticket.objects.filter(id__lt=last).values_list("id", flat=True)[:BATCH])
    Rating.objects.filter(visit_id__in=tickets).exclude(level__lt=3, reasons=[]).update(comment="")
    gone = Ticket.objects.filter(id__in=tickets).delete()[0]
    old = Appointment.objects.filter(id__lt=last, ticket=None).values_list("id", flat=True)[:BATCH]
    return gone + Appointment.objects.filter(id__in=list(old)).delete()[0]
