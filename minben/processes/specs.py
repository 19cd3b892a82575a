"""Specs by version, parsed once in each process; and which version of a key is the published one."""

from __future__ import annotations

import functools
import uuid
from dataclasses import dataclass

from minben.agencies.names import Remembered

from .engine import Machine, Moved, Spec, Surroundings, spec_of
from .models import Version

KEPT_SECONDS = 10.0


def _published(keys: set[str]) -> dict[str, uuid.UUID | None]:
    rows = Version.objects.filter(definition__key__in=keys, state=Version.State.PUBLISHED)
    return dict.fromkeys(keys) | dict(rows.values_list("definition__key", "id"))


_held: Remembered[str, uuid.UUID | None] = Remembered(_published, seconds=KEPT_SECONDS)


def published(key: str) -> uuid.UUID | None:
    """The version that new subjects take: asked at most every ten seconds by each process."""
    return _held.one(key)


def forget() -> None:
    """Something was published in this process."""
    _held.forget()


@functools.lru_cache(maxsize=256)
def spec_for(version_id: uuid.UUID) -> Spec:
    """A version is never changed once it is published, so its spec is kept. Raises Version.DoesNotExist."""
    version = Version.objects.get(pk=version_id)
    called = Version.objects.filter(pk__in=version.calls.values()).values_list("definition__key", "source")
    return spec_of(version.source.encode(), {key: source.encode() for key, source in called})


@dataclass(frozen=True)
class Beginning:
    """Where a new run of a version comes to by itself."""

    moved: Moved
    plain: bool
    """No expression was computed on the way: it is the same for everybody, and need not be stored."""


SAME = frozenset({"begun_by"})
"""Names that have the same value at every beginning."""

_plain: dict[uuid.UUID, Beginning] = {}


def beginning(version_id: uuid.UUID, around: Surroundings) -> Beginning:
    """Computed once for a version whose beginning asks for nothing."""
    held = _plain.get(version_id)
    if held is None:
        _machine, moved = Machine.begin(spec_for(version_id), around)
        held = Beginning(moved, plain=not around.read - SAME)
        if held.plain:
            _plain[version_id] = held
    return held
