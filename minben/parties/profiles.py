"""The whole of a customer in one statement: who, how to reach, what the law gives, who to whom, told by whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext_lazy as _

from minben.foundation.records import prepared
from minben.foundation.records.errors import Missing

_KINDS = {
    "mail": "email",
    "email": "email",
    "sms": "phone",
    "voice": "phone",
    "phone": "phone",
    "chat": "chat",
}


@dataclass(frozen=True)
class Profile:
    """One customer. ``party`` is the one asked for, ``parties`` the whole group, the leading one first.

    Every item is a dict with ``party_id`` and, where known, ``source``: what is known from whom.
    """

    party: dict[str, Any]
    parties: list[dict[str, Any]]
    identifiers: list[dict[str, Any]] = field(default_factory=list)
    contact_points: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[dict[str, Any]] = field(default_factory=list)
    priorities: list[dict[str, Any]] = field(default_factory=list)
    relationships: list[dict[str, Any]] = field(default_factory=list)
    consents: list[dict[str, Any]] = field(default_factory=list)
    preferences: list[dict[str, Any]] = field(default_factory=list)
    life_events: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ids(self) -> tuple[UUID, ...]:
        return tuple(party["id"] for party in self.parties)

    @property
    def language(self) -> str:
        return self._first("language")

    @property
    def channel(self) -> str:
        return self._first("channel")

    def contact(self, channel: str) -> str | None:
        """The address on ``channel``: the preferred of the party asked for, then verified, then newest ones."""
        if channel == "page":
            return str(self.party["id"])
        if channel == "letter":
            return next((a["text"] for a in self.addresses if a["until"] is None), None)
        alive = [c for c in self.contact_points if c["ended_at"] is None and c["kind"] == _KINDS.get(channel)]
        alive.sort(key=self._rank, reverse=True)
        return alive[0]["value"] if alive else None

    def consent(self, purpose: str) -> bool | None:
        """The newest word on ``purpose``; None when none was said."""
        said = [c for c in self.consents if c["purpose"] == purpose]
        if not said:
            return None
        newest = max(said, key=lambda c: c["at"])
        return bool(newest["given"]) and newest["withdrawn_at"] is None

    def _first(self, name: str) -> str:
        own = [self.party, *self.parties]
        return next((party[name] for party in own if party[name]), "")

    def _rank(self, point: dict[str, Any]) -> tuple[bool, bool, bool, str]:
        own = point["party_id"] == self.party["id"]
        return own, point["preferred"], point["verified_at"] is not None, str(point["id"])


_COLUMNS = {
    "identifiers": ("parties_identifier", "id, party_id, kind, tail, verified, source"),
    "contact_points": (
        "parties_contactpoint",
        "id, party_id, kind, value, verified_at, preferred, ended_at, source",
    ),
    "addresses": (
        "parties_address",
        "id, party_id, use, area_code, text, latitude, longitude, since, until, source",
    ),
    "priorities": ("parties_priority", "id, party_id, kind, basis, proof, since, until, recorded_by"),
    "consents": ("parties_consent", "id, party_id, purpose, given, at, means, withdrawn_at"),
    "preferences": ("parties_preference", "id, party_id, name, value"),
    "life_events": ("parties_lifeevent", "id, party_id, kind, day, source, confidence"),
    "links": ("parties_partylink", "id, party_id, customer_id, since, until, why, score, decided_by"),
}
_LIMIT = 200


def _items(name: str) -> str:
    table, columns = _COLUMNS[name]
    return (
        f"(SELECT coalesce(json_agg(x), '[]')::text FROM (SELECT {columns} FROM {table}"
        f" WHERE party_id = ANY(SELECT id FROM member) ORDER BY id DESC LIMIT {_LIMIT}) x) AS {name}"
    )


_RELATED = f"""(SELECT coalesce(json_agg(x), '[]')::text FROM (
  SELECT r.id, r.from_party_id AS party_id, r.to_party_id AS other_id, o.name AS other_name, r.kind,
         'to' AS direction, r.since, r.until, r.source
  FROM parties_relationship r JOIN parties_party o ON o.id = r.to_party_id
  WHERE r.from_party_id = ANY(SELECT id FROM member)
  UNION ALL
  SELECT r.id, r.to_party_id, r.from_party_id, o.name, r.kind, 'from', r.since, r.until, r.source
  FROM parties_relationship r JOIN parties_party o ON o.id = r.from_party_id
  WHERE r.to_party_id = ANY(SELECT id FROM member) LIMIT {_LIMIT}) x) AS relationships"""

_STATEMENT = f"""
WITH RECURSIVE up AS (
  SELECT %s::uuid AS id, 0 AS depth
  UNION ALL SELECT l.customer_id, up.depth + 1 FROM up
  JOIN parties_partylink l ON l.party_id = up.id AND l.until IS NULL
), member AS (
  (SELECT id, 0 AS depth FROM up ORDER BY up.depth DESC LIMIT 1)
  UNION ALL SELECT l.party_id, m.depth + 1 FROM member m
  JOIN parties_partylink l ON l.customer_id = m.id AND l.until IS NULL
)
SELECT (SELECT json_agg(x ORDER BY x.depth, x.id)::text FROM (
  SELECT p.id, p.kind, p.state, p.name, p.birth_date, p.gender, p.legal_form, p.is_government, p.language,
         p.channel, p.account_id, p.source, p.note, p.version, m.depth
  FROM member m JOIN parties_party p ON p.id = m.id) x) AS parties,
{", ".join(_items(name) for name in _COLUMNS)}, {_RELATED}
"""
_NAMES = ("parties", *_COLUMNS, "relationships")
_UUIDS = {"id", "party_id", "other_id", "customer_id", "account_id", "recorded_by", "decided_by"}
_DAYS = {"birth_date", "day"}
_MOMENTS = {"at", "verified_at", "ended_at", "withdrawn_at"}
_DATED = {"since", "until"}


def profile(party_id: UUID) -> Profile:
    """Everything this room shows of a customer; identifiers masked. One statement; Missing for an unknown key."""
    (row,) = prepared.rows(_STATEMENT, [party_id])
    lists = {name: [_typed(item) for item in _loaded(value)] for name, value in zip(_NAMES, row, strict=True)}
    party = next((p for p in lists["parties"] if p["id"] == party_id), None)
    if party is None:
        raise Missing(_("There is no such person or organisation."))
    for item in lists["identifiers"]:
        item["masked"] = f"••••{item['tail']}"
    return Profile(party=party, **lists)


def _loaded(value: str | None) -> list[dict[str, Any]]:
    return orjson.loads(value) if value else []


def _typed(item: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in item.items()}


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _UUIDS:
        return UUID(value)
    if name in _DAYS:
        return dt.date.fromisoformat(value)
    if name in _MOMENTS:
        return dt.datetime.fromisoformat(value)
    if name in _DATED:
        return dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
    return value
