"""The order of the services of a life event: what can be done at once, and what waits for what."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def layers(keys: Iterable[K], after: Mapping[K, Iterable[K]]) -> list[list[K]]:
    """``keys`` in layers: everything in a layer only needs what stands in earlier ones. Keeps the given order.

    A circle cannot be done in any order; its members come last, together, so that nothing is lost.
    """
    waiting = list(keys)
    known = set(waiting)
    needs = {key: set(after.get(key, ())) & known - {key} for key in waiting}
    done: set[K] = set()
    made: list[list[K]] = []
    while waiting:
        ready = [key for key in waiting if needs[key] <= done] or waiting
        made.append(ready)
        done.update(ready)
        waiting = [key for key in waiting if key not in done]
    return made
