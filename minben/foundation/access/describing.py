"""The reference page of roles, from the policies of all rooms (written by ``minben.foundation.access.reference``).

Each policy is asked with a member of staff who holds one role and with no subject: the answer is what a role may do
somewhere. Whether it may do it to *this* case or record is a further question (own department, own record).
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection
from django.utils.translation import override

from .actor import Actor, ActorKind, Grant
from .policies import Policy, all_policies
from .roles import ADMINISTRATORS, CASE_ROLES, Role

HEAD = """<!-- Made by `python -m minben.foundation.access.reference`; do not edit. -->

# Roles and policies

A policy answers “may this person do this?” for pages, commands and jobs alike. The table says what a role may do
somewhere. For a case the person must also hold the role in a department that sees the case. “by case” is decided by
the subject alone: the task that is to be taken, the person's own leave, the first administrator of an installation.
"""


def render() -> str:
    """The page. Policies of tests are left out."""
    policies = [p for p in all_policies().values() if p.test.__module__.startswith("minben.")]
    with override("en"), connection.execute_wrapper(_closed):
        parts = [HEAD, _roles(), _matrix(sorted(policies, key=lambda p: p.name)), _rules()]
    return "\n".join(parts)


def _closed(*_statement: Any) -> Any:
    """The page must not depend on who works in some database."""
    raise LookupError("The page of roles asks no database.")


def _roles() -> str:
    rows = [f"| `{role.value}` | {role.label} | {_kind(role)} |" for role in Role]
    return "\n".join(["| role | name | reads cases |", "|---|---|---|", *rows, ""])


def _kind(role: Role) -> str:
    if role in ADMINISTRATORS:
        return "never; excludes every other role"
    return "in its departments" if role in CASE_ROLES else "no"


def _matrix(policies: list[Policy]) -> str:
    rows = [f"| `{policy.name}` | {_holders(policy)} | {_others(policy)} |" for policy in policies]
    return "\n".join(["## Policies", "", "| policy | staff | others |", "|---|---|---|", *rows, ""])


def _holders(policy: Policy) -> str:
    found = [role for role in Role if _answer(policy, _member(role))]
    if len(found) == len(Role):
        return "all staff"
    return ", ".join(f"`{role.value}`" for role in found) or "by case"


def _others(policy: Policy) -> str:
    guests = {"signed in": _guest(ActorKind.PUBLIC), "anybody": _guest(ActorKind.ANONYMOUS)}
    found = [word for word, actor in guests.items() if _answer(policy, actor)]
    if not found:
        return ""
    what = "anybody" if "anybody" in found else "who is signed in"
    return f"{what}, their own case" if policy.name.startswith("case.") else what


def _answer(policy: Policy, actor: Actor) -> bool:
    """False for a policy that looks into the database; its answer is no property of the role."""
    try:
        return policy.allows(actor)
    except Exception:  # noqa: BLE001  (a policy may need its subject or the database; then there is nothing to say)
        return False


def _member(role: Role) -> Actor:
    key = uuid.UUID(int=1)
    return Actor(
        kind=ActorKind.STAFF, account_id=key, staff_id=key, grants=(Grant(role=role, department_id=key),)
    )


def _guest(kind: ActorKind) -> Actor:
    return Actor(kind=kind, account_id=uuid.UUID(int=2) if kind == ActorKind.PUBLIC else None)


def _rules() -> str:
    return (
        "## Rules beside the table\n\n"
        "- System, security and audit administrator exclude one another and every other role (GB/T 22239-2019, level 3).\n"
        "- Nobody checks an answer of their own.\n"
        "- The public sees a case it made with its account, or opened with number and code; a matching name or phone\n"
        "  number opens nothing.\n"
    )
