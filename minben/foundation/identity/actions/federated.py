"""Signing in by a provider of OpenID Connect.

Staff: the account must exist. The first time it is found by the verified e-mail address, from then on by issuer and
subject only. Public: an account hangs on (issuer, subject); a matching e-mail address opens no account, because
addresses change hands.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actions import sessions, staff
from minben.foundation.access.actor import SYSTEM, Assurance
from minben.foundation.access.models import Account
from minben.foundation.audit import trail
from minben.foundation.identity import protocol
from minben.foundation.identity.events import Way
from minben.foundation.identity.models import Door, ExternalIdentity, Provider
from minben.foundation.records.errors import Missing, Refused

from . import ways

HELD = "oidc"
PATIENCE = 600
MEANS = "oidc"
ORDER = [Assurance.NONE.value, Assurance.CONTACT.value, Assurance.REAL_NAME.value]


def providers_at(door: Door) -> list[Provider]:
    """Those that may be used at this door, by code."""
    return list(Provider.objects.filter(door=door, active=True).order_by("code"))


def begin(request: HttpRequest, code: str, door: Door, *, back: str, goal: str) -> str:
    """Where to send the browser. The session remembers state, nonce and verifier for one answer."""
    provider = _provider(code, door)
    way = protocol.way_to(provider, back)
    request.session[HELD] = {
        "provider": code, "state": way.state, "nonce": way.nonce, "verifier": way.verifier,
        "back": back, "goal": goal, "at": time.time(),
    }  # fmt: skip
    return way.address


def finish(request: HttpRequest, door: Door, *, state: str, code: str) -> tuple[staff.Step, str]:
    """The browser is back: (what comes next, where the person wanted to go). An answer counts once."""
    held = request.session.pop(HELD, None) or {}
    fresh = time.time() - float(held.get("at", 0)) < PATIENCE
    if not fresh or not state or not constant_time_compare(str(held["state"]), state):
        raise Refused(_("This sign-in was not begun here, or too long ago. Start again."))
    if not code:
        raise Refused(_("The provider did not sign you in. Start again, or use another way."))
    provider = _provider(str(held["provider"]), door)
    claims = protocol.claims_for(
        provider, code, back=held["back"], verifier=held["verifier"], nonce=held["nonce"]
    )
    _let_domain_in(provider, claims)
    if door == Door.STAFF:
        return _staff(request, provider, claims), str(held["goal"])
    sessions.admit(request, _public_account(provider, claims), MEANS)
    return staff.Step.DONE, str(held["goal"])


def _provider(code: str, door: Door) -> Provider:
    found = Provider.objects.filter(code=code, door=door, active=True).first()
    if found is None:
        raise Missing(_("There is no such way to sign in."))
    return found


def _let_domain_in(provider: Provider, claims: dict[str, Any]) -> None:
    if not provider.domains:
        return
    domain = _verified_email(claims).rpartition("@")[2]
    if domain not in {one.lower() for one in provider.domains}:
        raise Refused(_("People of your organisation cannot sign in here."))


def _verified_email(claims: dict[str, Any]) -> str:
    """Empty unless the provider says that it proved the address."""
    proved = claims.get("email_verified") in (True, "true")
    return str(claims.get("email", "")).strip().lower() if proved else ""


def _staff(request: HttpRequest, provider: Provider, claims: dict[str, Any]) -> staff.Step:
    account = _known(Door.STAFF, provider, claims) or _bound(provider, claims)
    sessions.refuse_closed(account)
    if provider.second_step and not account.practice:
        return staff.await_second_step(request, account)
    sessions.admit(request, account, MEANS)
    return staff.Step.DONE


def _known(door: Door, provider: Provider, claims: dict[str, Any]) -> Account | None:
    rows = ExternalIdentity.objects.select_related("account")
    found = rows.filter(door=door, issuer=provider.issuer, subject=str(claims["sub"])[:255]).first()
    if found is None:
        return None
    ExternalIdentity.objects.filter(id=found.id).update(last_used_at=timezone.now())
    return found.account  # type: ignore[no-any-return]


@transaction.atomic
def _bound(provider: Provider, claims: dict[str, Any]) -> Account:
    """The existing account of this verified address, tied to the subject. One account has one subject an issuer."""
    email = _verified_email(claims)
    rows = Account.objects.select_for_update().filter(kind=Account.Kind.STAFF, is_active=True)
    account = rows.filter(email__iexact=email).first() if email else None
    taken = account and account.external_identities.filter(door=Door.STAFF, issuer=provider.issuer).exists()
    if account is None or taken:
        raise Refused(_("Nobody works here under this identity. Ask the security administrator."))
    ways.tell(account, Way.PROVIDER_TIED)
    return _tie(Door.STAFF, account, provider, claims)


def _public_account(provider: Provider, claims: dict[str, Any]) -> Account:
    """The account of (issuer, subject), made at the first time, with the level that the claim stands for."""
    account = _known(Door.PUBLIC, provider, claims)
    try:
        account = account or _new_public(provider, claims)
    except IntegrityError:
        account = _known(Door.PUBLIC, provider, claims)
        if account is None:
            raise
    level = level_of(provider, claims)
    if ORDER.index(level) > ORDER.index(account.assurance):
        account.assurance = level
        account.save(update_fields=["assurance"])
    return account


@transaction.atomic
def _new_public(provider: Provider, claims: dict[str, Any]) -> Account:
    name = str(claims.get("name", ""))[:120]
    made = Account.objects.create_user(kind=Account.Kind.PUBLIC, name=name)
    return _tie(Door.PUBLIC, made, provider, claims)


def _tie(door: Door, account: Account, provider: Provider, claims: dict[str, Any]) -> Account:
    ExternalIdentity.objects.create(
        account=account,
        door=door,
        issuer=provider.issuer,
        subject=str(claims["sub"])[:255],
        last_used_at=timezone.now(),
    )
    trail.wrote(
        SYSTEM, "account.identity.tied", subject=("account", account.id), after={"issuer": provider.issuer}
    )
    return account


def level_of(provider: Provider, claims: dict[str, Any]) -> str:
    """Our level for the value of the provider's claim; what is not named is no proof at all."""
    value = str(claims.get(provider.assurance_claim, "")) if provider.assurance_claim else ""
    level = provider.assurance_levels.get(value, Assurance.NONE.value)
    return level if level in ORDER else Assurance.NONE.value
