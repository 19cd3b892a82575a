"""The caller's part of the intake screen: who calls, for whom, what is open."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils.http import urlencode

from minben.cases.queries import verbs_for
from minben.cases.reading.customer import OpenCase, open_cases
from minben.config.wording import masked_phone
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.records.errors import Missing
from minben.parties.actions import askable
from minben.parties.models import Party
from minben.parties.profiles import Profile, profile


@dataclass(frozen=True)
class CallerCase:
    """An open case of the caller with what may be done to it on the phone."""

    open: OpenCase
    may_hurry: bool
    may_add: bool


@dataclass(frozen=True)
class Place:
    """What the address of the screen says: the call, who calls, for whom."""

    phone: str = ""
    call: str = ""
    party: uuid.UUID | None = None
    for_party: uuid.UUID | None = None

    def query(self, **changed: Any) -> str:
        values = {"phone": self.phone, "call": self.call, "party": self.party, "for": self.for_party}
        return urlencode({name: str(v) for name, v in {**values, **changed}.items() if v})


@dataclass(frozen=True)
class Caller:
    place: Place
    who: Profile | None = None
    other: Profile | None = None
    checked: bool = False
    asked: list[str] = field(default_factory=list)
    cases: list[CallerCase] = field(default_factory=list)

    @property
    def party_field(self) -> uuid.UUID | None:
        """Whose request it is."""
        return self.place.for_party if self.other else self.place.party

    @property
    def asked_by_field(self) -> uuid.UUID | None:
        return self.place.party if self.other else None

    @property
    def hidden_cases(self) -> int:
        return sum(1 for row in self.cases if row.open.closed)

    @property
    def phone(self) -> str:
        return masked_phone((self.who.contact("voice") if self.who else "") or "")


def caller_of(actor: Actor, place: Place, *, checked: bool) -> Caller:
    """Everything known of who calls: at most two profiles and two statements for the cases."""
    who = _known(place.party)
    other = _known(place.for_party) if who else None
    if who is None:
        return Caller(place)
    cases = [_case(actor, row) for row in open_cases(actor, who.ids, limit=20)]
    return Caller(place, who, other, checked, askable(who), cases)


def _known(party_id: uuid.UUID | None) -> Profile | None:
    """Nobody for a key that is not on record: an old address opens the screen without a caller."""
    try:
        return profile(party_id) if party_id else None
    except Missing:
        return None


def _case(actor: Actor, row: OpenCase) -> CallerCase:
    if row.closed:
        return CallerCase(row, False, False)
    return CallerCase(row, "hurry" in verbs_for(actor, row.case), allowed(actor, "case.write", row.case))


@dataclass(frozen=True)
class Found:
    """One line of a search for people, masked."""

    party: Party
    phone: str
    tail: str


def found_line(party: Party) -> Found:
    """Uses what :func:`minben.parties.queries.find` fetched: no statement of its own."""
    points = [p for p in party.contact_points.all() if p.kind == "phone" and p.ended_at is None]
    points.sort(key=lambda point: point.preferred, reverse=True)
    tails = [number.tail for number in party.identifiers.all()]
    return Found(party, masked_phone(points[0].value) if points else "", tails[0] if tails else "")
