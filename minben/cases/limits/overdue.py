"""Finding what has become overdue, and whose next look has come: each by an index of its own, a batch a transaction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Case, F, When

from minben.processes.models import Clock

from .escalating import Rules, Stage, rules, rules_of
from .subjects import Subject, subjects_of

BATCH = 1000
Subjects = Mapping[Any, Subject]


@dataclass(frozen=True)
class Found:
    """Clocks of one batch with what is to be told of each, and what they run on."""

    told: list[tuple[Clock, Stage]] = field(default_factory=list)
    subjects: Subjects = field(default_factory=dict)


def newly_overdue(now: dt.datetime, *, limit: int = BATCH) -> Found:
    """Clocks that passed their due instant and were not marked yet; marks them in one transaction.

    Two sweeps at once share the work (SKIP LOCKED); none is marked twice.
    """
    with transaction.atomic():
        rows = Clock.objects.select_for_update(skip_locked=True).filter(
            state=Clock.State.RUNNING, breached_at__isnull=True, due_at__lt=now
        )
        clocks = list(rows.order_by("due_at")[:limit])
        subjects = subjects_of({clock.subject_id for clock in clocks})
        for held, group in _by_rules(clocks, subjects):
            _of(group).update(breached_at=now, next_at=_next_look(held, now))
    return Found([(clock, Stage.OVERDUE) for clock in clocks], subjects)


def to_be_told(now: dt.datetime, *, limit: int = BATCH) -> Found:
    """Running clocks whose next look has come, with what is to be told; sets the look after it.

    Shared between sweeps as :func:`newly_overdue` is.
    """
    told: list[tuple[Clock, Stage]] = []
    with transaction.atomic():
        rows = Clock.objects.select_for_update(skip_locked=True).filter(
            state=Clock.State.RUNNING, next_at__lte=now
        )
        clocks = list(rows.order_by("next_at")[:limit])
        subjects = subjects_of({clock.subject_id for clock in clocks})
        for held, group in _by_rules(clocks, subjects):
            staged = [(clock, held.stage_of(clock)) for clock in group]
            early = [clock for clock, stage in staged if stage == Stage.WARNED]
            late = [clock for clock, stage in staged if stage != Stage.WARNED]
            _of(early).update(next_at=None, warned_at=now)
            _of(late).update(next_at=_next_look(held, now))
            told += staged
    return Found(told, subjects)


def _by_rules(clocks: Iterable[Clock], subjects: Subjects) -> Iterable[tuple[Rules, list[Clock]]]:
    """Clocks that the same rules hold for, together; those that run on nothing known go by the general ones."""
    general, known = rules(), dict[str, Rules]()
    groups: dict[str, list[Clock]] = defaultdict(list)
    for clock in clocks:
        subject = subjects.get(clock.subject_id)
        held = rules_of(subject) if subject is not None else general
        known[held.name] = held
        groups[held.name].append(clock)
    return [(known[name], group) for name, group in groups.items()]


def _of(clocks: Iterable[Clock]) -> Any:
    return Clock.objects.filter(pk__in=[clock.pk for clock in clocks])


def _next_look(held: Rules, now: dt.datetime) -> Case:
    """When somebody has to be told next about clocks that are over."""
    return Case(
        When(due_at__gt=now - held.later, then=F("due_at") + held.later),
        When(due_at__gt=now - held.last, then=F("due_at") + held.last),
        default=None,
    )
