"""A case on a drawn process: a step of the case moves its run, and what the run comes to are its tasks and clocks.

Cases that began on the built-in flow (:mod:`~minben.cases.course.flow`) finish there.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import partial

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.cases.models import Case, Kind
from minben.catalog.models import ServiceVersion
from minben.foundation.records.errors import Conflict
from minben.foundation.records.writing import insert
from minben.foundation.worktime import Calendar
from minben.processes import specs
from minben.processes.actions import clocks, runs, tasks
from minben.processes.drawings import Node
from minben.processes.engine import Machine, Moved, NotWaiting, Surroundings
from minben.processes.engine import Step as Stop
from minben.processes.models import Clock, Run, Task
from minben.processes.queries import live_tasks, was_statutory

from . import own_steps, starting
from .facts import facts_of
from .flow import ONLY_DRAWN, DueBy, Opens, Place
from .steps import Step

FREE = frozenset(
    {
        "accept",
        "pre_check",
        "examine",
        "start",
        "assign",
        "ask_department",
        "hurry",
        "supervise",
        "extend",
        "suspend",
        "resume",
        "ask_more_time",
        "grant_more_time",
        "refuse_more_time",
        "archive",
    }
)
"""Steps that need no place in the drawing: they change the case, not where it stands. A drawing may wait for them."""

ENDING = frozenset({"withdraw", "merge"})
"""Steps that end any process: the person's own, or the end of a duplicate."""

AGAIN = frozenset({"reopen"})
"""Steps that begin the process anew, after its end."""


def version_for(kind: str, service: ServiceVersion | None, *, whole: bool = False) -> uuid.UUID | None:
    """The published process that a new case takes: its service's own, or that of its kind; None for the built-in flow.

    ``whole``: it is a bundle, whose parts are cases of their own.
    """
    if whole:
        return specs.published("bundle")
    own = service.service.process_key if service is not None and kind == Kind.APPLICATION else ""
    keys = (own, default_key(kind, service), default_key(kind))
    return next((found for key in dict.fromkeys(keys) if key and (found := specs.published(key))), None)


def default_key(kind: str, service: ServiceVersion | None = None) -> str:
    """Without a process of its own an instant matter (即辦件) goes that of instant matters, when one is published."""
    if kind != Kind.APPLICATION:
        return "hotline"
    instant = service is not None and service.mode == ServiceVersion.Mode.INSTANT
    return "instant" if instant else "application"


def around(case: Case, now: dt.datetime, calendar: Calendar, *, begun_by: str = "submit") -> Surroundings:
    """What the expressions of a drawing see of this case, at this moment of its place's day."""
    here = now.astimezone(case.jurisdiction.zone)
    return Surroundings(facts_of(case) | {"begun_by": begun_by}, here, calendar, specs.decide)


def begins_plainly(kind: str, service: ServiceVersion | None) -> bool:
    """Does the process of such a case begin the same way for everybody, so that its run need not be stored yet?"""
    version_id = version_for(kind, service)
    return version_id is None or specs.plain_beginning(version_id) is not None


def first_rows(
    case: Case, *, now: dt.datetime, calendar: Calendar, centre: Department | None, statutory: bool
) -> list[Model]:
    """Clocks, tasks and, where its beginning asks for something, the run of a new case: nothing is stored yet.

    Raises Conflict when its drawing cannot begin.
    """
    if case.process_version_id is None:
        raise LookupError("This case is on the built-in flow.")
    moved, rows = specs.plain_beginning(case.process_version_id), list[Model]()
    if moved is None:
        rows, moved = runs.begin(case.process_version_id, case.id, around(case, now, calendar))
    planned = {kind: starting.planned(case, kind, now, calendar) for kind in started_by(moved)}  # type: ignore[arg-type]
    opened = [
        _task(case, stop, planned, centre.id if centre else None, statutory=statutory)
        for stop in _people(moved)
    ]
    return [*rows, *planned.values(), *opened]


def follow(step: Step) -> None:
    """Move the run of the case by this step. Raises Conflict when the drawing does not wait for it."""
    case, verb = step.case, step.verb
    if verb in ENDING:
        _end(step)
    elif verb in AGAIN:
        _begin_again(step)
    elif verb not in FREE or _listens(case, verb):
        _go(step, partial(deliver, verb=verb, department_id=case.department_id))


def go(step: Step, way: runs.Way) -> Moved:
    """Move the run this way, and let tasks and clocks follow. Raises NotWaiting, Conflict."""
    case = step.case
    moved = runs.advance(case.process_version_id, case.id, around(case, step.now, step.calendar), way)  # type: ignore[arg-type]
    apply(step, moved)
    return moved


def _go(step: Step, way: runs.Way) -> None:
    try:
        go(step, way)
    except NotWaiting as nobody:
        if step.verb not in FREE:
            raise Conflict(_("The process of this case does not wait for this step now.")) from nobody


def deliver(machine: Machine, *, verb: str, department_id: uuid.UUID | None) -> Moved:
    """End the task that this step ends, or send it as a message. Raises NotWaiting."""
    people = [
        stop for stop in machine.waiting() if stop.kind == "person" and verb in stop.node.words("verbs")
    ]
    values = {"outcome": verb}
    return machine.complete(people[0].id, values) if people else machine.send(verb, values)


