"""A department's whole queue goes to another one, or what it has to do on one subject."""

from __future__ import annotations

import uuid

from django.db.models import Exists, F, OuterRef

from minben.processes.models import Clock, Task

from . import clocks, tasks


def hand_over_queue(source_id: uuid.UUID, heir_id: uuid.UUID) -> int:
    """Live tasks keep due time, order and assignee; returns how many there were.

    Where the successor has the same task on the same subject already, one is enough: the source's is cancelled.
    """
    mine = Task.objects.filter(department_id=source_id, state__in=tasks.LIVE)
    same = Task.objects.filter(
        department_id=heir_id, state__in=tasks.LIVE, subject_id=OuterRef("subject_id"), kind=OuterRef("kind")
    )
    doubled = mine.filter(Exists(same)).update(state=Task.State.CANCELLED, version=F("version") + 1)
    moved = mine.update(department_id=heir_id, version=F("version") + 1)
    Clock.objects.filter(department_id=source_id, state__in=clocks.LIVE).update(department_id=heir_id)
    return doubled + moved


def hand_over_subject(subject_id: uuid.UUID, source_id: uuid.UUID, heir_id: uuid.UUID) -> None:
    """Live tasks and clocks of one subject go along with it; whoever had taken them has them no more."""
    held = {"subject_id": subject_id, "department_id": source_id}
    Task.objects.filter(**held, state__in=tasks.LIVE).update(
        department_id=heir_id,
        assignee_id=None,
        given_by=None,
        state=Task.State.OPEN,
        version=F("version") + 1,
    )
    Clock.objects.filter(**held, state__in=clocks.LIVE).update(department_id=heir_id)
