"""Who may know and change what about a party."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.policies import declare, holds
from minben.foundation.access.roles import CASE_ROLES, Role
from minben.foundation.access.scopes import Scope, opens

_reads = holds(*CASE_ROLES)
_writes = holds(Role.AGENT, Role.DISPATCHER, Role.OFFICER, Role.CALLBACK, Role.SUPERVISOR, Role.PROTECTION)


def is_own(actor: Actor, subject: Any) -> bool:
    """A member of the public and one of their own parties (``subject``: the party's id)."""
    return actor.kind == ActorKind.PUBLIC and isinstance(subject, UUID) and subject in actor.party_ids


def _read_party(actor: Actor, subject: Any) -> bool:
    return _reads(actor, subject) or is_own(actor, subject)


def _write_party(actor: Actor, subject: Any) -> bool:
    return _writes(actor, subject) or is_own(actor, subject)


def _register(actor: Actor, subject: Any) -> bool:
    """Clerks; and the public forms, by which people make themselves known."""
    return _writes(actor, subject) or actor.kind in {
        ActorKind.PUBLIC,
        ActorKind.ANONYMOUS,
        ActorKind.MACHINE,
    }


declare("party.find", _reads, _("Only staff who work on requests may look people up."))
declare("party.read", _read_party, _("Only staff who work on requests may see this record."))
declare("party.register", _register)
declare("party.enrol", _writes, _("Only staff who work on requests may register people."))
declare("party.write", _write_party, _("Only staff who work on requests may change this record."))
declare("party.link", holds(Role.AGENT, Role.OFFICER, Role.SUPERVISOR, Role.PROTECTION))
declare(
    "party.priority",
    holds(Role.AGENT, Role.OFFICER, Role.SUPERVISOR),
    _("Priority by law is recorded by an officer who has seen the proof."),
)
declare(
    "party.reveal",
    holds(Role.AGENT, Role.OFFICER, Role.SUPERVISOR, Role.PROTECTION),
    _("Your role sees numbers masked only."),
)
declare(
    "party.export",
    lambda actor, subject: actor.has(Role.PROTECTION) or is_own(actor, subject),
    _("Records are handed out by the data-protection officer."),
)
declare(
    "party.readers",
    holds(Role.SUPERVISOR, Role.PROTECTION),
    _("Who read a record is shown to supervisors and the data-protection officer."),
)
declare("party.erase", holds(Role.PROTECTION), _("Records are erased by the data-protection officer."))

opens(Scope.PARTIES_READ, "party.find", "party.read")
opens(Scope.PARTIES_WRITE, "party.register")
opens(Scope.PARTIES_NUMBERS, "party.reveal")