def apply(step: Step, moved: Moved) -> None:
    """End and open what the run ended and came to."""
    case, opened = step.case, _people(moved)
    statutory = bool(opened) and was_statutory(case.id)
    tasks.finish_tasks(case.id, [stop.element for stop in moved.done], actor=step.actor, now=step.now)
    tasks.cancel_kinds(case.id, [stop.element for stop in moved.cancelled], now=step.now)
    clocks.finish_clocks(case.id, stopped_by(moved), now=step.now)
    if moved.finished:
        tasks.cancel_tasks(case.id, now=step.now)
        clocks.cancel_clocks(case.id, now=step.now)
    since = step.since or step.now
    planned = {
        kind: starting.planned(case, kind, since, step.calendar_for(kind)) for kind in started_by(moved)
    }
    centre = starting.centre_of(case) if any(_lane(stop) == Place.CENTRE for stop in opened) else None
    begun = [_task(case, stop, planned, centre, statutory=statutory) for stop in opened]
    if planned or begun:
        insert([*planned.values(), *begun])


def started_by(moved: Moved) -> list[str]:
    """Time limits that begin: those of nodes that were passed, and of tasks that were opened."""
    passed = [kind for node in moved.passed for kind in node.words("starts")]
    return list(
        dict.fromkeys([*passed, *(kind for stop in _people(moved) for kind in stop.node.words("clock"))])
    )


def stopped_by(moved: Moved) -> set[str]:
    """Time limits that end; one that is begun again in the same move is ended first."""
    ended = [kind for stop in (*moved.done, *moved.cancelled) for kind in stop.node.words("clock")]
    return {*ended, *(kind for node in moved.passed for kind in node.words("stops"))}


def _people(moved: Moved) -> list[Stop]:
    return [stop for stop in moved.opened if stop.kind == "person"]


def _lane(stop: Stop) -> str:
    return stop.lane.place if stop.lane else ""


def _task(
    case: Case, stop: Stop, planned: dict[str, Clock], centre: uuid.UUID | None, *, statutory: bool
) -> Task:
    opens = opens_of(stop)
    where = centre if opens.place == Place.CENTRE else case.department_id
    if opens.place == Place.ABOVE and where is not None:
        where = starting.above(where)
    due = next((planned[kind].due_at for kind in stop.node.words("clock")), None)
    return starting.task_of(case, opens, where, due, statutory=statutory)


def opens_of(stop: Stop) -> Opens:
    """The task that a drawn task opens."""
    node, lane = stop.node, stop.lane
    if lane is None:
        raise LookupError(f"{node.id} stands in no lane.")
    return Opens(
        node.id,
        role=starting.role_of(lane.role),
        place=Place(lane.place),
        due=due_of(node),
        personal=node.ours.get("personal") == "true",
    )


def due_of(node: Node) -> DueBy:
    return DueBy(node.ours.get("due") or (DueBy.CLOCK if node.words("clock") else DueBy.NOTHING))


def waited_for(case: Case, verbs: Collection[str]) -> set[str]:
    """Those of ``verbs`` that the process waits for now.

    A drawing whose every task ends with steps of the plain table lets pass what the table does: nothing is asked then.
    """
    wanted, version = set(verbs), case.process_version_id
    if version is None or not _has_more(version):
        return wanted - ONLY_DRAWN.keys()
    free = FREE | ENDING | AGAIN
    run = Run.objects.filter(subject_id=case.id, finished_at__isnull=True).only("messages").first()
    return wanted & (
        free | own_steps.waits_of(version, live_tasks(case.id)) | set(run.messages if run else ())
    )


def ends_with(case: Case, verb: str) -> bool:
    """Does the case wait for exactly this step? Asked only of drawings that could go on otherwise."""
    version = case.process_version_id
    return (
        version is None or not _has_more(version) or verb in own_steps.waits_of(version, live_tasks(case.id))
    )


def _has_more(version_id: uuid.UUID) -> bool:
    """Does it have steps of its own, or such as only a drawing has?"""
    return own_steps.has_own_steps(version_id) or bool(ONLY_DRAWN.keys() & own_steps.verbs_of(version_id))


def hear(step: Step, verb: str) -> None:
    """Tell the run of something that was done before it came to where it waits for it; one that does not wait goes on."""
    if _listens(step.case, verb):
        with suppress(NotWaiting):
            go(step, partial(deliver, verb=verb, department_id=step.case.department_id))


def _listens(case: Case, verb: str) -> bool:
    return case.process_version_id is not None and verb in specs.spec_for(case.process_version_id).listens


def _end(step: Step) -> None:
    runs.stop(step.case.id, now=step.now)
    tasks.cancel_tasks(step.case.id, now=step.now)
    clocks.cancel_clocks(step.case.id, now=step.now)


def _begin_again(step: Step) -> None:
    """As a case that is done again where it has a department, else as a new one."""
    case = step.case
    about = around(case, step.now, step.calendar, begun_by="reopen" if case.department_id else "submit")
    made, moved = runs.begin(case.process_version_id, case.id, about)  # type: ignore[arg-type]
    write(made)
    apply(step, moved)


def write(rows: Iterable[Model]) -> None:
    for row in rows:
        row.save(force_insert=True)
