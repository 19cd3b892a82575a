"""Passkeys (WebAuthn level 2) on allauth's and fido2's own checks; the door, the counter and the trail are ours.

Challenge and origin are checked by fido2; a challenge lives five minutes in the session and works once, whatever came
of it. User verification (PIN, finger, face) is required, so a passkey counts as two factors. A signature counter
that does not grow means a copied key: refused. Keys that are synchronised always count 0 and are let through.
"""

from __future__ import annotations

import time
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actions import sessions, staff
from minben.foundation.access.actor import Actor
from minben.foundation.access.models import Account
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.identity.events import Way
from minben.foundation.records.errors import Invalid, Missing, Refused

from . import ways

AT = "passkey_challenge_at"
LIVES = 300
MOST = 10
MEANS = "passkey"


def passkeys_of(account: Account) -> list[Authenticator]:
    """The account's passkeys, oldest first."""
    rows = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN)
    return list(rows.order_by("created_at", "id"))


def begin_adding(request: HttpRequest, actor: Actor, account: Account) -> dict[str, Any]:
    """What the browser needs to make a passkey. The session must be fresh: a passkey outlives it."""
    require(actor, "identity.passkeys")
    sessions.require_fresh(request)
    if len(passkeys_of(account)) >= MOST:
        raise Refused(_("Ten passkeys are the most. Remove one first."))
    options = auth.begin_registration(account, passwordless=True)
    request.session[AT] = time.time()
    return options


def add(request: HttpRequest, actor: Actor, account: Account, answer: Any, *, name: str) -> Authenticator:
    """Keep the passkey that the browser made. Raises Invalid when its answer does not fit the challenge."""
    require(actor, "identity.passkeys")
    sessions.require_fresh(request)
    _use_challenge(request)
    try:
        auth.parse_registration_response(answer)
        data = auth.complete_registration(answer)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise _unfit() from error
    finally:
        auth.clear_state()
    if not data.is_user_verified():
        raise _unfit()
    with transaction.atomic():
        made: Authenticator = auth.WebAuthn.add(account, _clean(name), answer).instance
        made.data["sign_count"] = data.counter
        made.save(update_fields=["data"])
        trail.wrote(actor, "account.passkey.added", subject=("account", account.id))
        ways.changed(request, account, Way.PASSKEY_ADDED)
    return made


@transaction.atomic
def rename(actor: Actor, account: Account, passkey_id: int, *, name: str) -> None:
    found = _own(actor, account, passkey_id)
    found.data["name"] = _clean(name)
    found.save(update_fields=["data"])
    trail.wrote(actor, "account.passkey.renamed", subject=("account", account.id))


@transaction.atomic
def remove(request: HttpRequest, actor: Actor, account: Account, passkey_id: int) -> None:
    """It opens nothing any more, nor do other sessions. Password and authenticator, or the code, stay as the way in."""
    _own(actor, account, passkey_id).delete()
    trail.wrote(actor, "account.passkey.removed", subject=("account", account.id))
    ways.changed(request, account, Way.PASSKEY_REMOVED)


def begin_sign_in(request: HttpRequest, account: Account | None = None) -> dict[str, Any]:
    """A challenge: for whoever has a passkey, or for ``account`` whose password was right a moment ago."""
    options = auth.begin_authentication(account)
    request.session[AT] = time.time()
    return options


def sign_in(request: HttpRequest, answer: Any, *, kind: Account.Kind) -> Account:
    """Sign in with a passkey and nothing else, at the door of ``kind``."""
    account = _proved(request, answer, kind)
    sessions.admit(request, account, MEANS)
    return account


def second_step(request: HttpRequest, answer: Any) -> Account:
    """After the password: the passkey of the same account in place of the six digits."""
    account = staff.pending(request)
    if _proved(request, answer, Account.Kind.STAFF, account) != account:
        raise _unfit()
    staff.settle_second_step(request, account, MEANS)
    return account


def _proved(
    request: HttpRequest, answer: Any, kind: Account.Kind, expected: Account | None = None
) -> Account:
    _use_challenge(request)
    try:
        account = expected or cast(Account, auth.extract_user_from_response(answer))
        if account.kind != kind:
            raise _unfit()
        _check(account, answer)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _unfit() from error
    finally:
        auth.clear_state()
    return account


@transaction.atomic
def _check(account: Account, answer: Any) -> None:
    """Signature, origin, challenge, user verification (fido2), then the counter, under a lock of the row."""
    found = auth.complete_authentication(account, answer)
    seen = auth.parse_authentication_response(answer).response.authenticator_data
    held = Authenticator.objects.select_for_update().get(id=found.id)
    before = int(held.data.get("sign_count", 0))
    if not seen.is_user_verified() or ((seen.counter or before) and seen.counter <= before):
        raise _unfit()
    held.data["sign_count"], held.last_used_at = seen.counter, timezone.now()
    held.save(update_fields=["data", "last_used_at"])


def _use_challenge(request: HttpRequest) -> None:
    """Each challenge is answered once, within five minutes; also a wrong answer uses it up."""
    at = request.session.pop(AT, 0.0)
    if time.time() - float(at) > LIVES:
        auth.clear_state()
        raise Invalid(_("This took too long. Press the button once more."))


def _own(actor: Actor, account: Account, passkey_id: int) -> Authenticator:
    require(actor, "identity.passkeys")
    rows = Authenticator.objects.select_for_update().filter(user=account, type=Authenticator.Type.WEBAUTHN)
    found = rows.filter(id=passkey_id).first()
    if actor.account_id != account.id or found is None:
        raise Missing(_("There is no such passkey."))
    return found  # type: ignore[no-any-return]


def _clean(name: str) -> str:
    text = " ".join(name.split())[:60]
    if not text:
        message = _("Give the passkey a name, such as that of the device.")
        raise Invalid(message, fields={"name": message})
    return text


def _unfit() -> Invalid:
    return Invalid(_("This passkey does not open the door here. Use another way to sign in."))
