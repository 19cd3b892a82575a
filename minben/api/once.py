"""The same call twice is done once, by its ``Idempotency-Key``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ninja import Header

from minben.foundation.access.actor import Actor
from minben.foundation.records.idempotency import once

KEY = Header(
    None,
    alias="Idempotency-Key",
    max_length=100,
    min_length=1,
    pattern=r"^[!-~]+$",
    description="A key of your own for this call. The same call again is answered, not done again (24 hours).",
)


def done_once(
    who: Actor, key: str | None, what: str, body: Mapping[str, Any], work: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """(result, whether it was done now). Without a key it is simply done. Raises Conflict for another body."""
    if key is None:
        return work(), True
    return once(who.key, f"{what}:{key}"[:120], body, work)
