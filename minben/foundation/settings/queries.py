"""What is set, and who changed it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require

from . import registry
from .models import SettingChange
from .registry import Choice, Kind


def changes_of(actor: Actor, names: Iterable[str], *, limit: int = 30) -> list[tuple[Choice, SettingChange]]:
    """The newest changes of these settings, each with its declaration. One statement."""
    require(actor, "settings.read")
    rows = SettingChange.objects.filter(name__in=list(names)).order_by("-id")[:limit]
    return [(made, row) for row in rows if (made := registry.find(row.name)) is not None]


def exportable() -> dict[str, Any]:
    """Values of the screen that differ from their default; never a secret."""
    plain = (one for one in registry.all_choices() if one.kind != Kind.SECRET)
    return {one.name: registry.stored(one.name) for one in plain if registry.stored(one.name) != one.default}
