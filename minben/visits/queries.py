"""Reads of the room: what may be booked, whose it is, who is at work, what the day holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Office
from minben.agencies.opening import local_day
from minben.cases.models import Rating, RepairCase
from minben.catalog.models import ServiceVersion
from minben.catalog.queries import name_order
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Missing
from minben.foundation.records.ids import lowest_id

from .availability import Asked, asked_of
from .keeping import reception_of
from .models import Appointment, Counter, Reception, Ticket
from .policies import works_at

PLACE = "office__department__jurisdiction"
MOST = 500


def receptions(*, booking: bool = False, service: str = "") -> list[Reception]:
    """Offices that receive by number; ``booking``: those that take appointments, perhaps for one service only."""
    rows = Reception.objects.select_related(PLACE).filter(office__active=True)
    if booking:
        rows = rows.filter(booking=True, office__counters__active=True).distinct()
    if service:
        offering = ServiceVersion.objects.filter(service__slug=service, state=ServiceVersion.State.PUBLISHED)
        rows = rows.filter(office_id__in=offering.values("places"))
    return list(rows.order_by("office__code")[:MOST])


def receptions_of(offices: Iterable[Office]) -> dict[UUID, Reception]:
    """By office, those that receive people by number."""
    rows = Reception.objects.filter(office_id__in=[one.id for one in offices])
    return {one.office_id: one for one in rows}


def reception_by_code(code: str) -> Reception:
    """Raises Missing for an office that takes neither numbers nor bookings."""
    key = Office.objects.filter(code=code, active=True).values_list("id", flat=True).first()
    if key is None:
        raise Missing(_("There is no such office."))
    return reception_of(key)


def services_at(reception: Reception) -> list[ServiceVersion]:
    """Guides that name the office and that one of its counters serves, by name. Two statements for the counters."""
    asked = asked_of(reception, None)
    rows = ServiceVersion.objects.filter(state=ServiceVersion.State.PUBLISHED, places=reception.office)
    if not asked.counters:
        only = frozenset[UUID]().union(*asked.serving.values())
        rows = rows.filter(service_id__in=only)
    return list(
        rows.select_related("service")
        .only("name", "service__slug")
        .order_by(name_order(get_language() or ""), "service_id")[:MOST]
    )


def often_taken(
    reception: Reception, found: Sequence[ServiceVersion], most: int, now: dt.datetime
) -> list[ServiceVersion]:
    """Those of ``found`` for which most numbers were taken in 30 days, by name. One statement."""
    rows = Ticket.objects.filter(
        office_id=reception.office_id, id__gte=lowest_id(now - dt.timedelta(days=30))
    )
    counts = dict(rows.values_list("service_id").order_by().annotate(n=Count("id")))
    first = sorted(found, key=lambda one: -counts.get(one.service_id, 0))[:most]
    return [one for one in found if one in first]


def service_by_slug(reception: Reception, slug: str) -> ServiceVersion:
    """Raises Missing for a service that this office does not offer."""
    found = next((one for one in services_at(reception) if one.service.slug == slug), None)
    if found is None:
        raise Missing(_("This office does not offer this. Choose another one."))
    return found


def wanted_at(reception: Reception, slug: str) -> Asked:
    """What somebody wants to book; "other" is everything that has no guide. Raises Missing."""
    service_id = None if slug == OTHER else service_by_slug(reception, slug).service_id
    return asked_of(reception, service_id)


OTHER = "other"


def appointment_by_token(token: str) -> Appointment:
    """Who has the address has the appointment. Raises Missing."""
    rows = Appointment.objects.select_related(PLACE, "party", "service")
    found = rows.filter(token=token).first()
    if found is None:
        raise Missing(_("There is no such appointment. Check the address in the message."))
    return found


def appointments_of(actor: Actor, now: dt.datetime) -> list[Appointment]:
    """What a signed-in person booked and has still before them."""
    if actor.account_id is None:
        return []
    rows = Appointment.objects.filter(
        account_id=actor.account_id, starts_at__gte=now - dt.timedelta(hours=12)
    )
    rows = rows.filter(state__in=[Appointment.State.BOOKED, Appointment.State.ARRIVED])
    return list(rows.select_related(PLACE, "service").order_by("starts_at")[:50])


def ticket_by_token(token: str) -> Ticket:
    """Who has the slip has the number. Raises Missing."""
    rows = Ticket.objects.select_related(PLACE, "counter", "service", "appointment")
    found = rows.filter(token=token).first()
    if found is None:
        raise Missing(_("There is no such number. Check the slip."))
    return found


def rating_of_visit(ticket: Ticket) -> Rating | None:
    return Rating.objects.select_related("repair").filter(visit_id=ticket.id).first()


def my_counter(actor: Actor) -> Counter | None:
    """Where the clerk sits now."""
    rows = Counter.objects.select_related(PLACE, "department").prefetch_related("services")
    return rows.filter(staff_id=actor.staff_id, active=True).first() if actor.staff_id else None


def counters_for_me(actor: Actor) -> list[Counter]:
    """Every counter that the clerk may sit at, by office."""
    rows = Counter.objects.filter(active=True, office__active=True).select_related("office", "department")
    found = rows.order_by("office__code", "code")[:MOST]
    return [one for one in found if allowed(actor, "visit.serve", one)]


def others_open(counter: Counter) -> list[Counter]:
    """To whom somebody may be passed on."""
    rows = Counter.objects.filter(office_id=counter.office_id, open=True).exclude(id=counter.id)
    return list(rows.order_by("code"))


def at_counter(counter: Counter) -> Ticket | None:
    """Who stands here."""
    rows = Ticket.objects.select_related("appointment", "party")
    return rows.filter(counter=counter, state=Ticket.State.CALLED).first()


def offices_of(actor: Actor) -> list[Reception]:
    """Offices whose day the actor may look at."""
    require(actor, "visit.office")
    found = receptions()
    mine = {one.id for one in works_at(actor, [reception.office for reception in found])}
    return [one for one in found if one.office_id in mine]


def offices_to_arrange(actor: Actor) -> list[Office]:
    """Offices whose counters the actor sets up."""
    require(actor, "visit.arrange")
    rows = Office.objects.filter(active=True).select_related("department").order_by("code")[:MOST]
    return [one for one in rows if allowed(actor, "visit.arrange", one)]


def office_for(actor: Actor, office_id: UUID, policy: str) -> Office:
    """Raises Missing, also for one that the actor may not know more of."""
    found = Office.objects.select_related("department__jurisdiction").filter(pk=office_id).first()
    if found is None or not allowed(actor, policy, found):
        raise Missing(_("There is no such office, or your department has no counter there."))
    return found


@dataclass(frozen=True)
class Day:
    """An office's day: who comes, who waits, who is at which counter, what is over."""

    reception: Reception
    day: dt.date
    expected: list[Appointment]
    waiting: list[Ticket]
    called: list[Ticket]
    over: list[Ticket]


