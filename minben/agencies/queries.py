"""Reads of the government itself: who somebody is, what lies under a department, what things are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor, ActorKind, Grant
from minben.foundation.access.models import Account
from minben.foundation.access.roles import ADMINISTRATORS, Role
from minben.foundation.options import held
from minben.foundation.records.errors import Missing
from minben.foundation.records.translated import localized
from minben.foundation.worktime import Calendar, calendar_for

from .models import (
    CalendarException,
    Cover,
    Department,
    DepartmentDay,
    Jurisdiction,
    Office,
    RoleGrant,
    Staff,
)
from .names import Remembered
from .site import NAME as SITE


def actor_for(account: Account) -> Actor | None:
    """The staff member behind a desk account with all roles held (two statements); None if there is none at work."""
    staff = Staff.objects.filter(account=account, active=True).prefetch_related("grants").first()
    if staff is None or not account.is_active or account.kind != Account.Kind.STAFF:
        return None
    return Actor(
        kind=ActorKind.STAFF,
        account_id=account.id,
        staff_id=staff.id,
        name=staff.name,
        grants=tuple(Grant(grant.role, grant.department_id) for grant in in_force(staff.grants.all())),
        language=account.language,
    )


def in_force(grants: Iterable[RoleGrant]) -> list[RoleGrant]:
    """Without those whose last day is over: they count for nothing, even before they are swept away."""
    today = timezone.localdate()
    return [grant for grant in grants if grant.until is None or grant.until >= today]


def holders(role: str, department_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Members of staff at work who hold a role now, by department: one statement."""
    rows = RoleGrant.objects.filter(role=role, department_id__in=list(department_ids), staff__active=True)
    found: dict[UUID, set[UUID]] = {}
    for grant in in_force(rows):
        found.setdefault(grant.department_id, set()).add(grant.staff_id)
    return found


def nearest_holders(role: str, department_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, set[UUID]]]:
    """For each department the nearest one, itself or above it, where somebody holds ``role``, and who does.

    Two statements. A department without anybody above it who does is left out.
    """
    lines = {
        key: [key, *map(UUID, above)]
        for key, above in Department.objects.filter(id__in=list(department_ids)).values_list(
            "id", "ancestors"
        )
    }
    held = holders(role, {one for line in lines.values() for one in line})
    found = {key: next((one for one in line if one in held), None) for key, line in lines.items()}
    return {key: (one, held[one]) for key, one in found.items() if one is not None}


def works_in(staff_id: UUID, department_id: UUID) -> bool:
    """Does somebody hold any role in this department?"""
    return bool(in_force(RoleGrant.objects.filter(staff_id=staff_id, department_id=department_id)))


def departments_under(*departments: UUID) -> list[UUID]:
    """The departments themselves and everything below them: one statement."""
    if not departments:
        return []
    under = reduce(or_, (Q(ancestors__contains=[str(key)]) for key in departments))
    below = Department.objects.filter(under).values_list("id", flat=True)
    return list(dict.fromkeys([*departments, *below]))


def _staff(ids: set[UUID]) -> dict[UUID, str]:
    return dict(Staff.objects.filter(id__in=ids).values_list("id", "name"))


