"""Joining a public account and the party it stands for."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.models import Account
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.parties.models import Party

from .locking import locked


@transaction.atomic
def attach_account(actor: Actor, party_id: UUID, *, account_id: UUID) -> Party:
    """``account_id`` stands for the party from now on.

    A member of the public attaches only their own account, and only to a party that no other account holds;
    a matching phone or name never opens history (DESIGN §3: accounts), so the caller passes a party made by that
    account or proven at real-name level.
    """
    require(actor, "party.register")
    if actor.kind in {ActorKind.PUBLIC, ActorKind.ANONYMOUS} and actor.account_id != account_id:
        raise Refused(_("You can only join your own account."))
    account = Account.objects.filter(id=account_id).first()
    if account is None:
        raise Missing(_("There is no such account."))
    if account.kind != Account.Kind.PUBLIC:
        raise Invalid(_("Staff accounts do not stand for a person served."))
    party = locked(party_id)
    if party.account_id == account_id:
        return party
    if party.account_id is not None:
        raise Conflict(_("Another account stands for this person. Ask the hotline to clear it up."))
    party.account_id = account_id
    party.save(update_fields=["account"])
    trail.wrote(actor, "party.account.attached", subject=("party", party_id), after={"account": account_id})
    return party


def party_of_account(actor: Actor, account: Account) -> Party:
    """The party an account stands for, made now if there is none yet, with the account's proven contacts."""
    from .register import register

    found = Party.objects.filter(account=account).exclude(state=Party.State.ERASED).order_by("id").first()
    if found is not None:
        return found
    with transaction.atomic():
        Account.objects.select_for_update().get(id=account.id)
        found = Party.objects.filter(account=account).exclude(state=Party.State.ERASED).first()
        if found is not None:
            return found
        party = register(
            actor,
            Party.Kind.PERSON,
            name=account.name,
            phone=account.phone or "",
            email=account.email or "",
            state=Party.State.PROVISIONAL,
            source="account",
            language=account.language,
        )
        party.contact_points.update(verified_at=party.made_at)
        return attach_account(actor, party.id, account_id=account.id)
