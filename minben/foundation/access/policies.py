"""Permission policies as named objects: "may X do Y to Z?" has one answer for pages, API and jobs alike.

A room declares its policies in its own ``policies.py``; actions call :func:`require`, faces name a policy for
every address (:func:`guarded`), and a guard test holds that no address is without one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Refused, Text

from .actor import Actor, ActorKind
from .roles import Role
from .scopes import Scope, opened, opens

Test = Callable[[Actor, Any], bool]


REFUSAL = _("You are not allowed to do this. Ask your supervisor if you think you should be.")


@dataclass(frozen=True)
class Policy:
    """A named rule. ``test(actor, subject)``; ``subject`` is None when only the actor matters."""

    name: str
    test: Test
    refusal: Text = REFUSAL

    def allows(self, actor: Actor, subject: Any = None) -> bool:
        return self.test(actor, subject)


_policies: dict[str, Policy] = {}
OPEN = "api.open"
"""What every machine may, whatever its scopes: read who it is."""


def declare(name: str, test: Test, refusal: Text | None = None) -> Policy:
    """Register a policy under a name that nobody else uses. Raises ValueError for a second one of that name."""
    if name in _policies:
        raise ValueError(f"Policy {name} is declared twice.")
    _policies[name] = Policy(name, test, refusal or REFUSAL)
    return _policies[name]


def get(name: str) -> Policy:
    return _policies[name]


def all_policies() -> dict[str, Policy]:
    return dict(_policies)


def allowed(actor: Actor, name: str, subject: Any = None) -> bool:
    """May ``actor``? A machine only what one of its scopes opens."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    if actor.kind == ActorKind.MACHINE and name != OPEN and not opened(actor.scopes, name):
        return False
    return _policies[name].allows(actor, subject)


def require(actor: Actor, name: str, subject: Any = None) -> None:
    """Raises Refused, with the policy's own message, unless ``actor`` may."""
    if not allowed(actor, name, subject):
        raise Refused(_policies[name].refusal)


def holds(*roles: Role) -> Test:
    """A test: staff, or a machine in their place, holding one of ``roles`` anywhere."""
    return lambda actor, _subject: actor.serves and actor.has(*roles)


def anyone(_actor: Actor, _subject: Any) -> bool:
    return True


def any_staff(actor: Actor, _subject: Any) -> bool:
    return actor.kind == ActorKind.STAFF


def signed_in(actor: Actor, _subject: Any) -> bool:
    return actor.account_id is not None


declare("site.open", anyone)
declare("desk.open", any_staff, _("Sign in as staff to open the desk."))
declare("account.own", signed_in, _("Sign in to open your account."))
declare(OPEN, anyone)
declare("catalog.read", anyone)
opens(Scope.CATALOG_READ, "catalog.read")
