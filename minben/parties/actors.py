"""How a member of the public, signed in at the public door, becomes an actor."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from minben.foundation.access.actor import Actor, ActorKind, Assurance
from minben.foundation.access.models import Account
from minben.foundation.access.web import account_of, builds_actor, claimed_cases

from .models import Party
from .queries import groups_of


@builds_actor
def public_actor(request: HttpRequest) -> Actor | None:
    """None unless a public account signed in."""
    account = account_of(request)
    if account is None or account.kind != Account.Kind.PUBLIC or not account.is_active:
        return None
    return Actor(
        kind=ActorKind.PUBLIC,
        account_id=account.id,
        name=account.name,
        assurance=Assurance(account.assurance),
        party_ids=own_parties(account),
        claimed_cases=claimed_cases(request),
        language=get_language() or account.language,
        session=request.session.session_key or "",
    )


def own_parties(account: Account) -> tuple[UUID, ...]:
    """The parties an account may act for.

    The whole customer group at real-name assurance; otherwise only the parties that the account itself holds:
    a phone number is given to the next person, and a match made by it must not open history (DESIGN §3: accounts).
    """
    held = tuple(Party.objects.filter(account=account).values_list("id", flat=True))
    if not held or account.assurance != Assurance.REAL_NAME:
        return held
    return tuple(dict.fromkeys(key for group in groups_of(held).values() for key in group))
