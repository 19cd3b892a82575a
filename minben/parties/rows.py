"""Parties as plain rows, for the door of machines."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.foundation import keys
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.records import prepared
from minben.foundation.records.errors import Missing

from .finding import find
from .models import Identifier, Party
from .numbers import kinds_of, normalise

LINE = ("id", "kind", "state", "name", "birth_date", "gender", "language", "is_government", "version")
MOST = 50
Row = dict[str, Any]


def rows_by_identifier(actor: Actor, number: str, kind: str = "") -> list[Row]:
    """Who carries this number, of one kind or of any that it may be: one statement. Erased ones are left out.

    Raises Invalid for a number that cannot be of ``kind``.
    """
    require(actor, "party.find")
    wanted = [(kind, normalise(kind, number))] if kind else kinds_of(number)
    blinds = [blind for each, value in wanted for blind in keys.blinds(each, value)]
    if not blinds:
        return []
    kinds = [each for each, _value in wanted]
    found = prepared.rows(_BY_IDENTIFIER, [blinds, kinds, str(Party.State.ERASED), MOST])
    return [dict(zip(LINE, row, strict=True)) for row in found]


_BY_IDENTIFIER = f"""
SELECT * FROM (
  SELECT {", ".join(f"p.{name}" for name in LINE)} FROM parties_party p WHERE p.id IN (
    SELECT party_id FROM parties_identifier WHERE blind = ANY(%s::text[]) AND kind = ANY(%s::text[])
  ) AND p.state <> %s::text OFFSET 0
) found ORDER BY id DESC LIMIT %s::int
"""
"""Found first, sorted then: with the order inside, the planner may walk all parties from the newest one on."""


def rows_by_text(actor: Actor, text: str, *, limit: int = 20) -> list[Row]:
    """Whom a name, phone, e-mail or number may mean, surest first."""
    require(actor, "party.find")
    return [{name: getattr(party, name) for name in LINE} for party in find(text, limit)]


def party_row(actor: Actor, party_id: uuid.UUID) -> Row:
    """One party alone. Raises Missing."""
    require(actor, "party.read", party_id)
    row = Party.objects.filter(id=party_id).values(*LINE, "legal_form", "channel", "source").first()
    if row is None:
        raise Missing(_("There is no such person or organisation."))
    return dict(row)


def carries(party_id: uuid.UUID, identifier_id: uuid.UUID | None = None) -> bool:
    """Is there such a party (that was not erased), with such a number?"""
    if identifier_id is not None:
        return Identifier.objects.filter(id=identifier_id, party_id=party_id).exists()
    return Party.objects.filter(id=party_id).exclude(state=Party.State.ERASED).exists()
