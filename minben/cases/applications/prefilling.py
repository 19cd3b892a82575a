"""What a record can fill of a form, and from whom it is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from minben.catalog.forms import Question
from minben.parties.models import Identifier, Party
from minben.parties.queries import Profile

Kind = Identifier.Kind
OWN_NUMBERS = (Kind.RESIDENT, Kind.TAIWAN, Kind.PASSPORT)


@dataclass(frozen=True)
class Known:
    """One fact. Of a number only its ``tail`` is told; ``number_id`` leads to it when the form is sent."""

    value: str = ""
    source: str = ""
    tail: str = ""
    number_id: UUID | None = None


def known_of(who: Profile, questions: Sequence[Question]) -> dict[str, Known]:
    """By question key, what the record of ``who`` knows of it."""
    facts = _facts(who)
    return {q.key: facts[q.fills] for q in questions if q.fills in facts}


def _facts(who: Profile) -> dict[str, Known]:
    business = who.party["kind"] == Party.Kind.ORGANISATION
    name = Known(who.party["name"], who.party["source"])
    address = _address(who)
    facts = {
        "organisation.name" if business else "party.name": name,
        "party.phone": _contact(who, "phone"),
        "party.email": _contact(who, "email"),
        "organisation.premises_address" if business else "party.address": address,
        "organisation.credit_code": _number(who, (Kind.CREDIT,)) if business else Known(),
        "party.id_number": Known() if business else _number(who, OWN_NUMBERS),
    }
    return {fact: known for fact, known in facts.items() if known.value or known.number_id}


def _contact(who: Profile, kind: str) -> Known:
    value = who.contact(kind) or ""
    rows = [row for row in who.contact_points if row["value"] == value and row["ended_at"] is None]
    return Known(value, rows[0]["source"] if rows else "")


def _address(who: Profile) -> Known:
    alive: list[dict[str, Any]] = [row for row in who.addresses if row["until"] is None]
    return Known(alive[0]["text"], alive[0]["source"]) if alive else Known()


def _number(who: Profile, kinds: Sequence[str]) -> Known:
    held = [row for kind in kinds for row in who.identifiers if row["kind"] == kind]
    if not held:
        return Known()
    return Known(source=held[0]["source"], tail=held[0]["masked"], number_id=held[0]["id"])
