"""Correcting what is known. Two clerks cannot overwrite each other: the second is told what changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.audit.models import AuditLine
from minben.foundation.events import announce
from minben.foundation.records.errors import Conflict, Invalid
from minben.parties.events import PartyAmended
from minben.parties.models import Party
from minben.parties.naming import name_keys

from .locking import locked
from .register import gender_code, named, past

AMENDABLE = {
    "name",
    "birth_date",
    "gender",
    "legal_form",
    "is_government",
    "language",
    "channel",
    "note",
    "state",
}


@transaction.atomic
def amend(actor: Actor, party_id: UUID, *, version: int, reason: str = "", **changes: Any) -> Party:
    """Change the fields given. ``version`` is the one the clerk saw; Conflict says what others changed since.

    Fields: name, birth_date, gender, legal_form, is_government, language, channel, note, state (confirmed, ended).
    """
    require(actor, "party.write", party_id)
    if unknown := changes.keys() - AMENDABLE:
        raise TypeError(f"Not amendable: {', '.join(sorted(unknown))}")
    party = locked(party_id)
    if party.version != version:
        raise _told(party, version, changes)
    clean = {field: _clean(field, value) for field, value in changes.items()}
    before = {
        field: getattr(party, field) for field, value in clean.items() if getattr(party, field) != value
    }
    if not before:
        return party
    _apply(party, {field: clean[field] for field in before})
    trail.wrote(
        actor,
        "party.amended",
        subject=("party", party_id),
        before=before,
        after={field: clean[field] for field in before},
        reason=reason,
    )
    announce(PartyAmended(party_id, fields=sorted(before)))
    return party


def _apply(party: Party, values: dict[str, Any]) -> None:
    if "name" in values:
        values |= vars(name_keys(values["name"], person=party.kind == Party.Kind.PERSON))
    for field, value in values.items():
        setattr(party, field, value)
    party.version += 1
    party.save(update_fields=[*values, "version"])


def _clean(field: str, value: Any) -> Any:
    if field == "name":
        return named(value)
    if field == "birth_date":
        return past(value)
    if field == "gender":
        return gender_code(value)
    if field == "state" and value not in {Party.State.CONFIRMED, Party.State.ENDED}:
        message = _("Choose confirmed or ended.")
        raise Invalid(message, fields={"state": message})
    limit = getattr(Party._meta.get_field(field), "max_length", None)
    if limit and len(value) > limit:
        message = _("This is too long.")
        raise Invalid(message, fields={field: message})
    return value


def _told(party: Party, version: int, wanted: dict[str, Any]) -> Conflict:
    """Who changed which fields since ``version``, from the trail; at each wanted field its present value."""
    steps = max(party.version - version, 1)
    lines = AuditLine.objects.filter(
        subject_id=party.id, action__in=["party.amended", "party.confirmed"]
    ).order_by("-id")[:steps]
    who = sorted({line.actor_name or gettext("the person") for line in lines}) or [gettext("Somebody else")]
    touched = sorted({field for line in lines for field in line.changes})
    message = gettext(
        "%(who)s changed this record while you had it open (%(fields)s). Look at the new values and save again."
    ) % {"who": ", ".join(who), "fields": ", ".join(touched)}
    present = {field: str(getattr(party, field) or "") for field in wanted if field in touched}
    return Conflict(message, fields=present)
