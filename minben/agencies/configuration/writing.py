"""The file, written out in an order that does not change while nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml
from django.db.models import Prefetch
from django.utils import timezone

from minben.agencies.models import (
    CalendarException,
    Department,
    DepartmentDay,
    Jurisdiction,
    Office,
    RoleGrant,
    Staff,
)
from minben.agencies.queries import in_force
from minben.foundation.options import held

from .parts import parts

VERSION = 1


def write(place: Jurisdiction) -> str:
    """The configuration of ``place`` as YAML."""
    rows = {
        "minben": VERSION,
        "place": place.code,
        "settings": [{"group": name, "values": values} for name, values in held.chosen()],
        "days": [_day(row) for row in CalendarException.objects.filter(jurisdiction=place).order_by("day")],
        "departments": [_department(row) for row in _departments(place)],
        "offices": [_office(row) for row in _offices(place)],
        "staff": [_person(row) for row in _staff(place)],
        **{part.name: part.write(place) for part in parts()},
    }
    return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=110)


def _departments(place: Jurisdiction) -> list[Department]:
    """Each behind the one it stands under, with its days that are to come: those that are over cannot be set any more."""
    days = DepartmentDay.objects.filter(day__gte=timezone.localdate()).order_by("day")
    coming = Prefetch("own_days", days)
    rows = Department.objects.filter(jurisdiction=place).select_related("parent").prefetch_related(coming)
    return sorted(rows, key=lambda row: (len(row.ancestors), row.code))


def _offices(place: Jurisdiction) -> list[Office]:
    rows = Office.objects.filter(department__jurisdiction=place)
    return list(rows.select_related("department").order_by("code"))


def _staff(place: Jurisdiction) -> list[Staff]:
    rows = Staff.objects.filter(department__jurisdiction=place, active=True)
    return list(
        rows.select_related("department", "account").prefetch_related("grants__department").order_by("number")
    )


def _day(row: CalendarException | DepartmentDay) -> dict[str, Any]:
    return _filled({"day": row.day, "working": row.working, "note": texts(row.note)}, "working")


def _department(row: Department) -> dict[str, Any]:
    return _filled(
        {
            "code": row.code,
            "name": texts(row.name),
            "under": row.parent.code if row.parent else "",
            "duties": texts(row.duties),
            "phone": row.phone,
            "credit_code": row.credit_code,
            "centre": row.is_centre,
            "closed": not row.active,
            "own_days": [_day(day) for day in row.own_days.all()],
        }
    )


def _office(row: Office) -> dict[str, Any]:
    return _filled(
        {
            "code": row.code,
            "department": row.department.code,
            "name": texts(row.name),
            "address": texts(row.address),
            "phone": row.phone,
            "transit": texts(row.transit),
            "accessibility": texts(row.accessibility),
            "hours": {day: [f"{a}-{b}" for a, b in spans] for day, spans in sorted(row.hours.items())},
            "given_up": not row.active,
        }
    )


def _person(row: Staff) -> dict[str, Any]:
    return _filled(
        {
            "number": row.number,
            "name": row.name,
            "department": row.department.code,
            "title": row.title,
            "phone": row.phone,
            "email": row.account.email if row.account else "",
            "roles": [_grant(grant) for grant in _lasting(row)],
        }
    )


def _lasting(row: Staff) -> list[RoleGrant]:
    """Grants without an end; what was lent comes back by itself."""
    lasting = [grant for grant in in_force(row.grants.all()) if grant.until is None]
    return sorted(lasting, key=lambda grant: (grant.role, grant.department.code))


def _grant(grant: RoleGrant) -> dict[str, str]:
    return {"role": grant.role, "in": grant.department.code}


def texts(value: Mapping[str, Any]) -> dict[str, str]:
    """The written languages; a script that was converted follows from the other."""
    origin = value.get("_origin") or {}
    written = {name: text for name, text in value.items() if not name.startswith("_") and text}
    return {name: str(text) for name, text in written.items() if origin.get(name) != "converted"}


def _filled(row: dict[str, Any], *always: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value or name in always}
