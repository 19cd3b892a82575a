"""What a process is about belongs to an upper room: it says how a run of its subjects is moved by the clock or from outside."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from .engine import Machine, Moved

Way = Callable[[Machine], Moved]
Mover = Callable[[uuid.UUID, Way], None]

_movers: dict[str, Mover] = {}


def moves(kind: str) -> Callable[[Mover], Mover]:
    """Register ``mover(subject_id, way)``: lock the subject, go this way, open and end what follows, in one transaction."""

    def register(mover: Mover) -> Mover:
        if kind in _movers:
            raise ValueError(f"Subjects of kind {kind} have a mover already.")
        _movers[kind] = mover
        return mover

    return register


def move(kind: str, subject_id: uuid.UUID, way: Way) -> None:
    _movers[kind](subject_id, way)
