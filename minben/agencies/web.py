"""Who acts at the desk."""

from __future__ import annotations

from django.http import HttpRequest

from minben.foundation.access.actor import Actor
from minben.foundation.access.models import Account
from minben.foundation.access.sessions import DESK_PATH
from minben.foundation.access.web import account_of, builds_actor

from .queries import actor_for


@builds_actor
def desk_actor(request: HttpRequest) -> Actor | None:
    """The staff member, on desk pages only: elsewhere a staff session counts for nothing."""
    if not request.path.startswith(DESK_PATH):
        return None
    account = account_of(request)
    if account is None or account.kind != Account.Kind.STAFF:
        return None
    return actor_for(account)
