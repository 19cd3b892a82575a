"""The staff of the practice city, and the log-ins people practise with."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from minben.agencies.models import Department, RoleGrant, Staff
from minben.foundation import textsearch
from minben.foundation.access.models import Account
from minben.foundation.access.roles import Role

from .names import FIRST, SECOND, SURNAMES

PASSWORD = "practice-city"  # shown on the sign-in page of the practice city; refused elsewhere
DOMAIN = "xiuyun.example"
CENTRE_SEATS = {Role.AGENT: 6, Role.DISPATCHER: 3, Role.CHECKER: 3, Role.CALLBACK: 3, Role.SUPERVISOR: 2}
OFFICERS = 3


@dataclass(frozen=True)
class Seat:
    """One practice log-in: the word before the @, the role, and where."""

    login: str
    role: Role
    department: str


SEATS = (
    Seat("agent", Role.AGENT, "hotline"),
    Seat("dispatcher", Role.DISPATCHER, "hotline"),
    Seat("officer", Role.OFFICER, "urban"),
    Seat("examiner", Role.OFFICER, "civil"),
    Seat("checker", Role.CHECKER, "hotline"),
    Seat("callback", Role.CALLBACK, "hotline"),
    Seat("supervisor", Role.SUPERVISOR, "gov"),
    Seat("editor", Role.EDITOR, "govservice"),
    Seat("editor2", Role.EDITOR, "govservice"),
    Seat("planner", Role.PLANNER, "govservice"),
    Seat("analyst", Role.ANALYST, "govservice"),
    Seat("protection", Role.PROTECTION, "gov"),
    Seat("system", Role.SYSTEM, "gov"),
    Seat("security", Role.SECURITY, "gov"),
    Seat("audit", Role.AUDIT, "gov"),
)


def hire(departments: dict[str, Department]) -> None:
    """Fill every seat once; running it again changes nothing."""
    if Staff.objects.filter(number="P0001").exists():
        return
    rng = random.Random("staff")
    with transaction.atomic():
        number = 0
        for seat in SEATS:
            number += 1
            staff = _staff(number, departments[seat.department], rng)
            staff.account = _account(seat, staff)
            staff.save(update_fields=["account"])
            RoleGrant.objects.create(staff=staff, role=seat.role, department=departments[seat.department])
        for department, role in _others(departments):
            number += 1
            staff = _staff(number, department, rng)
            RoleGrant.objects.create(staff=staff, role=role, department=department)


def _others(departments: dict[str, Department]) -> Iterable[tuple[Department, Role]]:
    for code, department in departments.items():
        seats = CENTRE_SEATS if department.is_centre else {Role.OFFICER: OFFICERS}
        for role, count in seats.items():
            yield from ((departments[code], role) for _n in range(count))


def _staff(number: int, department: Department, rng: random.Random) -> Staff:
    name = rng.choice(SURNAMES) + rng.choice(FIRST) + rng.choice(SECOND)
    return Staff.objects.create(
        department=department, number=f"P{number:04d}", name=name, sort_key=textsearch.pinyin_key(name)[:200]
    )


def _account(seat: Seat, staff: Staff) -> Account:
    return Account.objects.create_user(
        email=f"{seat.login}@{DOMAIN}",
        password=PASSWORD,
        kind=Account.Kind.STAFF,
        name=staff.name,
        practice=True,
    )
