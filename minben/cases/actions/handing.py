"""Passing a task on by name: to a colleague with a reason, back to who gave it, or away from a colleague on leave."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import holders, staff_names
from minben.agencies.teams import on_leave
from minben.cases.course.told import told
from minben.cases.models import Case, Mention, SubOrder
from minben.cases.together import HAND_OVER, JOINT
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.processes.actions import tasks
from minben.processes.models import Task

REASON_MOST = 300


def colleagues(task: Task, *, without: uuid.UUID | None) -> list[tuple[uuid.UUID, str]]:
    """Who may be given the task: whoever holds its role in its department and is not on leave today, by name."""
    held = holders(task.role, [task.department_id]).get(task.department_id, set())
    away = on_leave([task.department_id], timezone.localdate())
    names = staff_names(held - set(away) - {without})
    return sorted(names.items(), key=lambda pair: pair[1])


def delegate(actor: Actor, task_id: uuid.UUID, *, staff_id: uuid.UUID | None, reason: str) -> Task:
    """Give a task that one has, or may take, to a colleague, who is told and may hand it back.

    Raises Invalid without a reason or for somebody who may not have it, Conflict when another colleague has it.
    """
    with _passing(actor, task_id, "task_delegated", reason) as task:
        if task.assignee_id not in (None, actor.staff_id):
            raise Conflict(_("A colleague has taken this task. Ask them to give it back."))
        if not reason.strip():
            raise Invalid(_("Say why you give it to somebody else."), fields={"reason": _("Say why.")})
        if staff_id not in dict(colleagues(task, without=actor.staff_id)):
            wrong = _("Choose a colleague who may do this and is not on leave.")
            raise Invalid(wrong, fields={"colleague": wrong})
        tasks.pass_on(task, staff_id, given_by=actor.staff_id)
    return task


def hand_back(actor: Actor, task_id: uuid.UUID, *, reason: str = "") -> Task:
    """A delegated task goes back to who gave it. Raises Conflict when it was not delegated to the actor."""
    with _passing(actor, task_id, "task_handed_back", reason) as task:
        if task.assignee_id != actor.staff_id or task.given_by is None:
            raise Conflict(_("Nobody handed this task to you. Give it back to the queue instead."))
        tasks.pass_on(task, task.given_by, given_by=None)
    return task


def take_over(actor: Actor, task_id: uuid.UUID) -> Task:
    """Take what a colleague on leave had in hand. Raises Conflict while the colleague is at work."""
    with _passing(actor, task_id, "task_taken_over", "") as task:
        if task.assignee_id is None or task.assignee_id not in on_leave(
            [task.department_id], timezone.localdate()
        ):
            raise Conflict(_("Your colleague is not on leave. Ask them to give it back."))
        tasks.pass_on(task, actor.staff_id, given_by=None)
    return task


@contextmanager
def _passing(actor: Actor, task_id: uuid.UUID, name: str, reason: str) -> Iterator[Task]:
    """The task, locked; then the line on the timeline, the word to whom it concerns, and the trail."""
    with transaction.atomic():
        task = Task.objects.select_for_update().filter(pk=task_id, state__in=tasks.LIVE).first()
        if task is None:
            raise Missing(_("This task is already done. The case page shows what happened."))
        require(actor, "task.take", task)
        if task.kind == HAND_OVER:
            raise Conflict(_("It is offered to one person. Decline it, or have the offer taken back."))
        before = task.assignee_id
        yield task
        _one_name(task)
        told = before if task.assignee_id == actor.staff_id else task.assignee_id
        case, said = case_of(task), reason.strip()[:REASON_MOST]
        if case is not None:
            _record(actor, case, name, said, told)
        trail.wrote(
            actor,
            name.replace("_", ".", 1),
            subject=("task", task.id),
            case_id=case.id if case else None,
            reason=said,
            before={"assignee": str(before or "")},
            after={"assignee": str(task.assignee_id or "")},
        )


def case_of(task: Task) -> Case | None:
    """The case that a task is about, also through a repair or a sub-order; None for the rating of a visit."""
    found = Case.objects.filter(pk=task.subject_id).first()
    beside = (
        Q(rating__repair__id=task.subject_id)
        | Q(sub_orders__id=task.subject_id)
        | Q(hand_overs__id=task.subject_id)
    )
    return found or Case.objects.filter(beside).first()


def _one_name(task: Task) -> None:
    """Whoever has the task of a sub-order holds it."""
    if task.kind == JOINT:
        SubOrder.objects.filter(pk=task.subject_id, state=SubOrder.State.ACCEPTED).update(
            holder_id=task.assignee_id
        )


def _record(actor: Actor, case: Case, name: str, reason: str, whom: uuid.UUID | None) -> None:
    names = staff_names([whom]) if whom else {}
    data = {"who": names.get(whom, "")} if whom else {}
    event = told(actor, case.id, name, department_id=case.department_id, text=reason, data=data)
    event.save(force_insert=True)
    if whom is not None and whom != actor.staff_id:
        Mention.objects.create(case=case, staff_id=whom, event_id=event.id)
