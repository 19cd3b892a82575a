"""Taking a task of a case out of the queue, and giving it back."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases.models import Mention
from minben.cases.together import HAND_OVER, JOINT
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing
from minben.processes.actions import tasks
from minben.processes.models import Task
from minben.processes.queries import live_tasks, may_do

from .handing import case_of


def take(actor: Actor, task_id: uuid.UUID) -> Task:
    """Claim a task that the actor's role in its department may do. Raises Conflict when a colleague was faster."""
    with transaction.atomic():
        _allowed(actor, task_id)
        task = tasks.claim(actor, task_id)
        trail.wrote(actor, "task.claimed", subject=("task", task.id), case_id=_case_of(task))
    return task


def give_back(actor: Actor, task_id: uuid.UUID, *, version: int | None = None) -> Task:
    """Put a task of one's own back into the queue, for colleagues to take.

    Raises Conflict when it changed since ``version``.
    """
    with transaction.atomic():
        _allowed(actor, task_id)
        task = tasks.give_back(actor, task_id, version=version)
        trail.wrote(actor, "task.given_back", subject=("task", task.id), case_id=_case_of(task))
    return task


def take_case(actor: Actor, case_id: uuid.UUID) -> Task:
    """Claim what is open to the actor on a case. Raises Conflict when nothing is, or a colleague has it."""
    open_ = [task for task in live_tasks(case_id) if may_do(actor, task)]
    free = next((task for task in open_ if task.state == Task.State.OPEN), None)
    if free is None:
        taken = any(task.assignee_id not in (None, actor.staff_id) for task in open_)
        raise Conflict(
            _("A colleague has taken it.") if taken else _("There is nothing here for you to take.")
        )
    return take(actor, free.id)


def read_mentions(actor: Actor, case_id: uuid.UUID) -> int:
    """The actor opened the case: what named them there is no news any more."""
    if actor.staff_id is None:
        return 0
    rows = Mention.objects.filter(case_id=case_id, staff_id=actor.staff_id, seen_at__isnull=True)
    return rows.update(seen_at=timezone.now())


def read_mentions_of_repair(actor: Actor, repair_id: uuid.UUID) -> int:
    """The same for a repair without a case."""
    if actor.staff_id is None:
        return 0
    rows = Mention.objects.filter(repair_id=repair_id, staff_id=actor.staff_id, seen_at__isnull=True)
    return rows.update(seen_at=timezone.now())


def _case_of(task: Task) -> uuid.UUID | None:
    """The case that it is about, also through a part of it; a repair may be about a visit, which has none."""
    if not task.kind.startswith(BESIDE):
        return task.subject_id
    case = case_of(task)
    return case.id if case is not None else None


BESIDE = ("repair", "decide_appeal", JOINT, HAND_OVER)


def _allowed(actor: Actor, task_id: uuid.UUID) -> None:
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise Missing(_("There is no such task."))
    require(actor, "task.take", task)
