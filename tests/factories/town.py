"""The smallest town that can work a case: a government, its hotline centre, two departments, and their people."""

from __future__ import annotations

from dataclasses import dataclass

from minben.agencies.models import Department, Jurisdiction, RoleGrant, Staff
from minben.cases.shipped import drawings
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind, Grant
from minben.foundation.access.roles import Role
from minben.processes.actions.definitions import add_shipped


@dataclass(frozen=True)
class Town:
    jurisdiction: Jurisdiction
    government: Department
    centre: Department
    water: Department
    roads: Department

    def actor(self, role: Role, department: Department, *, name: str = "") -> Actor:
        """A member of staff with one role in one department, as the actor of an action."""
        number = f"{role}-{department.code}-{Staff.objects.count()}"
        staff = Staff.objects.create(
            department=department, number=number, name=name or f"{role} {department.code}"
        )
        RoleGrant.objects.create(staff=staff, role=role, department=department)
        return Actor(
            kind=ActorKind.STAFF,
            staff_id=staff.id,
            name=staff.name,
            grants=(Grant(role.value, department.id),),
        )


def make_town(code: str = "990100", *, drawn: bool = True) -> Town:
    """``drawn``: with the processes that come with Minben; without them cases go the built-in flow."""
    if drawn:
        add_shipped(SYSTEM, drawings())
    place = Jurisdiction.objects.create(
        code=code, name={"zh-hant": "測試市", "en": "Testville"}, practice=True
    )
    government = _department(place, "gov", "市政府")
    return Town(
        jurisdiction=place,
        government=government,
        centre=_department(place, "centre", "熱線中心", government, is_centre=True),
        water=_department(place, "water", "水務局", government),
        roads=_department(place, "roads", "道路局", government),
    )


def _department(
    place: Jurisdiction, code: str, name: str, parent: Department | None = None, *, is_centre: bool = False
) -> Department:
    return Department.objects.create(
        jurisdiction=place,
        parent=parent,
        code=code,
        name={"zh-hant": name, "en": code.title()},
        is_centre=is_centre,
        ancestors=[str(parent.id), *parent.ancestors] if parent else [],
    )


def citizen() -> Actor:
    return Actor(kind=ActorKind.ANONYMOUS, session="test-session")
