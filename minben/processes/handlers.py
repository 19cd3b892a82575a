"""What a service task of a drawing may call: the room that owns the work registers it under a name.

A handler is called outside of any transaction, perhaps more than once: ``asked.id`` is the same each time.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from minben.foundation.records.errors import Text


@dataclass(frozen=True)
class Asked:
    """One call: of which step, for what subject, with what the drawing gives it."""

    id: uuid.UUID
    subject_id: uuid.UUID
    given: Mapping[str, Any]


Handle = Callable[[Asked], Mapping[str, Any]]


@dataclass(frozen=True)
class Handler:
    """``does``: what a designer reads when choosing it."""

    name: str
    does: Text
    run: Handle


_handlers: dict[str, Handler] = {}


def handler(name: str, does: Text) -> Callable[[Handle], Handle]:
    """Register work for service tasks. Raises ValueError for a name that is taken."""

    def register(run: Handle) -> Handle:
        if name in _handlers:
            raise ValueError(f"Handler {name} is declared twice.")
        _handlers[name] = Handler(name, does, run)
        return run

    return register


def get(name: str) -> Handler | None:
    return _handlers.get(name)


def all_handlers() -> dict[str, Handler]:
    return dict(_handlers)
