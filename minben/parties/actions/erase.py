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
from minben.foundation.records import personal
from minben.foundation.records.errors import Conflict, Invalid, Missing
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
from minben.parties.queries import group_ids

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


def export_person(actor: Actor, party_id: UUID, *, reason: str = "") -> dict[str, list[dict[str, Any]]]:
    """Everything that any room holds of one customer, by kind of record (PIPL art. 45). The reading is on record."""
    require(actor, "party.export", party_id)
    ids = group_ids(party_id)
    found = personal.export_of(ids)
    trail.saw(actor, "party.export", kind="party", ids=list(ids), purpose="export", reason=reason)
    return found


@transaction.atomic
def erase_party(actor: Actor, party_id: UUID, reason: str) -> Party:
    """Take away every personal value that any room holds of this customer (PIPL art. 47).

    Rows stay as tombstones with their keys (DESIGN §3: no soft delete); links and the audit trail hold no personal
    value and stay. Records that were joined to this one are the same customer and go with it. Raises Conflict with
    what must be done first, for example while a request is still being worked on.
    """
    require(actor, "party.erase", party_id)
    if not reason.strip():
        message = _("Say on which ground this is erased.")
        raise Invalid(message, fields={"reason": message})
    locked(party_id)
    ids = group_ids(party_id)
    against = personal.objections(ids)
    if against:
        raise Conflict(" ".join(str(one) for one in against))
    counts = personal.erase_all(ids)
    for one in ids:
        _tell(actor, one, reason, counts)
    return Party.objects.get(pk=party_id)


def _tell(actor: Actor, party_id: UUID, reason: str, counts: dict[str, int]) -> None:
    trail.wrote(
        actor,
        "party.erased",
        subject=("party", party_id),
        after={"state": Party.State.ERASED.value, "rows": sum(counts.values())},
        reason=reason,
    )
    announce(PartyErased(party_id))
