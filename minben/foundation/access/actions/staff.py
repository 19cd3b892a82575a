"""Staff sign in with a password, then with a code of their authenticator.

``begin`` checks the password and says what comes next; ``finish`` takes the code; at the first sign-in
``secret_for`` and ``set_up`` pair the authenticator. Practice accounts need no second step.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from minben.foundation import keys
from minben.foundation.access.models import Account
from minben.foundation.records.errors import Invalid, Refused

from . import authenticators
from .open_sessions import end_all
from .sessions import admit, failures_since, note, refuse_closed
from .tries import failed_once

PENDING = "pending_account"
SECRET = "pending_secret"
PATIENCE = dt.timedelta(minutes=10)
CODE_TRIES = 5
CODE_WINDOW = dt.timedelta(minutes=15)


class Step(StrEnum):
    """What comes after the password."""

    DONE = "done"
    CODE = "code"
    SET_UP = "set_up"


def begin(request: HttpRequest, email: str, password: str) -> Step:
    """Check the password. Raises Invalid when it is wrong, Refused while locked out, with the time to try again."""
    found = authenticate(request, username=email.strip(), password=password)
    if not isinstance(found, Account):
        _tell_why_not(request, email.strip())
        raise AssertionError("unreachable")
    refuse_closed(found)
    if found.practice:
        admit(request, found, "password")
        return Step.DONE
    return await_second_step(request, found)


def await_second_step(request: HttpRequest, account: Account) -> Step:
    """The first step was right: under a new key, the session waits ten minutes for the second one."""
    request.session.cycle_key()
    request.session[PENDING] = [str(account.id), timezone.now().timestamp()]
    return Step.SET_UP if needs_pairing(account) else Step.CODE


def finish(request: HttpRequest, code: str) -> Account:
    """The second step: six digits of the authenticator, or a recovery code. Opens the session."""
    account = pending(request)
    _refuse_guessing(account)
    if not _right_code(account, code.replace(" ", "").strip()):
        note(request, account, "totp", succeeded=False)
        wrong = _("This code is not right. Type the six digits that your authenticator shows now.")
        raise Invalid(wrong, fields={"code": wrong})
    _clear(request)
    admit(request, account, "totp")
    return account


def secret_for(request: HttpRequest) -> tuple[str, str]:
    """(secret, otpauth:// address for the QR code) to pair an authenticator; the same until it is set up."""
    account = pending(request)
    secret = request.session.get(SECRET) or generate_totp_secret()
    request.session[SECRET] = secret
    query = urlencode({"secret": secret, "issuer": settings.MFA_TOTP_ISSUER})
    return secret, f"otpauth://totp/{settings.MFA_TOTP_ISSUER}:{account.email}?{query}"


def set_up(request: HttpRequest, code: str) -> list[str]:
    """Pair the authenticator with its first code and open the session; returns the recovery codes to keep."""
    account = pending(request)
    if not needs_pairing(account):
        raise Refused(_("An authenticator is paired already. Sign in with its code."))
    _refuse_guessing(account)
    secret = request.session.get(SECRET, "")
    if not secret or not validate_totp_code(secret, code.replace(" ", "").strip()):
        note(request, account, "totp", succeeded=False)
        wrong = _("This code does not fit. Check the clock of your phone and type the code it shows now.")
        raise Invalid(wrong, fields={"code": wrong})
    TOTP.activate(account, secret)
    authenticators.spend(account, code.replace(" ", "").strip())
    recovery = RecoveryCodes.activate(account).generate_codes()
    _clear(request)
    admit(request, account, "totp")
    return list(recovery)


def pending(request: HttpRequest) -> Account:
    """Whose password was right a moment ago. Raises Refused when that is too long ago."""
    key, at = request.session.get(PENDING) or ("", 0.0)
    fresh = key and abs(timezone.now().timestamp() - at) < PATIENCE.total_seconds()
    account = Account.objects.filter(id=UUID(key), is_active=True).first() if fresh else None
    if account is None:
        raise Refused(_("Signing in took too long. Start again with your password."))
    return account


def needs_pairing(account: Account) -> bool:
    """Is this the first sign-in, before an authenticator was paired or a passkey made?"""
    second = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user=account, type__in=second).exists()


def forget_authenticator(account: Account) -> None:
    """For the security administrator: the next sign-in pairs a new one; passkeys and open sessions end too."""
    Authenticator.objects.filter(user=account).delete()
    end_all(account)


def settle_second_step(request: HttpRequest, account: Account, means: str) -> None:
    """The second step was proved by other means than a code: open the session."""
    _clear(request)
    admit(request, account, means)


def _right_code(account: Account, code: str) -> bool:
    return authenticators.spend(account, code) or authenticators.spend_recovery(account, code)


def _tell_why_not(request: HttpRequest, email: str) -> None:
    """Unknown or wrong is the same answer and the same work: one row either way."""
    account = Account.objects.filter(email__iexact=email, kind=Account.Kind.STAFF).first()
    if account is not None:
        note(request, account, "password", succeeded=False)
    else:
        failed_once("staff", keys.digest(f"staff:{email.lower()}"))
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined]
        raise Refused(_locked_until(timezone.now() + dt.timedelta(hours=settings.AXES_COOLOFF_TIME)))
    wrong = _("E-mail or password is not right. Check both and try again.")
    raise Invalid(wrong, fields={"password": wrong})


def _refuse_guessing(account: Account) -> None:
    if failures_since(account, "totp", CODE_WINDOW) >= CODE_TRIES:
        raise Refused(_locked_until(timezone.now() + CODE_WINDOW))


def _locked_until(moment: dt.datetime) -> str:
    at = time_format(timezone.localtime(moment), "H:i")
    return str(_("Too many wrong tries. Try again after %(time)s.") % {"time": at})


def _clear(request: HttpRequest) -> None:
    for name in (PENDING, SECRET):
        request.session.pop(name, None)
