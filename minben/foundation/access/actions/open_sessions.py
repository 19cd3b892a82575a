"""The list of sessions somebody is signed in to, and how they end: one, or all at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.models import Account, OpenSession
from minben.foundation.records.errors import Missing


def remember(request: HttpRequest, account: Account, means: str) -> None:
    """One line for a session that opened just now."""
    OpenSession.objects.create(
        account=account,
        session_key=request.session.session_key or "",
        means=means,
        address=request.META.get("REMOTE_ADDR") or None,
        device=request.META.get("HTTP_USER_AGENT", "")[:200],
    )


def forget(request: HttpRequest) -> None:
    OpenSession.objects.filter(session_key=request.session.session_key or "").delete()


def moved(account: Account, before: str, after: str) -> None:
    """The session goes on under another key; all others of the account have ended."""
    OpenSession.objects.filter(account=account).exclude(session_key=before).delete()
    OpenSession.objects.filter(session_key=before).update(session_key=after)


def open_to(account: Account) -> list[OpenSession]:
    """Sessions that are still good, the newest first."""
    rows = list(OpenSession.objects.filter(account=account).order_by("-id")[:50])
    keys = [row.session_key for row in rows]
    good = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    alive = set(good.values_list("session_key", flat=True))
    return [row for row in rows if row.session_key in alive]


def end_one(account: Account, session_id: UUID) -> None:
    """End one of the account's own sessions. Raises Missing for any other."""
    found = OpenSession.objects.filter(account=account, id=session_id).first()
    if found is None:
        raise Missing(_("This session has ended already."))
    Session.objects.filter(session_key=found.session_key).delete()
    found.delete()


def end_all(account: Account) -> None:
    """End every session of the account, listed or not: the epoch makes the rest worthless."""
    listed = OpenSession.objects.filter(account=account).values("session_key")
    Session.objects.filter(session_key__in=listed).delete()
    OpenSession.objects.filter(account=account).delete()
    count_up(account)


def count_up(account: Account) -> None:
    """Every key of a session that is out there opens nothing any more."""
    Account.objects.filter(id=account.id).update(session_epoch=F("session_epoch") + 1)
    account.refresh_from_db(fields=["session_epoch"])
