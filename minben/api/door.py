"""The machines' door: who calls, how often, and whether the policy of the operation is open to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.errors import AuthenticationError
from ninja.security.base import AuthBase

from minben.foundation.access.actor import Actor
from minben.foundation.access.clients import Client, Waits, client_of
from minben.foundation.access.policies import allowed, require
from minben.foundation.records.errors import Problem

from .limiting import UNKNOWN, count


class NotLetIn(Problem):
    """The key is right, and a second administrator has not let it in yet."""

    status = 403
    code = "waiting"


class Key(AuthBase):
    """``Authorization: Bearer mb_…``, and the policy that the operation names."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "The key of an API client: made by the system administrator, shown once, let in by the security administrator."

    def __init__(self, policy: str, *any_of: str) -> None:
        super().__init__()
        self.policy, self.any_of = policy, any_of

    def __call__(self, request: HttpRequest) -> Actor:
        """The actor of the call. Raises AuthenticationError, NotLetIn, TooFast, Refused."""
        client = self._client(request)
        count(client.actor.key, client.rate)
        if not any(allowed(client.actor, name) for name in self.any_of):
            require(client.actor, self.policy)
        request._minben_actor = client.actor  # type: ignore[attr-defined]
        return client.actor

    def _client(self, request: HttpRequest) -> Client:
        word, _space, key = request.headers.get("Authorization", "").partition(" ")
        client = client_of(key.strip()) if word.lower() == "bearer" and key.strip() else None
        if isinstance(client, Client):
            return client
        if key:
            count(f"wrong:{request.META.get('REMOTE_ADDR', '')}", UNKNOWN)
        if client is Waits.YET:
            raise NotLetIn(_("This key waits: a security administrator has to let it in first."))
        raise AuthenticationError


def actor(request: HttpRequest) -> Actor:
    """Who calls: set when the key was checked."""
    found: Any = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Actor)
    return found
