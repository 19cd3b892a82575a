"""Specs by version, parsed once in each process; and which version of a key is the published one."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from minben.agencies.names import Remembered

from . import decisions
from .engine import Machine, Moved, Spec, StepFailed, Surroundings, spec_of
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


@functools.lru_cache(maxsize=256)
def table_of(version_id: uuid.UUID) -> decisions.Model:
    """The decision tables of one version. Raises Version.DoesNotExist."""
    return decisions.read(Version.objects.get(pk=version_id).source.encode())


def decide(key: str, facts: Mapping[str, Any], now: dt.datetime) -> dict[str, Any]:
    """What the published tables of ``key`` say: the outputs by name, and ``reasons``, what stands beside the rules.

    The table in force decides, whatever version of the process asks. Raises LookupError when none is published,
    DecisionError when the facts lead to no answer.
    """
    version_id = published(key)
    if version_id is None:
        raise LookupError(f"No decision table “{key}” is published.")
    model = table_of(version_id)
    outcome = model.decide(model.order[-1], facts, now)
    return {**outcome.values, "reasons": list(outcome.reasons)}


SAME = frozenset({"begun_by"})
"""Names that have the same value at every beginning."""


@functools.lru_cache(maxsize=256)
def plain_beginning(version_id: uuid.UUID) -> Moved | None:
    """What every new run of a version comes to, so that it need not be stored yet; None where the drawing asks for
    something on the way, waits for more than people, throws a signal, or fails.
    """
    around = Surroundings({"begun_by": "submit"}, timezone.now())
    try:
        _machine, moved = Machine.begin(spec_for(version_id), around)
    except StepFailed:
        return None
    same = not around.read - SAME and not moved.signals
    return moved if same and all(stop.kind == "person" for stop in moved.opened) else None
