"""Opening, taking and finishing tasks. A subject's own room calls these inside its transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Missing
from minben.foundation.records.fresh import fresh
from minben.processes.models import Task

LIVE = (Task.State.OPEN, Task.State.CLAIMED)


def open_task(
    subject_id: uuid.UUID,
    kind: str,
    *,
    department_id: uuid.UUID,
    role: Role,
    assignee_id: uuid.UUID | None = None,
    due_at: dt.datetime | None = None,
    statutory: bool = False,
    label: str = "",
) -> Task:
    """A new task; it is claimed from the start when an assignee is given."""
    task = plan_task(
        subject_id,
        kind,
        department_id=department_id,
        role=role,
        assignee_id=assignee_id,
        due_at=due_at,
        statutory=statutory,
        label=label,
    )
    task.save(force_insert=True)
    return task


def plan_task(
    subject_id: uuid.UUID,
    kind: str,
    *,
    department_id: uuid.UUID,
    role: Role,
    assignee_id: uuid.UUID | None = None,
    due_at: dt.datetime | None = None,
    statutory: bool = False,
    label: str = "",
) -> Task:
    """A task that is not stored yet."""
    return fresh(
        Task,
        subject_id=subject_id,
        kind=kind,
        department_id=department_id,
        role=role,
        assignee_id=assignee_id,
        state=Task.State.CLAIMED if assignee_id else Task.State.OPEN,
        due_at=due_at,
        statutory=statutory,
        label=label[:200],
    )


def claim(actor: Actor, task_id: uuid.UUID) -> Task:
    """Take an open task. Raises Conflict when a colleague has it, Missing when it is gone."""
    task = _live(task_id)
    if task.assignee_id not in (None, actor.staff_id):
        raise Conflict(_("A colleague has taken this task. Choose another one, or ask them to give it back."))
    return _assign(task, actor.staff_id)


def give_back(actor: Actor, task_id: uuid.UUID, *, version: int | None = None) -> Task:
    """Put a task of one's own back into the queue. Raises Conflict when it changed since ``version``."""
    task = _live(task_id)
    if version is not None and task.version != version:
        raise Conflict(_("This task has changed since."))
    if task.assignee_id != actor.staff_id:
        raise Conflict(_("Only the person who has this task can give it back."))
    return _assign(task, None)


def assign(task_id: uuid.UUID, staff_id: uuid.UUID | None) -> Task:
    """Put a task into somebody's hands (a supervisor's order, a transfer)."""
    return _assign(_live(task_id), staff_id)


def pass_on(task: Task, staff_id: uuid.UUID | None, *, given_by: uuid.UUID | None) -> Task:
    """Put a locked task into other hands; ``given_by``: who delegated it, and gets it when it is handed back."""
    return _assign(task, staff_id, given_by)


def free_tasks(staff_id: uuid.UUID, department_id: uuid.UUID) -> int:
    """Whatever somebody has taken in a department goes back into its queue; returns how many tasks."""
    rows = Task.objects.filter(assignee_id=staff_id, department_id=department_id, state__in=LIVE)
    return rows.update(assignee_id=None, state=Task.State.OPEN, version=F("version") + 1)


def finish_tasks(subject_id: uuid.UUID, kinds: Iterable[str], *, actor: Actor, now: dt.datetime) -> int:
    """Mark the live tasks of these kinds done; returns how many."""
    return Task.objects.filter(subject_id=subject_id, kind__in=list(kinds), state__in=LIVE).update(
        state=Task.State.DONE, done_at=now, done_by=actor.staff_id, version=F("version") + 1
    )


def cancel_tasks(subject_id: uuid.UUID, *, now: dt.datetime) -> int:
    """Cancel whatever is still live on a subject (withdrawn, merged, returned)."""
    return Task.objects.filter(subject_id=subject_id, state__in=LIVE).update(
        state=Task.State.CANCELLED, done_at=now, version=F("version") + 1
    )


def cancel_kinds(subject_id: uuid.UUID, kinds: Iterable[str], *, now: dt.datetime) -> None:
    """Cancel the live tasks of these kinds: the process went another way."""
    wanted = list(kinds)
    if wanted:
        Task.objects.filter(subject_id=subject_id, kind__in=wanted, state__in=LIVE).update(
            state=Task.State.CANCELLED, done_at=now, version=F("version") + 1
        )


def move_due(subject_id: uuid.UUID, kinds: Iterable[str], due_at: dt.datetime | None) -> None:
    """The clock behind these tasks moved."""
    Task.objects.filter(subject_id=subject_id, kind__in=list(kinds), state__in=LIVE).update(due_at=due_at)


def _live(task_id: uuid.UUID) -> Task:
    task = Task.objects.select_for_update().filter(pk=task_id, state__in=LIVE).first()
    if task is None:
        raise Missing(_("This task is already done. The case page shows what happened."))
    return task


def _assign(task: Task, staff_id: uuid.UUID | None, given_by: uuid.UUID | None = None) -> Task:
    task.assignee_id, task.given_by = staff_id, given_by
    task.state = Task.State.CLAIMED if staff_id else Task.State.OPEN
    task.version += 1
    task.save(update_fields=["assignee_id", "given_by", "state", "version"])
    return task
