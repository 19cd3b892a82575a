"""Who wrote: one provisional party for each user id of the source, the same at every import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from minben.foundation import keys
from minben.foundation.access.actor import Actor
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid
from minben.foundation.records.ids import id_at
from minben.parties.actions import new_identifier, new_party
from minben.parties.models import Identifier, Party
from minben.parties.numbers import normalise

KIND = Identifier.Kind.OTHER


def sender_number(source: str, user: str) -> str:
    """The user id as an identity number that cannot be another source's. Raises Invalid for one that is none."""
    return normalise(KIND, f"{source.removeprefix('import:')}/{user}")


class Senders:
    """The parties behind the user ids of one chunk; new ones are written together, with one audit line."""

    def __init__(self, actor: Actor, source: str, users: Iterable[str]) -> None:
        self.actor, self.source = actor, source
        self._known = self._look_up(set(users))
        self._parties: list[Party] = []
        self._numbers: list[Identifier] = []

    def of(self, user: str, first_seen: dt.datetime) -> UUID:
        """The party of a user id; a new one is minted at the time it was first seen here."""
        number = sender_number(self.source, user)
        if number not in self._known:
            self._make(number, user, first_seen)
        return self._known[number]

    def store(self) -> None:
        Party.objects.bulk_create(self._parties)
        Identifier.objects.bulk_create(self._numbers)
        if self._parties:
            count = {"parties": len(self._parties)}
            trail.wrote(self.actor, "party.imported", subject=("import", self._parties[0].id), after=count)

    def _look_up(self, users: set[str]) -> dict[str, UUID]:
        numbers = dict(pair for user in users for pair in _blinds(self.source, user))
        rows = Identifier.objects.filter(kind=KIND, blind__in=numbers).order_by("-id")
        return {numbers[blind]: party for blind, party in rows.values_list("blind", "party_id")}

    def _make(self, number: str, user: str, first_seen: dt.datetime) -> None:
        party = new_party(
            Party.Kind.PERSON,
            name=user[:200],
            party_id=id_at(first_seen),
            state=Party.State.PROVISIONAL,
            source=self.source,
            channel="",
        )
        self._parties.append(party)
        self._numbers.append(new_identifier(party.id, kind=KIND, number=number, source=self.source))
        self._known[number] = party.id


def _blinds(source: str, user: str) -> list[tuple[str, str]]:
    """(blind index, number) under every key; none for a user id that is refused later."""
    try:
        number = sender_number(source, user)
    except Invalid:
        return []
    return [(blind, number) for blind in keys.blinds(KIND, number)]
