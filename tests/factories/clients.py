"""A machine of a department."""

from __future__ import annotations

from minben.agencies.actions.clients import NewKey, make_client
from minben.agencies.models import Department
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.access.scopes import Scope


def client(
    department: Department, *roles: Role, scopes: list[Scope] | None = None, rate: int = 100_000
) -> NewKey:
    """With every scope, and the roles of a hotline centre, unless said otherwise."""
    held = roles or (Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.OFFICER)
    opened = list(Scope) if scopes is None else scopes
    return make_client(
        SYSTEM,
        name="測試系統",
        department_id=department.id,
        roles=[str(role) for role in held],
        scopes=[str(scope) for scope in opened],
        rate=rate,
    )
