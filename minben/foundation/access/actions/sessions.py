"""Letting somebody in and out: the session is new after every sign-in, and each attempt is a SignIn row."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.models import Account, SignIn
from minben.foundation.access.web import ADMITTED, SEEN
from minben.foundation.records.errors import Refused
from minben.foundation.records.ids import lowest_id

from . import open_sessions

FRESH = dt.timedelta(minutes=15)
BACKEND = "minben.foundation.access.backends.StaffBackend"


def admit(request: HttpRequest, account: Account, means: str) -> None:
    """Open a session for ``account`` under a new key. Raises Refused for a closed account or a practice one."""
    refuse_closed(account)
    login(request, account, backend=BACKEND)
    request.session.cycle_key()
    request.session[ADMITTED] = request.session[SEEN] = timezone.now().timestamp()
    open_sessions.remember(request, account, means)
    request._minben_actor = None  # type: ignore[attr-defined]
    note(request, account, means, succeeded=True)


def sign_in_public(request: HttpRequest, account: Account) -> None:
    """Open a public session after a code was redeemed."""
    if account.kind != Account.Kind.PUBLIC:
        raise Refused(_("Staff sign in at the desk."))
    admit(request, account, "code")


def practice_sign_in(request: HttpRequest, account: Account) -> None:
    """The marked shortcut of the practice city: one click, no password. Refused anywhere else."""
    if not settings.PRACTICE or not account.practice:
        raise Refused(_("This shortcut works in the practice city only. Sign in with your password."))
    admit(request, account, "practice")


def sign_out(request: HttpRequest) -> None:
    """End the session of this door."""
    open_sessions.forget(request)
    logout(request)
    request._minben_actor = None  # type: ignore[attr-defined]


def stay(request: HttpRequest, account: Account) -> None:
    """After one's own change of password: this session goes on under a new key, all others have ended."""
    before = request.session.session_key or ""
    update_session_auth_hash(request, account)
    open_sessions.moved(account, before, request.session.session_key or "")


def stay_alone(request: HttpRequest, account: Account) -> None:
    """This session goes on under a new key; every other one of the account ends at once, listed or not."""
    open_sessions.count_up(account)
    stay(request, account)


def require_fresh(request: HttpRequest) -> None:
    """What outlives a session (a new way in) needs a sign-in of the last quarter of an hour. Raises Refused."""
    age = timezone.now().timestamp() - float(request.session.get(ADMITTED, 0.0))
    if abs(age) > FRESH.total_seconds():
        raise Refused(_("For your safety, sign out and in again first; then do this within 15 minutes."))


def refuse_closed(account: Account) -> None:
    if not account.is_active:
        raise Refused(_("This account is closed. Ask the security administrator."))
    if account.practice and not settings.PRACTICE:
        raise Refused(_("This is a log-in of the practice city and does not work here."))


def note(request: HttpRequest, account: Account, means: str, *, succeeded: bool) -> None:
    """One line in the account's list of sign-ins."""
    SignIn.objects.create(
        account=account,
        succeeded=succeeded,
        means=means,
        address=request.META.get("REMOTE_ADDR") or None,
        device=request.META.get("HTTP_USER_AGENT", "")[:200],
    )


def failures_since(account: Account, means: str, since: dt.timedelta) -> int:
    recent = SignIn.objects.filter(account=account, means=means, succeeded=False)
    return recent.filter(id__gte=lowest_id(timezone.now() - since)).count()


def sign_ins(account: Account, limit: int = 50) -> list[SignIn]:
    """The newest attempts, for the person's own list."""
    return list(SignIn.objects.filter(account=account).order_by("-id")[:limit])
