"""Unknown callers: known by a phone and maybe a name, until somebody confirms who they are."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Conflict
from minben.parties.events import PartyConfirmed
from minben.parties.models import Party
from minben.parties.reaching import DEFAULT_REGION

from .locking import locked
from .register import register


def make_provisional(
    actor: Actor,
    *,
    phone: str = "",
    email: str = "",
    name: str = "",
    source: str = "phone",
    language: str = "",
    region: str = DEFAULT_REGION,
) -> Party:
    """One call makes a party of somebody nobody knows yet (DESIGN §4.2: never a lost one). All fields optional."""
    return register(
        actor,
        Party.Kind.PERSON,
        name=" ".join(name.split())[:200],
        phone=phone,
        email=email,
        region=region,
        state=Party.State.PROVISIONAL,
        source=source,
        language=language,
    )


@transaction.atomic
def confirm(actor: Actor, party_id: UUID, *, reason: str = "") -> Party:
    """It is known who this is. Confirming twice is harmless; somebody ended stays ended (Conflict)."""
    require(actor, "party.write", party_id)
    party = locked(party_id)
    if party.state == Party.State.CONFIRMED:
        return party
    if party.state != Party.State.PROVISIONAL:
        raise Conflict(_("Only a provisional record can be confirmed."))
    party.state = Party.State.CONFIRMED
    party.version += 1
    party.save(update_fields=["state", "version"])
    trail.wrote(
        actor,
        "party.confirmed",
        subject=("party", party_id),
        before={"state": "provisional"},
        after={"state": "confirmed"},
        reason=reason,
    )
    announce(PartyConfirmed(party_id))
    return party
