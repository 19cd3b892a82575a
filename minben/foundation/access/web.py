"""Between a request and an actor: who acts, and which policy an address names."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from .actor import Actor, ActorKind
from .policies import get, require

Builder = Callable[[HttpRequest], Actor | None]
View = Callable[..., HttpResponseBase]
_builders: list[Builder] = []
CLAIMED = "claimed_cases"
ADMITTED = "admitted_at"
SEEN = "seen_at"
LONGEST = 12 * 3600.0
"""Seconds after which somebody signs in again, however busy."""
NOTED_EVERY = 60.0
"""Seconds within which work in a session is not noted again: a note is a statement."""
_idle: list[Callable[[], float]] = []


def builds_actor(builder: Builder) -> Builder:
    """A room registers how an account becomes an actor (agencies: staff; parties: the public)."""
    _builders.append(builder)
    return builder


def sets_idle_limit(seconds: Callable[[], float]) -> None:
    """Whoever keeps the settings says after how many seconds without work staff sign in again."""
    _idle[:] = [seconds]


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in ``request``; anonymous when nobody signed in at this door."""
    found = getattr(request, "_minben_actor", None)
    if found is None:
        found = _build(request)
        request._minben_actor = found  # type: ignore[attr-defined]
    return cast(Actor, found)


def _build(request: HttpRequest) -> Actor:
    for builder in _builders:
        actor = builder(request)
        if actor is not None:
            return actor
    return Actor(
        kind=ActorKind.ANONYMOUS,
        claimed_cases=claimed_cases(request),
        language=get_language() or "zh-hant",
        session=_session_key(request),
    )


def claimed_cases(request: HttpRequest) -> frozenset[UUID]:
    """Cases that this browser session opened with number and code, or made itself."""
    session = getattr(request, "session", None)
    return frozenset(UUID(value) for value in (session.get(CLAIMED, []) if session is not None else []))


def claim_case(request: HttpRequest, case_id: UUID) -> None:
    held = [value for value in request.session.get(CLAIMED, []) if value != str(case_id)]
    request.session[CLAIMED] = [*held, str(case_id)][-20:]
    request._minben_actor = None  # type: ignore[attr-defined]


def _session_key(request: HttpRequest) -> str:
    session = getattr(request, "session", None)
    return (session.session_key or "") if session is not None else ""


def account_of(request: HttpRequest) -> Any:
    """The signed-in account, or None: also when it signed in longer than :data:`LONGEST` ago, or staff did nothing for
    as long as the settings say.
    """
    user = getattr(request, "user", None)
    if user is None or isinstance(user, AnonymousUser) or not user.is_authenticated:
        return None
    return None if _is_over(request) or _is_idle(request, user) else user


def _is_over(request: HttpRequest) -> bool:
    """A session that is used all the time ends nevertheless (OWASP ASVS 3.3.2); so does one from a clock put back."""
    admitted = request.session.get(ADMITTED)
    return admitted is not None and abs(time.time() - float(admitted)) > LONGEST


def _is_idle(request: HttpRequest, user: Any) -> bool:
    """Staff who went away (OWASP ASVS 3.3.2). A clock that was put back makes nobody idle."""
    seen = request.session.get(SEEN) or request.session.get(ADMITTED)
    if seen is None or not _idle or user.kind != user.Kind.STAFF:
        return False
    return time.time() - float(seen) > _idle[0]()


def worked(request: HttpRequest) -> None:
    """Somebody of the staff did something just now."""
    user = account_of(request)
    if user is None or user.kind != user.Kind.STAFF:
        return
    if abs(time.time() - float(request.session.get(SEEN, 0.0))) > NOTED_EVERY:
        request.session[SEEN] = time.time()


def remembered(request: HttpRequest, name: str) -> Any:
    """What the signed-in account keeps under ``name`` (``actions.remembering``), or None. No statement of its own."""
    account = account_of(request)
    return account.settings.get(name) if account is not None else None


def guarded(policy: str, *, polled: bool = False) -> Callable[[View], View]:
    """Names the policy of an address. Checked before the view; a guard test holds that every address has one.
    ``polled``: pages ask for it by themselves, so it is no sign that somebody works.

    The policy is tested without a subject here; the action or query tests it again with the subject.
    """
    get_policy = functools.partial(get, policy)

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            get_policy()
            require(actor_of(request), policy)
            if not polled:
                worked(request)
            return view(request, *args, **kwargs)

        inside.policy = policy  # type: ignore[attr-defined]
        return inside

    return wrap
