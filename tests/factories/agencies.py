"""The smallest valid government: a city, a department, a member of staff."""

from __future__ import annotations

import itertools
from typing import Any

from minben.agencies.actions import hire_staff, open_department, open_jurisdiction
from minben.agencies.models import Department, Jurisdiction, RoleGrant, Staff
from minben.agencies.queries import actor_for
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.roles import Role

_numbers = itertools.count(1)


def jurisdiction(**fields: Any) -> Jurisdiction:
    code = fields.pop("code", f"J{next(_numbers)}")
    return open_jurisdiction(SYSTEM, code, **{"name": {"zh-hant": "試驗市"}, **fields})


def department(place: Jurisdiction | None = None, **fields: Any) -> Department:
    code = fields.pop("code", f"D{next(_numbers)}")
    return open_department(SYSTEM, place or jurisdiction(), code, **{"name": {"zh-hant": "民政局"}, **fields})


def staff(*roles: Role, where: Department | None = None, **fields: Any) -> Staff:
    """With an account, and holding ``roles`` in their department."""
    count = next(_numbers)
    given = {"name": "林小雯", "email": f"staff{count}@city.example", **fields}
    made = hire_staff(SYSTEM, where or department(), given.pop("number", f"S{count}"), **given)
    RoleGrant.objects.bulk_create(
        RoleGrant(staff=made, role=role.value, department=made.department) for role in roles
    )
    return made


def actor(*roles: Role, where: Department | None = None) -> Actor:
    """A staff actor, as the desk would build it."""
    account = staff(*roles, where=where).account
    assert account is not None
    built = actor_for(account)
    assert built is not None
    return built
