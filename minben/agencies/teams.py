"""Who works where, who is away, who is lent: what the team calendar and the supervisor read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role
from minben.foundation.worktime import Calendar

from .models import Cover, Department, Lending, Staff

MOST_PEOPLE = 80


def led_departments(actor: Actor) -> list[Department]:
    """The departments that ``actor`` leads, with all below them, by name."""
    return _with_those_below(actor.departments(Role.SUPERVISOR))


def team_departments(actor: Actor) -> list[Department]:
    """Where ``actor`` works or leads: whose calendar they may see."""
    led = led_departments(actor)
    own = Department.objects.filter(id__in=actor.departments(), active=True)
    return sorted({d.id: d for d in [*led, *own]}.values(), key=lambda d: (d.sort_key, d.code))


def _with_those_below(keys: Collection[UUID]) -> list[Department]:
    if not keys:
        return []
    under = Q(id__in=keys)
    for key in keys:
        under |= Q(ancestors__contains=[str(key)])
    return list(Department.objects.filter(under, active=True).order_by("sort_key", "code"))


def staff_of(departments: Iterable[Department]) -> list[Staff]:
    """Those who belong to these departments, and those lent to them, by name."""
    keys = [department.id for department in departments]
    rows = Staff.objects.filter(Q(department_id__in=keys) | Q(grants__department_id__in=keys), active=True)
    return list(rows.select_related("department").distinct().order_by("sort_key", "id")[:MOST_PEOPLE])


def lendings_of(actor: Actor) -> list[Lending]:
    """Lendings that are not over, of people whom ``actor`` leads, the next to end first."""
    require(actor, "agencies.lend")
    keys = [department.id for department in led_departments(actor)]
    rows = Lending.objects.exclude(state=Lending.State.ENDED).filter(staff__department_id__in=keys)
    return list(rows.select_related("staff__department", "department").order_by("until", "id")[:200])


def leave_to_decide(actor: Actor) -> list[Cover]:
    """Leave asked for by people whom ``actor`` leads, the nearest first."""
    keys = [department.id for department in led_departments(actor)]
    if not keys:
        return []
    rows = Cover.objects.filter(state=Cover.State.ASKED, staff__department_id__in=keys)
    if actor.staff_id is not None:
        rows = rows.exclude(staff_id=actor.staff_id)
    return list(rows.select_related("staff__department", "substitute").order_by("since", "id")[:100])


def own_leave(actor: Actor, today: dt.date) -> list[Cover]:
    """One's own leave that is not over, asked for, approved or refused."""
    if actor.staff_id is None:
        return []
    rows = Cover.objects.filter(staff_id=actor.staff_id, until__gte=today).exclude(
        state=Cover.State.CANCELLED
    )
    return list(rows.select_related("substitute").order_by("since", "id")[:50])


class Mark(StrEnum):
    """What a day is for somebody; nothing is marked for who is simply in."""

    LEAVE = "leave"
    ASKED = "asked"
    LENT = "lent"
    COVERS = "covers"


@dataclass(frozen=True)
class Day:
    """``made_up``: a Saturday or Sunday that is worked; ``holiday``: a weekday that is not."""

    date: dt.date
    workday: bool

    @property
    def holiday(self) -> bool:
        return not self.workday and self.date.weekday() < 5

    @property
    def made_up(self) -> bool:
        return self.workday and self.date.weekday() >= 5


@dataclass(frozen=True)
class Cell:
    mark: Mark
    what: str


@dataclass
class Person:
    """One line of the calendar: somebody, and what is marked on which day."""

    staff: Staff
    cells: dict[dt.date, Cell] = field(default_factory=dict)


def days_of(calendar: Calendar, first: dt.date, last: dt.date) -> list[Day]:
    length = (last - first).days + 1
    dates = [first + dt.timedelta(days=n) for n in range(length)]
    return [Day(day, calendar.is_workday(day)) for day in dates]


def month_of_team(departments: Collection[Department], first: dt.date, last: dt.date) -> list[Person]:
    """Everybody of these departments with leave, cover and lending from ``first`` to ``last``. Three statements.

    Leave is stronger than a lending, and a lending than standing in for somebody.
    """
    people = {staff.id: Person(staff) for staff in staff_of(departments)}
    away = _absences(people, first, last)
    for leave in away:
        if leave.substitute_id in people and leave.state == Cover.State.APPROVED:
            _mark(people[leave.substitute_id], leave, Mark.COVERS, leave.staff.name, first, last)
    for lending in _lendings(people, first, last):
        _mark(people[lending.staff_id], lending, Mark.LENT, str(lending.department), first, last)
    for leave in away:
        mark = Mark.LEAVE if leave.state == Cover.State.APPROVED else Mark.ASKED
        if leave.staff_id in people:
            stand_in = leave.substitute.name if leave.substitute else ""
            _mark(people[leave.staff_id], leave, mark, stand_in, first, last)
    return list(people.values())


def spans_of_team(
    departments: Collection[Department], first: dt.date, last: dt.date
) -> tuple[set[UUID], list[Cover], list[Lending]]:
    """The same as spans, for whoever draws them: the people, their approved leave and cover, their lendings."""
    team = {staff.id for staff in staff_of(departments)}
    leaves = [leave for leave in _absences(team, first, last) if leave.state == Cover.State.APPROVED]
    return team, leaves, list(_lendings(team, first, last).select_related("staff", "department"))


def _absences(people: Iterable[UUID], first: dt.date, last: dt.date) -> list[Cover]:
    keys = list(people)
    rows = Cover.objects.filter(Q(staff_id__in=keys) | Q(substitute_id__in=keys))
    rows = rows.filter(since__lte=last, until__gte=first, state__in=[Cover.State.ASKED, Cover.State.APPROVED])
    return list(rows.select_related("staff", "substitute").order_by("id"))


def _lendings(people: Iterable[UUID], first: dt.date, last: dt.date) -> QuerySet[Lending]:
    rows = Lending.objects.filter(staff_id__in=list(people), since__lte=last, until__gte=first)
    return rows.exclude(state=Lending.State.ENDED).select_related("department")


def _mark(person: Person, span: Any, mark: Mark, what: str, first: dt.date, last: dt.date) -> None:
    day, end = max(span.since, first), min(span.until, last)
    while day <= end:
        person.cells[day] = Cell(mark, what)
        day += dt.timedelta(days=1)


def on_leave(department_ids: Collection[UUID], day: dt.date) -> dict[UUID, UUID | None]:
    """Members of these departments (or lent to them) who are on leave on ``day``, each with who stands in."""
    member = Q(staff__department_id__in=department_ids) | Q(staff__grants__department_id__in=department_ids)
    rows = Cover.objects.filter(member, since__lte=day, until__gte=day, state=Cover.State.APPROVED)
    return dict(rows.order_by("id").values_list("staff_id", "substitute_id"))


def away_on(departments: Collection[Department], day: dt.date) -> list[Cover]:
    """Who is on leave on ``day``, with who stands in."""
    keys = [department.id for department in departments]
    rows = Cover.objects.filter(
        staff__department_id__in=keys, since__lte=day, until__gte=day, state=Cover.State.APPROVED
    )
    return list(rows.select_related("staff", "substitute").order_by("until", "id")[:100])
