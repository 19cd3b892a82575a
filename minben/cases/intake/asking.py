"""Who stands behind a request from the public site.

Somebody who says a name, a number or a phone makes a new provisional party: a match never opens, nor changes, what is
known of another (DESIGN §3: accounts). A signed-in person is the party of the account; a request under another name
is for that other person, asked by the account's own party. A business is asked for by the person who fills in the form.
"""

from __future__ import annotations

import dataclasses
import uuid

from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.models import Account
from minben.foundation.access.policies import allowed
from minben.foundation.records.errors import Conflict
from minben.parties.actions import (
    add_contact_point,
    add_identifier,
    amend,
    make_provisional,
    party_of_account,
)
from minben.parties.actions.register import register
from minben.parties.models import Identifier, Party
from minben.parties.queries import by_identifier
from minben.parties.reaching import DEFAULT_REGION


@dataclasses.dataclass(frozen=True)
class Asker:
    """What a form asked about the person. ``identifiers`` are (kind, number)."""

    name: str = ""
    phone: str = ""
    email: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    organisation: str = ""
    credit_code: str = ""
    language: str = ""
    region: str = DEFAULT_REGION


@dataclasses.dataclass(frozen=True)
class Behind:
    """Whose request it is, and who asked when that is somebody else."""

    party_id: uuid.UUID | None
    asked_by_id: uuid.UUID | None = None


def behind(actor: Actor, asker: Asker) -> Behind:
    """The parties of a request, made where nobody is known yet. Run it in the transaction that makes the case."""
    if asker.organisation:
        person = behind(actor, dataclasses.replace(asker, organisation="", credit_code=""))
        return Behind(_organisation(actor, asker), asked_by_id=person.asked_by_id or person.party_id)
    account = _account(actor)
    if account is None:
        return Behind(_new(actor, asker))
    own = party_of_account(actor, account)
    if own.name and asker.name and _folded(own.name) != _folded(asker.name):
        return Behind(_new(actor, asker), asked_by_id=own.id)
    as_owner = dataclasses.replace(actor, party_ids=(*actor.party_ids, own.id))
    _fill(as_owner, own, asker, account)
    return Behind(own.id)


def of_party(actor: Actor, party_id: uuid.UUID, asker: Asker, *, source: str) -> Behind:
    """The request of somebody on record, named by staff or another system.

    A business in the form is asked for by that person. What the form tells of the person is added to the record where
    the actor may write it, and nothing known is replaced.
    """
    kind = Party.objects.filter(pk=party_id).values_list("kind", flat=True).first()
    if asker.organisation and kind == Party.Kind.PERSON:
        return Behind(_on_record(asker) or _organisation(actor, asker), asked_by_id=party_id)
    if actor.kind == ActorKind.STAFF and allowed(actor, "party.write", party_id):
        _add_ways(actor, party_id, asker, source)
    return Behind(party_id)


def _on_record(asker: Asker) -> uuid.UUID | None:
    """The one business that carries this code: staff may find it, the public may not."""
    found = by_identifier(Identifier.Kind.CREDIT, asker.credit_code) if asker.credit_code else []
    return found[0].id if len(found) == 1 else None


def _add_ways(actor: Actor, party_id: uuid.UUID, asker: Asker, source: str) -> None:
    for kind, value in (("phone", asker.phone), ("email", asker.email)):
        if value:
            add_contact_point(actor, party_id, kind=kind, value=value, region=asker.region, source=source)


def unnamed(actor: Actor) -> Actor:
    """The same person without the account: nothing of an anonymous request may lead back to it."""
    return Actor(kind=ActorKind.ANONYMOUS, language=actor.language, session=actor.session)


def _account(actor: Actor) -> Account | None:
    if actor.kind != ActorKind.PUBLIC or actor.account_id is None:
        return None
    return Account.objects.filter(id=actor.account_id).first()


def _new(actor: Actor, asker: Asker) -> uuid.UUID:
    party = make_provisional(
        actor,
        name=asker.name,
        phone=asker.phone,
        email=asker.email,
        source="web",
        language=asker.language,
        region=asker.region,
    )
    for kind, number in dict.fromkeys(asker.identifiers):
        add_identifier(actor, party.id, kind=kind, number=number, source="web", new=True)
    return party.id


def _organisation(actor: Actor, asker: Asker) -> uuid.UUID:
    """The business named in the form: provisional too, until somebody has seen its papers."""
    party = register(
        actor,
        Party.Kind.ORGANISATION,
        name=" ".join(asker.organisation.split())[:200],
        state=Party.State.PROVISIONAL,
        source="web",
        language=asker.language,
    )
    if asker.credit_code:
        kind = Identifier.Kind.CREDIT
        add_identifier(actor, party.id, kind=kind, number=asker.credit_code, source="web", new=True)
    return party.id


def _fill(actor: Actor, own: Party, asker: Asker, account: Account) -> None:
    """What the form says of the account's own party, added to it. Nothing that is known is replaced."""
    if asker.name and not own.name:
        amend(actor, own.id, version=own.version, name=asker.name)
        Account.objects.filter(id=account.id, name="").update(name=asker.name[:120])
    _add_ways(actor, own.id, asker, "web")
    for kind, number in dict.fromkeys(asker.identifiers):
        try:
            add_identifier(actor, own.id, kind=kind, number=number, source="web")
        except Conflict:
            continue  # known already


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()
