"""A repair on its drawn process (差評整改): a step of the repair moves its run, and what that comes to are its tasks.

A repair has a subject of its own: its case is closed, or there is none (a visit at a counter). It is due as a whole, by
the limit “repair” in working days; while an appeal waits for its decision that time stands still.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.agencies.queries import calendar_of
from minben.cases.course.flow import Place
from minben.cases.course.told import told
from minben.cases.limits import limit_for
from minben.cases.limits.escalating import rules
from minben.cases.limits.subjects import Sort
from minben.cases.models import Kind, Rating, RepairCase, Urgency
from minben.cases.shipped import drawings
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing
from minben.foundation.worktime import Calendar
from minben.processes import specs
from minben.processes.actions import clocks, runs, tasks
from minben.processes.actions.definitions import add_shipped
from minben.processes.engine import Machine, Moved, NotWaiting, Surroundings
from minben.processes.engine import Step as Stop
from minben.processes.models import Run, Task, Version
from minben.processes.subjects import moves

KEY = "repair"


@dataclass
class RepairStep:
    """One verb on one locked repair. The action changes it and says what the timeline of its case should tell."""

    actor: Actor
    repair: RepairCase
    verb: str
    now: dt.datetime
    text: str = ""
    public: bool = False
    data: dict[str, Any] = field(default_factory=dict)


def begin(rating: Rating, department: Department, *, label: str) -> RepairCase:
    """What a bad rating opens, in the transaction of the rating: it is due in working days of its place."""
    case, now = rating.case, timezone.now()
    kind, urgency = (case.kind, case.urgency) if case else (Kind.COMPLAINT, Urgency.E2)
    limit = limit_for(KEY, kind=kind, urgency=urgency, place=department.jurisdiction_id)
    repair = RepairCase(
        rating=rating, owner_department_id=department.id, process_version_id=_version(), label=label[:200]
    )
    clock = clocks.plan_clock(
        repair.id,
        KEY,
        limit,
        started_at=now,
        calendar=calendar_of(department.jurisdiction),
        department_id=department.id,
        warn_share=rules(Sort.REPAIR).share,
    )
    repair.due_at = clock.due_at
    repair.save(force_insert=True)
    clock.save(force_insert=True)
    rows, moved = runs.begin(repair.process_version_id, repair.id, around(repair, now))  # type: ignore[arg-type]
    for row in rows:
        if isinstance(row, Run):
            row.subject_kind = KEY
        row.save(force_insert=True)
    _follow(repair, moved, actor=SYSTEM, now=now)
    return repair


@contextmanager
def repair_step(actor: Actor, repair_id: uuid.UUID, verb: str) -> Iterator[RepairStep]:
    """Run one verb on one repair: permission, lock, change, process, timeline, trail.

    Raises Missing, Refused by the policy ``repair.<verb>``, Conflict when its process does not wait for this.
    """
    with transaction.atomic():
        repair = lock(repair_id)
        require(actor, f"repair.{verb}", repair)
        step = RepairStep(actor, repair, verb, timezone.now())
        yield step
        _go(step)
        repair.save()
        _tell(step)


def lock(repair_id: uuid.UUID) -> RepairCase:
    """Raises Missing."""
    rows = RepairCase.objects.select_for_update(of=("self",)).select_related("rating__case__jurisdiction")
    repair = rows.filter(pk=repair_id).first()
    if repair is None:
        raise Missing(_("There is no such repair."))
    if repair.process_version_id is None:
        repair.process_version_id = _version()
    return repair


def around(repair: RepairCase, now: dt.datetime) -> Surroundings:
    """What the expressions of its drawing see: nothing of the person."""
    rating = repair.rating
    facts = {"level": rating.level, "channel": rating.channel, "visit": rating.visit_id is not None}
    return Surroundings({KEY: facts, "begun_by": "rate"}, now, _calendar(repair), specs.decide)


@moves(KEY)
def move(repair_id: uuid.UUID, way: runs.Way) -> None:
    """A timer of a changed drawing, or work outside."""
    with transaction.atomic():
        repair, now = lock(repair_id), timezone.now()
        try:
            moved = runs.advance(repair.process_version_id, repair.id, around(repair, now), way)  # type: ignore[arg-type]
        except NotWaiting:
            return
        _follow(repair, moved, actor=SYSTEM, now=now)


def waits_for(repair: RepairCase) -> set[str]:
    """The verbs that its process waits for now."""
    kinds = Task.objects.filter(subject_id=repair.id, state__in=tasks.LIVE).values_list("kind", flat=True)
    spec = specs.spec_for(repair.process_version_id or _version())
    nodes = (spec.drawing_with(kind).nodes.get(kind) for kind in kinds)
    return {verb for node in nodes if node is not None for verb in node.words("verbs")}


def live_tasks_of(repair: RepairCase) -> Sequence[Task]:
    return list(Task.objects.filter(subject_id=repair.id, state__in=tasks.LIVE).order_by("id"))


def _version() -> uuid.UUID:
    """The published drawing; the newest when people withdrew it: what went wrong is put right in any case."""
    found = specs.published(KEY)
    if found is not None:
        return found
    rows = Version.objects.filter(definition__key=KEY, published_at__isnull=False).order_by("-number")
    newest = rows.values_list("id", flat=True).first()
    if newest is not None:
        return newest
    add_shipped(SYSTEM, drawings())
    return Version.objects.get(definition__key=KEY, state=Version.State.PUBLISHED).id


def _go(step: RepairStep) -> None:
    repair, values = step.repair, {"outcome": step.verb}

    def way(machine: Machine) -> Moved:
        here = [s for s in machine.waiting() if s.kind == "person" and step.verb in s.node.words("verbs")]
        return machine.complete(here[0].id, values) if here else machine.send(step.verb, values)

    try:
        moved = runs.advance(repair.process_version_id, repair.id, around(repair, step.now), way)  # type: ignore[arg-type]
    except NotWaiting as nobody:
        raise Conflict(_("This step is not possible now. Somebody may have been quicker.")) from nobody
    _follow(repair, moved, actor=step.actor, now=step.now)


def _follow(repair: RepairCase, moved: Moved, *, actor: Actor, now: dt.datetime) -> None:
    tasks.finish_tasks(repair.id, [stop.element for stop in moved.done], actor=actor, now=now)
    tasks.cancel_kinds(repair.id, [stop.element for stop in moved.cancelled], now=now)
    if moved.finished:
        tasks.cancel_tasks(repair.id, now=now)
    for stop in moved.opened:
        if stop.kind == "person":
            _open(repair, stop)


def _open(repair: RepairCase, stop: Stop) -> None:
    """In the department that was rated, or in that which decides on its appeal."""
    assert stop.lane is not None and repair.owner_department_id is not None
    decides = stop.lane.place == Place.ABOVE
    where = repair.appeal_department_id if decides else repair.owner_department_id
    role = Role(stop.lane.role) if repair.rating.department_id or decides else Role.SUPERVISOR
    tasks.open_task(
        repair.id,
        stop.element,
        department_id=where or repair.owner_department_id,
        role=role,
        due_at=repair.appeal_due_at if decides else repair.due_at,
        label=repair.label,
    )


def owner_of(repair: RepairCase) -> Department:
    """The department that puts it right."""
    assert repair.owner_department_id is not None
    return Department.objects.select_related("jurisdiction").get(pk=repair.owner_department_id)


def _calendar(repair: RepairCase) -> Calendar:
    case = repair.rating.case
    return calendar_of(case.jurisdiction if case is not None else owner_of(repair).jurisdiction)


def _tell(step: RepairStep) -> None:
    """A line on the timeline of the case, if there is one, and one in the trail."""
    actor, rating = step.actor, step.repair.rating
    if rating.case_id is not None:
        told(
            actor,
            rating.case_id,
            step.verb,
            public=step.public,
            department_id=step.repair.owner_department_id,
            text=step.text,
            data=step.data,
        ).save(force_insert=True)
    trail.wrote(
        actor,
        f"repair.{step.verb}",
        subject=("repair", step.repair.id),
        case_id=rating.case_id,
        after={"state": step.repair.state},
    )
