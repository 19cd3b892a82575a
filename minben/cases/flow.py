"""The built-in flow: which tasks and clocks each step opens and ends (DESIGN §5).

Drawn processes take this over later; worklists, boards and queues read only Task and Clock and do not notice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal

from minben.agencies.models import Department
from minben.foundation.access.roles import Role
from minben.foundation.worktime import Calendar, Unit
from minben.processes.actions import clocks, tasks
from minben.processes.actions.clocks import Limit
from minben.processes.models import Clock
from minben.processes.queries import live_tasks, was_statutory

from .limits import limit_for
from .models import Case, CaseScope, Kind
from .steps import Step

MAIN_CLOCK = {True: "decide", False: "answer"}


def main_clock(case: Case) -> str:
    """The clock behind the promised date: ``decide`` for applications, ``answer`` for everything else."""
    return MAIN_CLOCK[case.kind == Kind.APPLICATION]


def plan(case: Case, *, now: dt.datetime, calendar: Calendar) -> list[Clock]:
    """The clocks of a new case, not yet stored; the promised date is put on the case."""
    kinds = ["pre_check"] if case.kind == Kind.APPLICATION else ["dispatch", "answer"]
    planned = [
        clocks.plan_clock(
            case.id, kind, _limit(case, kind), started_at=now, calendar=calendar, department_id=case.department_id
        )
        for kind in kinds
    ]
    if case.kind == Kind.APPLICATION:
        case.promised_at = None
    else:
        case.promised_at = planned[1].due_at
    return planned


def begin(case: Case, planned: list[Clock], *, centre: Department | None, statutory: bool) -> None:
    """What a new case opens: an application goes to its department, anything else to the hotline centre."""
    Clock.objects.bulk_create(planned)
    due_at = planned[0].due_at
    if case.kind == Kind.APPLICATION:
        _task(case, "pre_check", Role.OFFICER, case.department_id, due_at, statutory=statutory)
    else:
        _task(
            case, "dispatch", Role.DISPATCHER, centre.id if centre else None, due_at, statutory=statutory
        )


def follow(step: Step) -> None:
    """The tasks and clocks of one step."""
    action = _AFTER.get(step.verb)
    if action is not None:
        action(step)


def centre_of(case: Case) -> uuid.UUID:
    """The hotline centre that took the case (its own scope row says)."""
    found = case.scopes.filter(part=CaseScope.Part.CENTRE).values_list("department_id", flat=True).first()
    if found is None:
        raise LookupError(f"Case {case.number} has no hotline centre.")
    return found


def _limit(case: Case, kind: str) -> Limit:
    version = case.service_version
    if kind == "decide" and version is not None and version.promised_amount:
        unit = {"1": Unit.WORKDAY, "2": Unit.DAY, "3": Unit.MONTH, "5": Unit.HOUR, "6": Unit.MINUTE}.get(
            version.promised_unit, Unit.WORKDAY
        )
        return Limit(Decimal(version.promised_amount), unit, "Promised in the guide of the service")
    return limit_for(kind, kind=case.kind, urgency=case.urgency)


def _start(case: Case, kind: str, now: dt.datetime, calendar: Calendar) -> Clock:
    return clocks.start_clock(
        case.id, kind, _limit(case, kind), started_at=now, calendar=calendar, department_id=case.department_id
    )


def _task(
    case: Case,
    kind: str,
    role: Role,
    department_id: uuid.UUID | None,
    due_at: dt.datetime | None,
    *,
    assignee_id: uuid.UUID | None = None,
    statutory: bool = False,
) -> None:
    if department_id is None:
        raise LookupError(f"Task {kind} of {case.number} has no department.")
    tasks.open_task(
        case.id,
        kind,
        department_id=department_id,
        role=role,
        assignee_id=assignee_id,
        due_at=due_at,
        statutory=statutory,
        label=case.title,
    )


def _done(step: Step, kinds: str) -> None:
    tasks.finish_tasks(step.case.id, kinds.split(), actor=step.actor, now=step.now)


def _stop(step: Step, kinds: str) -> None:
    clocks.finish_clocks(step.case.id, kinds.split(), now=step.now)


def _statutory(step: Step) -> bool:
    """Priority by law stays with the case over all its tasks."""
    return was_statutory(step.case.id)


def _end_all(step: Step) -> None:
    tasks.cancel_tasks(step.case.id, now=step.now)
    clocks.cancel_clocks(step.case.id, now=step.now)


def _to_department(step: Step) -> None:
    tasks.cancel_tasks(step.case.id, now=step.now)
    _stop(step, "dispatch sign")
    clock = _start(step.case, "sign", step.now, step.calendar)
    _task(
        step.case,
        "sign",
        Role.OFFICER,
        step.case.department_id,
        clock.due_at,
        assignee_id=step.case.assignee_id,
        statutory=_statutory(step),
    )


def _returned(step: Step) -> None:
    statutory = _statutory(step)
    tasks.cancel_tasks(step.case.id, now=step.now)
    _stop(step, "sign contact")
    clock = _start(step.case, "dispatch", step.now, step.calendar)
    _task(step.case, "dispatch", Role.DISPATCHER, centre_of(step.case), clock.due_at, statutory=statutory)


def _signed(step: Step) -> None:
    _done(step, "sign")
    _stop(step, "sign")
    _start(step.case, "contact", step.now, step.calendar)
    _work(step)


def _work(step: Step) -> None:
    due_at = step.case.promised_at
    _task(
        step.case,
        "work",
        Role.OFFICER,
        step.case.department_id,
        due_at,
        assignee_id=step.case.assignee_id,
        statutory=_statutory(step),
    )


def _answered(step: Step) -> None:
    _done(step, "sign work")
    _stop(step, "sign contact answer")
    _task(step.case, "check", Role.CHECKER, centre_of(step.case), None, statutory=_statutory(step))


def _checked(step: Step) -> None:
    _done(step, "check")
    clock = _start(step.case, "callback", step.now, step.calendar)
    _task(step.case, "callback", Role.CALLBACK, centre_of(step.case), clock.due_at, statutory=_statutory(step))


def _redo(step: Step) -> None:
    _done(step, "check callback close")
    _stop(step, "callback")
    step.case.promised_at = _start(step.case, "answer", step.now, step.calendar).due_at
    if step.case.department_id is None:
        clock = _start(step.case, "dispatch", step.now, step.calendar)
        _task(step.case, "dispatch", Role.DISPATCHER, centre_of(step.case), clock.due_at)
    else:
        _work(step)


def _called_back(step: Step) -> None:
    _done(step, "callback")
    _stop(step, "callback")
    _task(step.case, "close", Role.CALLBACK, centre_of(step.case), None)


def _closed(step: Step) -> None:
    _done(step, "callback close deliver check")
    _stop(step, "callback deliver")
    _end_all(step)


def _paused(step: Step) -> None:
    kind = main_clock(step.case)
    clocks.pause_clock(step.case.id, kind, reason=step.case.reason, now=step.now)
    tasks.move_due(step.case.id, ["work", "examine"], None)
    step.case.promised_at = None


def _resumed(step: Step) -> None:
    moved = clocks.resume_clock(step.case.id, main_clock(step.case), now=step.now, calendar=step.calendar)
    step.case.promised_at = moved
    tasks.move_due(step.case.id, ["work", "examine"], moved)


def _assigned(step: Step) -> None:
    for task in live_tasks(step.case.id):
        if task.department_id == step.case.department_id:
            tasks.assign(task.id, step.case.assignee_id)


def _supplement(step: Step) -> None:
    _done(step, "pre_check")
    _stop(step, "pre_check")
    _start(step.case, "supply", step.now, step.calendar)


def _supplied(step: Step) -> None:
    _stop(step, "supply")
    clock = _start(step.case, "pre_check", step.now, step.calendar)
    _task(step.case, "pre_check", Role.OFFICER, step.case.department_id, clock.due_at, statutory=_statutory(step))


def _accepted(step: Step) -> None:
    """The application's clock starts at acceptance, or at receipt when it counts as accepted by silence."""
    if step.case.kind != Kind.APPLICATION:
        return
    _done(step, "pre_check")
    _stop(step, "pre_check")
    clock = _start(step.case, "decide", step.since or step.now, step.calendar)
    step.case.promised_at = clock.due_at
    _task(
        step.case,
        "examine",
        Role.OFFICER,
        step.case.department_id,
        clock.due_at,
        assignee_id=step.case.assignee_id,
        statutory=_statutory(step),
    )


def _decided(step: Step) -> None:
    _done(step, "examine")
    _stop(step, "decide")
    clock = _start(step.case, "deliver", step.now, step.calendar)
    _task(step.case, "deliver", Role.OFFICER, step.case.department_id, clock.due_at, statutory=_statutory(step))


def _delivered(step: Step) -> None:
    _done(step, "deliver")
    _stop(step, "deliver")
    _task(step.case, "close", Role.OFFICER, step.case.department_id, None)


_AFTER: dict[str, Callable[[Step], None]] = {
    "accept": _accepted,
    "refuse": _end_all,
    "answer_at_once": _end_all,
    "dispatch": _to_department,
    "transfer": _to_department,
    "return": _returned,
    "sign": _signed,
    "start": lambda step: _stop(step, "contact"),
    "suspend": _paused,
    "resume": _resumed,
    "assign": _assigned,
    "answer": _answered,
    "check": _checked,
    "send_back": _redo,
    "redo": _redo,
    "reopen": _redo,
    "call_back": _called_back,
    "close": _closed,
    "withdraw": _end_all,
    "merge": _end_all,
    "ask_supplement": _supplement,
    "supply": _supplied,
    "decide": _decided,
    "deliver": _delivered,
}
