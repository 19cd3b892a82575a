"""Who wants to know. Rooms subscribe in their ``jobs.py``; the list is the same in every process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .event import Event, members

Handler = Callable[[list[Any]], None]


@dataclass(frozen=True)
class Subscription:
    """``from_start``: a new subscriber reads all history that is kept; otherwise it starts at now."""

    name: str
    kinds: tuple[type[Event], ...]
    handler: Handler
    from_start: bool = False

    @property
    def event_names(self) -> list[str]:
        return [kind.name for kind in members(self.kinds)]


_subscriptions: dict[str, Subscription] = {}


def subscribe(name: str, *kinds: type[Event], from_start: bool = False) -> Callable[[Handler], Handler]:
    """Register a handler of a list of events under a name that never changes (its cursor is kept under it).

    The handler gets events in order, inside the transaction that moves its cursor: what it writes to the
    database happens exactly once. What leaves the database it must defer as a job. Raises ValueError when
    the name is taken or no kind is named.
    """
    if not kinds:
        raise ValueError(f"{name} subscribes to nothing.")

    def register(handler: Handler) -> Handler:
        if name in _subscriptions:
            raise ValueError(f"Two subscribers are named {name}.")
        _subscriptions[name] = Subscription(name, kinds, handler, from_start)
        return handler

    return register


def all_subscriptions() -> list[Subscription]:
    return [_subscriptions[name] for name in sorted(_subscriptions)]


def subscription(name: str) -> Subscription:
    return _subscriptions[name]


def forget(name: str) -> None:
    """Take a subscription out of this process (tests)."""
    _subscriptions.pop(name, None)
