"""Where somebody lives, what they asked for, who they are to whom, what happened in their life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Invalid, Text
from minben.parties.events import LifeEventRecorded
from minben.parties.models import Address, LifeEvent, Preference, Relationship

from .locking import locked

USES = ("home", "work", "registered", "post")


def _wrong(field: str, message: Text) -> Invalid:
    return Invalid(message, fields={field: message})


@transaction.atomic
def add_address(
    actor: Actor,
    party_id: UUID,
    *,
    text: str,
    use: str = "home",
    area_code: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    since: dt.date | None = None,
    source: str = "",
) -> Address:
    """A new address; the one in use before for the same ``use`` ends on the day the new one begins."""
    require(actor, "party.write", party_id)
    line = " ".join(text.split())
    if not 1 <= len(line) <= 300:
        raise _wrong("text", _("Enter the address in at most 300 characters."))
    if use not in USES:
        raise _wrong("use", _("Choose home, work, registered or post."))
    locked(party_id)
    today = since or dt.datetime.now(dt.UTC).date()
    Address.objects.filter(party_id=party_id, use=use, until__isnull=True).update(until=today)
    made = Address.objects.create(
        party_id=party_id,
        use=use,
        text=line,
        area_code=area_code,
        latitude=latitude,
        longitude=longitude,
        since=since,
        source=source[:40],
    )
    trail.wrote(actor, "party.address.added", subject=("party", party_id), after={use: line})
    return made


def set_preference(actor: Actor, party_id: UUID, name: str, value: Any) -> None:
    """One wish (hours, large print, …). None takes it back."""
    set_preferences(actor, party_id, {name: value})


@transaction.atomic
def set_preferences(actor: Actor, party_id: UUID, values: Mapping[str, Any]) -> None:
    """Several wishes at once; ``language`` and ``channel`` are kept on the party itself."""
    require(actor, "party.write", party_id)
    party = locked(party_id)
    own = {field: values[field] or "" for field in ("language", "channel") if field in values}
    if own:
        for field, value in own.items():
            setattr(party, field, value)
        party.version += 1
        party.save(update_fields=[*own, "version"])
    for name, value in values.items():
        if name not in own:
            _keep(party_id, name, value)
    trail.wrote(actor, "party.preferences.set", subject=("party", party_id), after=dict(values))


def _keep(party_id: UUID, name: str, value: Any) -> None:
    if not 1 <= len(name) <= 40:
        raise _wrong("name", _("A preference needs a name of at most 40 characters."))
    if value is None:
        Preference.objects.filter(party_id=party_id, name=name).delete()
    else:
        Preference.objects.update_or_create(party_id=party_id, name=name, defaults={"value": value})


@transaction.atomic
def relate(
    actor: Actor,
    party_id: UUID,
    *,
    kind: str,
    to: UUID,
    since: dt.date | None = None,
    until: dt.date | None = None,
    source: str = "",
) -> Relationship:
    """``party_id`` is the ``kind`` of ``to`` (parent, spouse, member, owner, representative, employee, guardian).

    Said twice it is one relationship with the newest dates.
    """
    require(actor, "party.write", party_id)
    if kind not in Relationship.Kind.values:
        raise _wrong("kind", _("Choose how they are related."))
    if party_id == to:
        raise _wrong("to", _("Nobody is related to themselves."))
    for key in sorted((party_id, to)):
        locked(key)
    made, _new = Relationship.objects.update_or_create(
        from_party_id=party_id,
        to_party_id=to,
        kind=kind,
        defaults={"since": since, "until": until, "source": source[:40]},
    )
    trail.wrote(actor, "party.related", subject=("party", party_id), after={kind: to, "until": until})
    return made


@transaction.atomic
def record_life_event(
    actor: Actor, party_id: UUID, *, kind: str, day: dt.date, source: str, confidence: float = 1.0
) -> LifeEvent:
    """Something happened in a life. The same kind on the same day is one event, whoever reports it again."""
    require(actor, "party.write", party_id)
    if not 0 < confidence <= 1:
        raise _wrong("confidence", _("Confidence lies between 0 and 1."))
    locked(party_id)
    known = LifeEvent.objects.filter(party_id=party_id, kind=kind, day=day).first()
    if known is not None:
        return known
    made = LifeEvent.objects.create(
        party_id=party_id, kind=kind, day=day, source=source[:40], confidence=confidence
    )
    trail.wrote(
        actor, "party.life_event.recorded", subject=("party", party_id), after={"kind": kind, "day": day}
    )
    announce(
        LifeEventRecorded(
            party_id, life_event_id=made.id, kind=kind, day=day, source=source, confidence=confidence
        )
    )
    return made