def _departments(ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    return dict(Department.objects.filter(id__in=ids).values_list("id", "name"))


def _calendars(ids: set[UUID]) -> dict[UUID, Calendar]:
    places = Jurisdiction.objects.filter(id__in=ids).prefetch_related("calendar_exceptions")
    return {place.id: _calendar(place) for place in places}


def _calendar(place: Jurisdiction) -> Calendar:
    exceptions = {row.day: row.working for row in place.calendar_exceptions.all()}
    return calendar_for(place.calendar, zone=place.time_zone, exceptions=exceptions)


def _own_days(keys: Iterable[UUID]) -> dict[UUID, dict[UUID, dict[dt.date, bool]]]:
    """Every department's own days: they are few, so one statement a minute serves all."""
    found: dict[UUID, dict[dt.date, bool]] = {}
    for key, day, working in DepartmentDay.objects.values_list("department_id", "day", "working"):
        found.setdefault(key, {})[day] = working
    return dict.fromkeys(keys, found)


_staff_names = Remembered(_staff)
_department_names = Remembered(_departments)
_calendars_held = Remembered(_calendars)
_own_days_held = Remembered(_own_days)
_EVERY = UUID(int=0)


def staff_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    return _staff_names.get(ids)


def department_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names in the reader's language."""
    return {key: str(localized(name)) for key, name in _department_names.get(ids).items()}


def calendar_of(jurisdiction: Jurisdiction) -> Calendar:
    """The working calendar of a jurisdiction with its own exceptions."""
    return _calendars_held.one(jurisdiction.id) or _calendar(jurisdiction)


def calendar_of_department(department: Department) -> Calendar:
    """The calendar of its place with the days of its own."""
    return with_own_days(calendar_of(department.jurisdiction), department)


def with_own_days(calendar: Calendar, department: Department) -> Calendar:
    """``calendar`` as this department keeps it: its own days and those of the departments above; the nearest says."""
    every = _own_days_held.get([_EVERY]).get(_EVERY, {})
    line = [*reversed([UUID(key) for key in department.ancestors]), department.id]
    own = {day: worked for key in line for day, worked in every.get(key, {}).items()}
    return replace(calendar, exceptions={**calendar.exceptions, **own}) if own else calendar


def own_days_from(department: Department, day: dt.date) -> list[DepartmentDay]:
    """Days of its own that are not over on ``day``, the nearest first."""
    return list(department.own_days.filter(day__gte=day).order_by("day")[:200])


def _cities(keys: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    first = Jurisdiction.objects.filter(parent=None).order_by("code").values_list("name", flat=True).first()
    return dict.fromkeys(keys, first or {})


_city_held = Remembered(_cities)
_THE_CITY = UUID(int=0)


def _fronts(keys: Iterable[UUID]) -> dict[UUID, Department]:
    centres = Department.objects.filter(is_centre=True, active=True).select_related("jurisdiction")
    found: dict[UUID, Department] = {}
    for row in centres.order_by("jurisdiction_id", "id"):
        found.setdefault(_THE_CITY, row)
        found.setdefault(row.jurisdiction_id, row)
    return {key: found[key] for key in keys if key in found}


_fronts_held = Remembered(_fronts)


def front_of(jurisdiction_id: UUID | None) -> Department | None:
    """The hotline centre that takes requests for a place; for None the installation's own: the first there is.

    Remembered for a minute. A jurisdiction that was only imported has no centre and never takes a request by itself.
    """
    key = jurisdiction_id or _THE_CITY
    return _fronts_held.one(key)


def city_name() -> str:
    """What this installation serves, in the reader's language; empty before it is set up."""
    return _named(_city_held.get([_THE_CITY]).get(_THE_CITY) or {})


def place_name(jurisdiction: Jurisdiction, language: str) -> str:
    """The name of a place in ``language``; that of the installation's own as the texts of the site say it."""
    if jurisdiction.parent_id is not None:
        return str(localized(jurisdiction.name, language))
    return _named(jurisdiction.name, language)


def _named(name: Mapping[str, Any], language: str | None = None) -> str:
    """A language that was written on the settings screen goes before the name of the set-up."""
    return str(localized({**name, **held.of(SITE)["city"]}, language))


def forget_names() -> None:
    """Names or calendars changed: ask the database again."""
    held: Remembered[Any, Any]
    for held in (
        _staff_names,
        _department_names,
        _calendars_held,
        _own_days_held,
        _city_held,
        _fronts_held,
    ):
        held.forget()


def home_of(actor: Actor) -> UUID | None:
    """The jurisdiction in which a member of staff works; None for somebody without a role."""
    rows = Department.objects.filter(id__in=actor.departments()).order_by("code")
    return rows.values_list("jurisdiction_id", flat=True).first()


def staff_list(*, text: str = "", role: str = "", left: bool = False) -> QuerySet[Staff]:
    """Staff by name, with department and roles; ``text`` is a part of the name, its pinyin or the number."""
    rows = Staff.objects.filter(active=not left).select_related("department", "account")
    wanted = " ".join(text.split())
    if wanted:
        rows = rows.filter(
            Q(name__icontains=wanted) | Q(sort_key__icontains=wanted) | Q(number__iexact=wanted)
        )
    if role:
        rows = rows.filter(Exists(RoleGrant.objects.filter(staff=OuterRef("pk"), role=role)))
    return rows.prefetch_related("grants__department").order_by("sort_key", "id")


def administrators() -> list[Staff]:
    """Who holds one of the three administrator roles, by name; ``grants`` holds that one alone. Two statements."""
    held = RoleGrant.objects.filter(role__in=ADMINISTRATORS)
    rows = Staff.objects.filter(active=True, grants__in=held).select_related("department").distinct()
    return list(rows.prefetch_related(Prefetch("grants", queryset=held)).order_by("sort_key", "id")[:100])


def department_tree() -> list[tuple[int, Department]]:
    """Every department at work with its depth, each right below the one it stands under."""
    below: dict[UUID | None, list[Department]] = {}
    for row in Department.objects.filter(active=True).order_by("sort_key", "code"):
        below.setdefault(row.parent_id, []).append(row)

    def walk(above: UUID | None, depth: int) -> Iterator[tuple[int, Department]]:
        for row in below.get(above, []):
            yield depth, row
            yield from walk(row.id, depth + 1)

    return list(walk(None, 0))


def closed_departments() -> list[Department]:
    """Those that take no work any more, by name."""
    return list(Department.objects.filter(active=False).order_by("sort_key", "code"))


def heir_of(department: Department) -> Department | None:
    """Who has its work now: the department itself while it is open, else its successor's heir; None for nobody."""
    seen: set[UUID] = set()
    found: Department | None = department
    while found is not None and not found.active and found.id not in seen:
        seen.add(found.id)
        found = found.successor
    return found if found is not None and found.active else None


def own_days(jurisdiction: Jurisdiction, since: dt.date) -> list[CalendarException]:
    """Days from ``since`` on that differ from the holiday calendar, in order."""
    return list(CalendarException.objects.filter(jurisdiction=jurisdiction, day__gte=since).order_by("day"))


def offices_of(department: Department) -> list[Office]:
    return list(department.offices.order_by("-active", "code"))


def seat() -> Jurisdiction:
    """The place this installation serves: the first without one above it. Raises Missing before set-up."""
    found = Jurisdiction.objects.filter(parent=None).order_by("code").first()
    if found is None:
        raise Missing(_("This installation serves no place yet. Run minben setup."))
    return found


def absences_from(staff: Staff, day: dt.date) -> list[Cover]:
    """Leave that is not over on ``day``, the nearest first."""
    rows = Cover.objects.filter(staff=staff, until__gte=day, state=Cover.State.APPROVED)
    rows = rows.select_related("substitute")
    return list(rows.order_by("since", "id"))


def centre(jurisdiction: Jurisdiction) -> Department:
    """The hotline centre. Raises Missing where none is set up."""
    found = Department.objects.filter(jurisdiction=jurisdiction, is_centre=True, active=True).first()
    if found is None:
        raise Missing(
            f"{jurisdiction} has no hotline centre yet. Open a department and mark it as the centre."
        )
    return found


@dataclass(frozen=True)
class PracticeLogIn:
    """A log-in of the practice city: whose it is and what it may do."""

    account_id: UUID
    name: str
    department: dict[str, Any]
    roles: tuple[str, ...]


def practice_log_ins(limit: int = 40) -> list[PracticeLogIn]:
    """The log-ins of the practice city in the order of their roles. Empty in a real installation."""
    rows = Staff.objects.filter(active=True, account__practice=True, account__is_active=True)
    staff = sorted(rows.select_related("department").prefetch_related("grants")[:limit], key=_by_role)
    return [
        PracticeLogIn(s.account_id, s.name, s.department.name, tuple(str(Role(r).label) for r in _roles(s)))
        for s in staff
        if s.account_id is not None
    ]


def _roles(staff: Staff) -> list[str]:
    return sorted({grant.role for grant in staff.grants.all()}, key=list(Role.values).index)


def _by_role(staff: Staff) -> list[int]:
    return [list(Role.values).index(role) for role in _roles(staff)]
