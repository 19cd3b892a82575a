"""Reads of the customers: one customer is the group of its linked parties. Finding is in :mod:`.finding`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from minben.agencies.models import Jurisdiction
from minben.foundation import keys
from minben.foundation.records import prepared
from minben.foundation.records.errors import Missing
from minben.foundation.records.reading import columns, made

from .finding import find
from .models import Party
from .numbers import normalise
from .profiles import Profile, profile
from .reaching import region_of

__all__ = [
    "Profile",
    "Standing",
    "account_of",
    "by_contact",
    "by_identifier",
    "contact_for",
    "find",
    "group_ids",
    "groups_of",
    "has_statutory_priority",
    "names_of",
    "phone_region",
    "profile",
    "root_id",
    "standings",
]

_UP = """
WITH RECURSIVE up AS (
  SELECT unnest(%s::uuid[]) AS origin, unnest(%s::uuid[]) AS id, 0 AS depth
  UNION ALL
  SELECT up.origin, l.customer_id, up.depth + 1 FROM up
  JOIN parties_partylink l ON l.party_id = up.id AND l.until IS NULL
), head AS (
  SELECT DISTINCT ON (origin) origin, id FROM up ORDER BY origin, depth DESC
)"""
_DOWN = (
    _UP
    + """, member AS (
  SELECT origin, id FROM head
  UNION ALL
  SELECT m.origin, l.party_id FROM member m
  JOIN parties_partylink l ON l.customer_id = m.id AND l.until IS NULL
)"""
)


def root_id(party_id: UUID) -> UUID:
    """The party that leads the customer's group; itself when it is linked to nobody."""
    with connection.cursor() as cursor:
        cursor.execute(_UP + " SELECT id FROM head", [[party_id], [party_id]])
        row = cursor.fetchone()
    return row[0] if row else party_id


def groups_of(party_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """For each party all parties of its customer, the leading one first. One statement."""
    wanted = list(dict.fromkeys(party_ids))
    found: dict[UUID, list[UUID]] = {key: [] for key in wanted}
    with connection.cursor() as cursor:
        cursor.execute(_DOWN + " SELECT origin, id FROM member", [wanted, wanted])
        for origin, member in cursor.fetchall():
            found[origin].append(member)
    return {key: tuple(members) for key, members in found.items()}


def group_ids(party_id: UUID) -> tuple[UUID, ...]:
    """All parties of one customer (at least the party itself)."""
    return groups_of([party_id])[party_id]


def by_identifier(kind: str, number: str) -> list[Party]:
    """Parties that carry this number; Invalid when it cannot be such a number. Both key versions are searched."""
    blinds = keys.blinds(kind, normalise(kind, number))
    return [made(Party, row) for row in prepared.rows(_BY_IDENTIFIER, [blinds, kind])]


_BY_IDENTIFIER = f"""
SELECT * FROM (
  SELECT {columns(Party, "p")} FROM parties_party p WHERE p.id IN (
    SELECT party_id FROM parties_identifier WHERE blind = ANY(%s::text[]) AND kind = %s::text
  ) OFFSET 0
) found ORDER BY id LIMIT 50
"""


def by_contact(kind: str, value: str) -> list[Party]:
    """Parties reached at this normalised contact now. Several people may share a phone: never an identity."""
    alive = Party.objects.filter(
        contact_points__kind=kind, contact_points__value=value, contact_points__ended_at__isnull=True
    )
    return list(alive.order_by("id").distinct()[:50])


def names_of(party_ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Party.objects.filter(id__in=set(party_ids)).values_list("id", "name"))


def account_of(party_id: UUID) -> UUID | None:
    """The account of a customer: of the record itself, else of another record of the same customer."""
    found = Party.objects.filter(id__in=group_ids(party_id), account_id__isnull=False)
    rows = dict(found.order_by("id").values_list("id", "account_id"))
    return rows.get(party_id) or next(iter(rows.values()), None)


def contact_for(party_id: UUID, channel: str) -> str | None:
    """The address to use on ``channel`` (mail, sms, voice, letter, chat, page), over the whole customer."""
    try:
        return profile(party_id).contact(channel)
    except Missing:
        return None


@dataclass(frozen=True)
class Standing:
    """What a new request must know of a customer: the name it is found by, and priority by law."""

    name: str
    statutory: bool


def standings(party_ids: Iterable[UUID], on: dt.date) -> dict[UUID, Standing]:
    """By party, those that there are; priority by law counts for the whole customer. One statement."""
    wanted = list(dict.fromkeys(party_ids))
    found = prepared.rows(_STANDING, [wanted, wanted, on, on, wanted]) if wanted else []
    return {key: Standing(name, statutory) for key, name, statutory in found}


_STANDING = (
    _DOWN
    + """ SELECT p.id, p.name, EXISTS (
        SELECT FROM member m JOIN parties_priority r ON r.party_id = m.id
        WHERE m.origin = p.id AND r.since <= %s::date AND (r.until IS NULL OR r.until >= %s::date))
    FROM parties_party p WHERE p.id = ANY(%s::uuid[])"""
)


def has_statutory_priority(party_ids: Iterable[UUID], on: dt.date) -> frozenset[UUID]:
    """Those of ``party_ids`` whose customer has priority by law on that day. True when there is any.

    The only personal fact that a queue may read (DESIGN §4.1).
    """
    wanted = list(dict.fromkeys(party_ids))
    statement = (
        _DOWN
        + """ SELECT DISTINCT m.origin FROM member m JOIN parties_priority p ON p.party_id = m.id
        WHERE p.since <= %s AND (p.until IS NULL OR p.until >= %s)"""
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [wanted, wanted, on, on])
        return frozenset(row[0] for row in cursor.fetchall())


def phone_region() -> str:
    """The country that a phone number without a code belongs to."""
    calendar = Jurisdiction.objects.order_by("code").values_list("calendar", flat=True).first()
    return region_of(calendar or "")