def day_of(actor: Actor, office_id: UUID, now: dt.datetime) -> Day:
    """Raises Missing as :func:`office_for`."""
    office = office_for(actor, office_id, "visit.office")
    reception, day = reception_of(office.id), local_day(office, now)
    rows = Ticket.objects.filter(office=office, day=day).select_related("party", "counter", "appointment")
    found = list(rows.order_by("since", "id")[:MOST])
    begin, end = _bounds(office, day)
    booked = Appointment.objects.filter(
        office=office, state=Appointment.State.BOOKED, starts_at__gte=begin, starts_at__lt=end
    )
    return Day(
        reception,
        day,
        list(booked.select_related("party").order_by("starts_at", "id")[:MOST]),
        _in(found, Ticket.State.WAITING),
        _in(found, Ticket.State.CALLED),
        sorted(
            _in(found, Ticket.State.SERVED, Ticket.State.MISSED, Ticket.State.LEFT),
            key=lambda one: one.ended_at or one.since,
            reverse=True,
        ),
    )


def _in(found: Sequence[Ticket], *states: Ticket.State) -> list[Ticket]:
    return [one for one in found if one.state in states]


def _bounds(office: Office, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    zone = office.department.jurisdiction.zone
    begin = dt.datetime.combine(day, dt.time(), tzinfo=zone)
    return begin, dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=zone)


def ticket_for(actor: Actor, ticket_id: UUID) -> Ticket:
    """A number of an office where the actor works. Raises Missing."""
    rows = Ticket.objects.select_related(PLACE, "party", "counter", "appointment", "service")
    found = rows.filter(pk=ticket_id).first()
    if found is None or not allowed(actor, "visit.office", found.office):
        raise Missing(_("There is no such number."))
    return found


def appointment_for(actor: Actor, appointment_id: UUID) -> Appointment:
    """An appointment at an office where the actor works. Raises Missing."""
    found = Appointment.objects.select_related(PLACE).filter(pk=appointment_id).first()
    if found is None or not allowed(actor, "visit.office", found.office):
        raise Missing(_("There is no such appointment."))
    return found


def wall_of(token: str) -> Reception:
    """The office whose wall this is. Raises Missing."""
    rows = Reception.objects.select_related(PLACE).filter(wall_token=token, office__active=True)
    found = rows.first()
    if found is None:
        raise Missing(_("There is no such display. Copy its address from the set-up of the office."))
    return found


def lately_called(reception: Reception, day: dt.date, most: int = 6) -> list[Ticket]:
    """For the wall: numbers and counters, the last call first. No person."""
    rows = Ticket.objects.filter(office_id=reception.office_id, day=day, called_at__isnull=False)
    return list(rows.exclude(counter=None).select_related("counter").order_by("-called_at", "-id")[:most])


def repairs_for(actor: Actor) -> list[tuple[RepairCase, Ticket]]:
    """Bad ratings of visits that the actor's departments put right: open ones first, then the newest."""
    require(actor, "visit.office")
    own = actor.departments(Role.AGENT, Role.OFFICER, Role.SUPERVISOR)
    rows = RepairCase.objects.filter(rating__visit_id__isnull=False, owner_department_id__in=own)
    found = list(rows.select_related("rating").order_by("done_at", "due_at", "id")[:100])
    found.sort(key=lambda one: (one.state != "open", one.due_at))
    keys = [one.rating.visit_id for one in found]
    visits = Ticket.objects.select_related("office", "party").in_bulk([key for key in keys if key])
    return [(one, visits[key]) for one, key in zip(found, keys, strict=True) if key in visits]
