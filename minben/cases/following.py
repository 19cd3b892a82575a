"""Applying the flow to a live case, in the transaction of the step."""

from __future__ import annotations

import datetime as dt
import uuid

from minben.agencies.models import Department
from minben.foundation.worktime import Calendar
from minben.processes.actions import clocks, tasks
from minben.processes.models import Clock, Task
from minben.processes.queries import live_tasks, was_statutory

from .escalating import warn_share
from .flow import PROMISES, DueBy, Opens, Place, effect_of, limit_of, main_clock
from .models import Case, CaseScope
from .steps import Step


def plan(case: Case, *, now: dt.datetime, calendar: Calendar) -> list[Clock]:
    """The clocks of a new case, not yet stored; the promised date is put on the case."""
    return [_planned(case, kind, now, calendar) for kind in effect_of(case.kind, "submit").starts]


def first_tasks(
    case: Case, planned: list[Clock], *, centre: Department | None, statutory: bool
) -> list[Task]:
    """What a new case opens, not yet stored."""
    opens = effect_of(case.kind, "submit").opens
    if opens is None:
        return []
    where = centre.id if opens.place == Place.CENTRE and centre else case.department_id
    return [_opened(case, opens, where, planned[0].due_at, statutory=statutory)]


def follow(step: Step) -> None:
    """End and open what the step's effect says; pauses, assignments and silence have rules of their own."""
    special = {"suspend": _pause, "resume": _resume, "assign": _assign}.get(step.verb)
    if special is not None:
        special(step)
        return
    case, effect = step.case, effect_of(step.case.kind, step.verb)
    statutory = effect.opens is not None and was_statutory(case.id)
    tasks.finish_tasks(case.id, effect.done, actor=step.actor, now=step.now)
    clocks.finish_clocks(case.id, effect.stop, now=step.now)
    if effect.clears:
        tasks.cancel_tasks(case.id, now=step.now)
        clocks.cancel_clocks(case.id, now=step.now)
    started = [
        _planned(case, kind, step.since or step.now, step.calendar_for(kind)) for kind in effect.starts
    ]
    Clock.objects.bulk_create(started)
    if effect.opens is not None:
        _open_next(step, effect.opens, started, statutory)


def centre_of(case: Case) -> uuid.UUID:
    """The hotline centre that took the case (its own scope row says)."""
    found = case.scopes.filter(part=CaseScope.Part.CENTRE).values_list("department_id", flat=True).first()
    if found is None:
        raise LookupError(f"Case {case.number} has no hotline centre.")
    return found


def _planned(case: Case, kind: str, start: dt.datetime, calendar: Calendar) -> Clock:
    clock = clocks.plan_clock(
        case.id,
        kind,
        limit_of(case, kind, start),
        started_at=start,
        calendar=calendar,
        department_id=case.department_id,
        warn_share=warn_share(),
    )
    if kind in PROMISES:
        case.promised_at = clock.due_at
    return clock


def _open_next(step: Step, opens: Opens, started: list[Clock], statutory: bool) -> None:
    """A case done again that never had a department goes back to the centre's dispatchers."""
    case = step.case
    if opens.place == Place.DEPARTMENT and case.department_id is None:
        opens = effect_of(case.kind, "return").opens or opens
    where = centre_of(case) if opens.place == Place.CENTRE else case.department_id
    task = _opened(case, opens, where, started[0].due_at if started else None, statutory=statutory)
    task.save(force_insert=True)


def _opened(
    case: Case, opens: Opens, where: uuid.UUID | None, clock_due: dt.datetime | None, *, statutory: bool
) -> Task:
    if where is None:
        raise LookupError(f"Task {opens.task} of {case.number} has no department.")
    due = {DueBy.CLOCK: clock_due, DueBy.PROMISE: case.promised_at, DueBy.NOTHING: None}[opens.due]
    return tasks.plan_task(
        case.id,
        opens.task,
        department_id=where,
        role=opens.role,
        assignee_id=case.assignee_id if opens.personal else None,
        due_at=due,
        statutory=statutory,
        label=case.title,
    )


_PAUSED_TASKS = ("work", "examine")


def _pause(step: Step) -> None:
    clocks.pause_clock(step.case.id, main_clock(step.case), reason=step.case.reason, now=step.now)
    tasks.move_due(step.case.id, _PAUSED_TASKS, None)
    step.case.promised_at = None


def _resume(step: Step) -> None:
    moved = clocks.resume_clock(
        step.case.id,
        main_clock(step.case),
        now=step.now,
        calendar=step.calendar,
        warn_share=warn_share(),
    )
    step.case.promised_at = moved
    tasks.move_due(step.case.id, _PAUSED_TASKS, moved)


def _assign(step: Step) -> None:
    for task in live_tasks(step.case.id):
        if task.department_id == step.case.department_id:
            tasks.assign(task.id, step.case.assignee_id)
