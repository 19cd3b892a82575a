"""Handing out and erasing what this room holds of somebody (PIPL arts. 45 and 47)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.foundation import keys
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Invalid, Missing
from minben.parties.events import PartyErased
from minben.parties.models import (
    Address,
    Consent,
    ContactPoint,
    Identifier,
    LifeEvent,
    Party,
    Preference,
    Priority,
    Relationship,
)

from .identify import FIELD, MODEL
from .locking import locked

_PLAIN: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "contact_points": (
        ContactPoint,
        ("kind", "value", "preferred", "verified_at", "ended_at", "source"),
    ),
    "addresses": (Address, ("use", "area_code", "text", "since", "until", "source")),
    "priorities": (Priority, ("kind", "basis", "proof", "since", "until")),
    "preferences": (Preference, ("name", "value")),
    "consents": (Consent, ("purpose", "given", "at", "means", "withdrawn_at")),
    "life_events": (LifeEvent, ("kind", "day", "source", "confidence")),
}
_OWN = (
    "kind",
    "state",
    "name",
    "birth_date",
    "gender",
    "legal_form",
    "language",
    "channel",
    "source",
    "note",
)


def export_party(party_id: UUID) -> dict[str, Any]:
    """Everything this room holds of one party, in plain values (PIPL art. 45: access and copy)."""
    party = Party.objects.filter(id=party_id).first()
    if party is None:
        raise Missing(_("There is no such person or organisation."))
    found: dict[str, Any] = {"id": party.id, **{field: getattr(party, field) for field in _OWN}}
    for name, (model, fields) in _PLAIN.items():
        found[name] = list(model.objects.filter(party_id=party_id).order_by("id").values(*fields))
    found["identifiers"] = [
        {
            "kind": row.kind,
            "number": keys.decrypt(bytes(row.cipher), model=MODEL, field=FIELD, row_id=row.id),
            "verified": row.verified,
            "source": row.source,
        }
        for row in Identifier.objects.filter(party_id=party_id).order_by("id")
    ]
    found["relationships"] = list(
        Relationship.objects.filter(from_party_id=party_id)
        .order_by("id")
        .values("kind", "to_party_id", "since", "until")
    )
    return found


@transaction.atomic
def erase_party(actor: Actor, party_id: UUID, reason: str) -> Party:
    """Take away every personal value; the row stays as a tombstone with its key (DESIGN §3: no soft delete).

    Links and the audit trail stay: they hold no personal value. Consents stay as proof, without the person.
    """
    require(actor, "party.erase", party_id)
    if not reason.strip():
        message = _("Say on which ground this is erased.")
        raise Invalid(message, fields={"reason": message})
    party = locked(party_id)
    for model in (Identifier, ContactPoint, Address, Priority, Preference, LifeEvent):
        model.objects.filter(party_id=party_id).delete()  # type: ignore[attr-defined]
    Relationship.objects.filter(from_party_id=party_id).delete()
    Relationship.objects.filter(to_party_id=party_id).delete()
    _empty(party)
    trail.wrote(
        actor,
        "party.erased",
        subject=("party", party_id),
        after={"state": Party.State.ERASED.value},
        reason=reason,
    )
    announce(PartyErased(party_id))
    return party


def _empty(party: Party) -> None:
    party.state = Party.State.ERASED
    for field in (
        "name",
        "name_folded",
        "name_pinyin",
        "gender",
        "legal_form",
        "language",
        "channel",
        "note",
    ):
        setattr(party, field, "")
    party.name_grams, party.birth_date, party.account = [], None, None
    party.version += 1
    party.save()
