"""What is in force, without a statement for each page: read at most every ten seconds by each process.

A change shows at once in the process that made it, elsewhere within :data:`KEPT_SECONDS`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from .groups import get
from .models import OptionChange

KEPT_SECONDS = 10.0


@dataclass
class _Held:
    """The newest version and values of each group, and what was asked for since they were read."""

    until: float
    versions: dict[str, int]
    chosen: dict[str, dict[str, Any]]
    merged: dict[str, dict[str, Any]] = field(default_factory=dict)


_held: _Held | None = None
_ever: dict[str, tuple[int, list[dict[str, Any]]]] = {}


def of(name: str) -> dict[str, Any]:
    """The values of a group in force: what was chosen, over what holds without a choice. Not to be changed."""
    held = _fresh()
    found = held.merged.get(name)
    if found is None:
        group = get(name)
        plain = group.defaults() if group is not None else {}
        found = held.merged[name] = plain | held.chosen.get(name, {})
    return found


def remembered(name: str) -> dict[str, Any] | None:
    """What :func:`of` said last in this process, however old; never asks the database, so that it cannot fail."""
    return _held.merged.get(name) if _held is not None else None


def version_of(name: str) -> int:
    """How often the group was changed; 0 when everything is as it came."""
    return _fresh().versions.get(name, 0)


def chosen() -> list[tuple[str, dict[str, Any]]]:
    """Groups that were changed at least once with the values of their settings, by name."""
    known = {name: get(name) for name in sorted(_fresh().chosen)}
    return [
        (name, {o.name: of(name)[o.name] for o in group.options()}) for name, group in known.items() if group
    ]


def ever(name: str) -> list[dict[str, Any]]:
    """The values of every version there was, newest first; read again only after a change."""
    version = version_of(name)
    known = _ever.get(name)
    if known is None or known[0] != version:
        rows = OptionChange.objects.filter(group=name).order_by("-version").values_list("values", flat=True)
        known = _ever[name] = (version, list(rows) if version else [])
    return known[1]


def forget() -> None:
    """Something was changed in this process: ask the database again."""
    global _held
    _held = None
    _ever.clear()


def _fresh() -> _Held:
    global _held
    now, held = time.monotonic(), _held
    if held is None or held.until < now:
        held = _held = _load(now + KEPT_SECONDS)
    return held


def _load(until: float) -> _Held:
    rows = OptionChange.objects.order_by("group", "-version").distinct("group")
    found = list(rows.values_list("group", "version", "values"))
    return _Held(
        until, {g: version for g, version, _v in found}, {g: values for g, _version, values in found}
    )
