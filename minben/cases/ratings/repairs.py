"""Repairs of bad ratings as they are read: of cases and of visits alike."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases.course.position import of_machine
from minben.cases.models import RepairCase
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Missing
from minben.processes import specs
from minben.processes.engine import Machine
from minben.processes.models import Run, Task
from minben.processes.picture import Picture, picture

from .repairing import around, waits_for

MOST = 200
State = RepairCase.State


def repair_for(actor: Actor, repair_id: uuid.UUID) -> RepairCase:
    """One that the actor puts right, or decides on. Raises Missing, also for one that they may not know of."""
    rows = RepairCase.objects.select_related("rating__case__jurisdiction", "rating__case__department")
    found = rows.filter(pk=repair_id).first()
    if found is None or not allowed(actor, "repair.read", found):
        raise Missing(_("There is no such repair, or it belongs to another department."))
    return found


def repairs_of(actor: Actor) -> list[RepairCase]:
    """Those of the actor's departments, and appeals that they decide: what is due first on top, then the newest done."""
    require(actor, "repair.read")
    rows = _theirs(actor).select_related("rating__case")
    unfinished = list(rows.filter(state__in=[State.OPEN, State.APPEALED]).order_by("due_at", "id")[:MOST])
    done = rows.filter(state__in=[State.DONE, State.UPHELD], done_at__isnull=False)
    return [*unfinished, *done.order_by("-done_at", "-id")[:50]]


def repairs_named(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, RepairCase]:
    """Those that tasks are about, with their cases."""
    return RepairCase.objects.select_related("rating__case__department").in_bulk(list(ids))


def repair_of_task(task_id: uuid.UUID) -> uuid.UUID | None:
    """The repair that a task is about, if it is about one."""
    subject = Task.objects.filter(pk=task_id).values_list("subject_id", flat=True).first()
    return RepairCase.objects.filter(pk=subject).values_list("id", flat=True).first() if subject else None


def verbs_for(actor: Actor, repair: RepairCase) -> set[str]:
    """What the actor can do now: its process waits for it, and the policy allows it."""
    verbs = {verb for verb in waits_for(repair) if allowed(actor, f"repair.{verb}", repair)}
    return verbs - {"appeal_rating"} if repair.appealed_at is not None else verbs


def picture_of(repair: RepairCase) -> Picture | None:
    """Its drawing with what is done, now and next; None when it never went one."""
    run = Run.objects.filter(subject_id=repair.id).order_by("-id").first()
    if run is None or not run.state:
        return None
    machine = Machine.load(specs.spec_for(run.version_id), bytes(run.state), around(repair, timezone.now()))
    found = of_machine(machine, over=run.finished_at is not None)
    return picture(found.drawing, found.done, found.now, found.gone, public=False)


def _theirs(actor: Actor) -> QuerySet[RepairCase]:
    own = Q(owner_department_id__in=actor.departments(Role.OFFICER, Role.SUPERVISOR, Role.AGENT))
    return RepairCase.objects.filter(own | Q(appeal_department_id__in=actor.departments(Role.SUPERVISOR)))
