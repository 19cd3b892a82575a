"""Making somebody known: a person, an organisation, a household."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Invalid
from minben.parties.events import PartyRegistered
from minben.parties.models import Party, Relationship
from minben.parties.naming import name_keys
from minben.parties.reaching import DEFAULT_REGION

from .contact import add_contact_point
from .identify import add_identifier

GENDERS = ("", "1", "2", "9")


def register_person(
    actor: Actor,
    *,
    name: str,
    birth_date: dt.date | None = None,
    gender: str = "",
    phone: str = "",
    email: str = "",
    identifiers: Sequence[tuple[str, str]] = (),
    language: str = "",
    channel: str = "",
    source: str = "",
    note: str = "",
    region: str = DEFAULT_REGION,
    party_id: UUID | None = None,
) -> Party:
    """A natural person. ``identifiers`` are (kind, number); ``party_id`` lets imports give a key that tells the
    true time. ``gender`` after GB/T 2261.1. The name is kept as written, whatever its script."""
    return register(
        actor,
        Party.Kind.PERSON,
        name=named(name),
        phone=phone,
        email=email,
        identifiers=identifiers,
        region=region,
        party_id=party_id,
        source=source,
        note=note,
        birth_date=past(birth_date),
        gender=gender_code(gender),
        language=language,
        channel=channel,
    )


def register_organisation(
    actor: Actor,
    *,
    name: str,
    legal_form: str = "",
    is_government: bool = False,
    phone: str = "",
    email: str = "",
    identifiers: Sequence[tuple[str, str]] = (),
    language: str = "",
    channel: str = "",
    source: str = "",
    note: str = "",
    region: str = DEFAULT_REGION,
    party_id: UUID | None = None,
) -> Party:
    """A legal person or any other body; government bodies are customers too (``is_government``)."""
    return register(
        actor,
        Party.Kind.ORGANISATION,
        name=named(name),
        phone=phone,
        email=email,
        identifiers=identifiers,
        region=region,
        party_id=party_id,
        legal_form=legal_form,
        is_government=is_government,
        language=language,
        channel=channel,
        source=source,
        note=note,
    )


@transaction.atomic
def register_household(
    actor: Actor,
    *,
    name: str,
    members: Iterable[UUID] = (),
    source: str = "",
    party_id: UUID | None = None,
) -> Party:
    """A household and its members (Relationship ``member`` from each person to the household)."""
    household = register(actor, Party.Kind.HOUSEHOLD, name=named(name), source=source, party_id=party_id)
    Relationship.objects.bulk_create(
        Relationship(
            from_party_id=member, to_party=household, kind=Relationship.Kind.MEMBER, source=source[:40]
        )
        for member in dict.fromkeys(members)
    )
    return household


@transaction.atomic
def register(
    actor: Actor,
    kind: Party.Kind,
    *,
    name: str,
    phone: str = "",
    email: str = "",
    identifiers: Sequence[tuple[str, str]] = (),
    region: str = DEFAULT_REGION,
    party_id: UUID | None = None,
    state: Party.State = Party.State.CONFIRMED,
    source: str = "",
    **fields: Any,
) -> Party:
    """What the three have in common; other rooms call the verbs above."""
    require(actor, "party.register")
    party = new_party(kind, name=name, party_id=party_id, state=state, source=source, **fields)
    party.save(force_insert=True)
    trail.wrote(actor, "party.registered", subject=("party", party.id), after={"kind": kind, "name": name})
    if phone:
        add_contact_point(actor, party.id, kind="phone", value=phone, region=region, source=source, new=True)
    if email:
        add_contact_point(actor, party.id, kind="email", value=email, source=source, new=True)
    for number_kind, number in identifiers:
        add_identifier(actor, party.id, kind=number_kind, number=number, source=source, new=True)
    announce(PartyRegistered(party.id, kind=kind.value, state=state.value))
    return party


def new_party(
    kind: Party.Kind, *, name: str, party_id: UUID | None = None, source: str = "", **fields: Any
) -> Party:
    """An unsaved party with its name keys: for bulk loads (practice city, imports), which audit as one batch."""
    keys = name_keys(name, person=kind == Party.Kind.PERSON)
    party = Party(kind=kind, name=name, source=source[:40], **vars(keys), **fields)
    if party_id is not None:
        party.id = party_id
    return party


def named(name: str) -> str:
    text = " ".join(name.split())
    message = None
    if not text:
        message = _("Enter the name.")
    elif len(text) > 200:
        message = _("A name has at most 200 characters.")
    elif not text.isprintable():
        message = _("The name holds characters that cannot be printed. Type it again.")
    if message:
        raise Invalid(message, fields={"name": message})
    return text


def past(day: dt.date | None) -> dt.date | None:
    if day is not None and day > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
        message = _("The date of birth lies in the future.")
        raise Invalid(message, fields={"birth_date": message})
    return day


def gender_code(code: str) -> str:
    if code not in GENDERS:
        message = _("Choose male, female or not stated.")
        raise Invalid(message, fields={"gender": message})
    return code
