"""Applying the flow to a live case, in the transaction of the step."""

from __future__ import annotations

import datetime as dt
import logging

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.cases import together
from minben.cases.limits.escalating import warn_share
from minben.cases.models import Case
from minben.foundation.records.errors import Conflict
from minben.foundation.worktime import Calendar
from minben.processes.actions import clocks, tasks
from minben.processes.models import Clock
from minben.processes.queries import live_tasks, was_statutory

from . import drawn
from .flow import ONLY_DRAWN, Opens, Place, effect_of, main_clock
from .starting import centre_of, planned, task_of
from .steps import Step

log = logging.getLogger(__name__)


def first_rows(
    case: Case, *, now: dt.datetime, calendar: Calendar, centre: Department, statutory: bool
) -> list[Model]:
    """Clocks and tasks of a new case, not yet stored; the promised date is put on the case.

    A request is never lost to a drawing: where that cannot begin, the case takes the built-in flow, and the log says why.
    """
    if case.process_version_id is not None:
        try:
            return drawn.first_rows(case, now=now, calendar=calendar, centre=centre, statutory=statutory)
        except Conflict as failed:
            log.error("Case %s begins on the built-in flow: %s", case.number, failed.message)
            case.process_version_id = None
    effect = effect_of(case.kind, "submit")
    clocks_ = [planned(case, kind, now, calendar) for kind in effect.starts]
    if effect.opens is None:
        return [*clocks_]
    where = centre.id if effect.opens.place == Place.CENTRE else case.department_id
    return [*clocks_, task_of(case, effect.opens, where, clocks_[0].due_at, statutory=statutory)]


def follow(step: Step) -> None:
    """What the step ends and opens: by the drawing of the case's process, or by the built-in table.

    Pauses, assignments and silence have rules of their own in both.
    """
    together.follow(step)
    special = {"suspend": _pause, "resume": _resume, "assign": _assign}.get(step.verb)
    if special is not None:
        special(step)
    if step.case.process_version_id is not None:
        drawn.follow(step)
        _end_beside(step)
        if step.verb == "sign" and together.waiting_for(step.case):
            drawn.hear(step, "ask_department")
    elif step.verb in ONLY_DRAWN:
        raise Conflict(_("The process of this case does not wait for this step now."))
    elif special is None:
        _by_table(step)


def _end_beside(step: Step) -> None:
    """A request for more time ends with the work that it was for; it stands in no drawing."""
    if MORE_TIME in effect_of(step.case.kind, step.verb).done:
        tasks.finish_tasks(step.case.id, [MORE_TIME], actor=step.actor, now=step.now)


def _by_table(step: Step) -> None:
    """End and open what the step's effect says."""
    case, effect = step.case, effect_of(step.case.kind, step.verb)
    statutory = effect.opens is not None and was_statutory(case.id)
    tasks.finish_tasks(case.id, effect.done, actor=step.actor, now=step.now)
    clocks.finish_clocks(case.id, effect.stop, now=step.now)
    if effect.clears:
        tasks.cancel_tasks(case.id, now=step.now)
        clocks.cancel_clocks(case.id, now=step.now)
    started = [planned(case, kind, step.since or step.now, step.calendar_for(kind)) for kind in effect.starts]
    Clock.objects.bulk_create(started)
    if effect.opens is not None:
        _open_next(step, effect.opens, started, statutory)


def _open_next(step: Step, opens: Opens, started: list[Clock], statutory: bool) -> None:
    """A case done again that never had a department goes back to the centre's dispatchers."""
    case = step.case
    if opens.place == Place.DEPARTMENT and case.department_id is None:
        opens = effect_of(case.kind, "return").opens or opens
    where = centre_of(case) if opens.place == Place.CENTRE else case.department_id
    task = task_of(case, opens, where, started[0].due_at if started else None, statutory=statutory)
    task.save(force_insert=True)


MORE_TIME = "more_time"
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
        warn_share=warn_share(step.case),
    )
    step.case.promised_at = moved
    tasks.move_due(step.case.id, _PAUSED_TASKS, moved)


def _assign(step: Step) -> None:
    for task in live_tasks(step.case.id):
        if task.department_id == step.case.department_id:
            tasks.assign(task.id, step.case.assignee_id)
