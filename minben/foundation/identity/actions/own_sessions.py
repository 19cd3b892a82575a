"""One's own open sessions: seen, and ended."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from minben.foundation.access.actions import open_sessions, sessions
from minben.foundation.access.actor import Actor
from minben.foundation.access.models import Account
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Missing


@transaction.atomic
def end_session(actor: Actor, account: Account, session_id: UUID) -> None:
    """Raises Missing for a session of somebody else."""
    _own(actor, account)
    open_sessions.end_one(account, session_id)
    trail.wrote(actor, "account.session.ended", subject=("account", account.id))


@transaction.atomic
def end_others(request: HttpRequest, actor: Actor, account: Account) -> None:
    """Sign out everywhere but here. Raises Missing for somebody else's account."""
    _own(actor, account)
    sessions.stay_alone(request, account)
    trail.wrote(actor, "account.sessions.ended", subject=("account", account.id))


def _own(actor: Actor, account: Account) -> None:
    require(actor, "account.own")
    if actor.account_id != account.id:
        raise Missing("")
