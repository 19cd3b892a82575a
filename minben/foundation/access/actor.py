"""Who is acting. Every action, query and policy is given one; nothing reads ``request.user``."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from enum import StrEnum

from .roles import Role


class ActorKind(StrEnum):
    STAFF = "staff"
    PUBLIC = "public"
    ANONYMOUS = "anonymous"
    SYSTEM = "system"
    MACHINE = "machine"


class Assurance(StrEnum):
    """How much is known of a public account (DESIGN §3: accounts)."""

    NONE = "none"
    CONTACT = "contact"
    REAL_NAME = "real_name"


@dataclass(frozen=True)
class Grant:
    """A role held in a department (``None``: everywhere in the installation)."""

    role: str
    department_id: uuid.UUID | None


@dataclass(frozen=True)
class Actor:
    """The one who acts, with what the policies need and nothing more.

    ``party_ids`` are the parties of one customer (a public account's own); ``claimed_cases`` the cases that
    an account or a browser session opened with number and code. A machine's ``account_id`` is its client's key,
    and ``scopes`` are what its key opens.
    """

    kind: ActorKind
    account_id: uuid.UUID | None = None
    staff_id: uuid.UUID | None = None
    name: str = ""
    grants: tuple[Grant, ...] = ()
    assurance: Assurance = Assurance.NONE
    party_ids: tuple[uuid.UUID, ...] = ()
    claimed_cases: frozenset[uuid.UUID] = field(default_factory=frozenset)
    language: str = "zh-hant"
    session: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)

    @property
    def serves(self) -> bool:
        """Does it work for the government: staff, or a machine in a department's name?"""
        return self.kind in {ActorKind.STAFF, ActorKind.MACHINE}

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def has(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    def departments(self, *roles: Role) -> frozenset[uuid.UUID]:
        """Departments where one of ``roles`` (default: any) is held."""
        wanted = {str(r) for r in roles}
        return frozenset(
            g.department_id for g in self.grants if g.department_id and (not wanted or g.role in wanted)
        )

    @property
    def key(self) -> str:
        """A stable name of the caller, for idempotency and limits."""
        return f"{self.kind}:{self.account_id or self.session or '-'}"


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="Minben")
