"""Who does what next, and by when."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from django.db.models import Count, Q, QuerySet

from minben.foundation.access.actor import Actor
from minben.foundation.records import prepared

from .models import Clock, Task
from .models.task import rank, until

LIVE = (Task.State.OPEN, Task.State.CLAIMED)
WORK_ORDER = ("rank", "until", "id")
_STATUTORY = "SELECT EXISTS (SELECT FROM processes_task WHERE statutory AND subject_id = $1::uuid)"


def in_work_order(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Priority by law first, then what is due first, tasks without a due time last: page it by WORK_ORDER."""
    return tasks.annotate(rank=rank(), until=until())


def due_before(tasks: QuerySet[Task], moment: dt.datetime) -> QuerySet[Task]:
    """Those that are due earlier than ``moment``, late ones too."""
    return tasks.alias(due=until()).filter(due__lt=moment)


def live_tasks(subject_id: uuid.UUID) -> list[Task]:
    return list(Task.objects.filter(subject_id=subject_id, state__in=LIVE).order_by("id"))


def tasks_on(subject_id: uuid.UUID) -> list[Task]:
    """Every task of a subject, done ones too, in the order in which they were opened."""
    return list(Task.objects.filter(subject_id=subject_id).order_by("id")[:200])


def was_statutory(subject_id: uuid.UUID) -> bool:
    """Did any task of this subject have priority by law?"""
    return bool(prepared.rows(_STATUTORY, [subject_id])[0][0])


def tasks_of(staff_id: uuid.UUID) -> QuerySet[Task]:
    """What one person has taken, most pressing first."""
    return Task.objects.filter(assignee_id=staff_id, state__in=LIVE)


def queue(actor: Actor) -> QuerySet[Task]:
    """Open tasks that ``actor`` may take: those of a department where the actor holds the task's role."""
    return Task.objects.filter(_claimable(actor))


def reach(actor: Actor) -> QuerySet[Task]:
    """The actor's own tasks and those that they may take: each half by an index of its own."""
    own = Q(assignee_id=actor.staff_id, state=Task.State.CLAIMED) if actor.staff_id else Q(pk__in=[])
    return Task.objects.filter(own | _claimable(actor))


def halves(actor: Actor, moment: dt.datetime) -> tuple[QuerySet[Task], QuerySet[Task]]:
    """What is due before ``moment`` of :func:`reach`, own and open tasks apart: to be counted, each by its index."""
    own = Task.objects.filter(assignee_id=actor.staff_id, state=Task.State.CLAIMED, due_at__lt=moment)
    return (own if actor.staff_id else own.none()), due_before(queue(actor), moment)


def _claimable(actor: Actor) -> Q:
    mine = Q(pk__in=[])
    for grant in actor.grants:
        if grant.department_id is not None:
            mine |= Q(department_id=grant.department_id, role=grant.role, state=Task.State.OPEN)
    return mine


def may_do(actor: Actor, task: Task) -> bool:
    return task.assignee_id == actor.staff_id or any(
        g.department_id == task.department_id and g.role == task.role for g in actor.grants
    )


def clocks_of(subject_id: uuid.UUID) -> list[Clock]:
    return list(Clock.objects.filter(subject_id=subject_id).order_by("started_at"))


def due_clocks(subject_ids: Collection[uuid.UUID], kinds: Iterable[str]) -> dict[uuid.UUID, dt.datetime]:
    """The running due instant by subject."""
    rows = Clock.objects.filter(subject_id__in=subject_ids, kind__in=list(kinds), state=Clock.State.RUNNING)
    return dict(rows.values_list("subject_id", "due_at"))


def overdue(now: dt.datetime, *, department_ids: Collection[uuid.UUID] | None = None) -> QuerySet[Clock]:
    rows = Clock.objects.filter(state=Clock.State.RUNNING, due_at__lt=now)
    return rows if department_ids is None else rows.filter(department_id__in=department_ids)


def live_counts(staff_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many live tasks each of these people has in hand: one statement."""
    rows = Task.objects.filter(assignee_id__in=list(staff_ids), state__in=LIVE).values_list("assignee_id")
    return dict(rows.order_by().annotate(Count("id")))


def live_tasks_in(department_id: uuid.UUID) -> int:
    """How many tasks wait in the queues of a department, or are in somebody's hands there."""
    return Task.objects.filter(department_id=department_id, state__in=LIVE).count()
