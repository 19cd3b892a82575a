"""One clock and one task of a case, as both flows begin them: the built-in and the drawn."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.agencies.queries import nearest_holders
from minben.cases.limits.escalating import warn_share
from minben.cases.models import Case, CaseScope
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict
from minben.foundation.worktime import Calendar
from minben.processes.actions import clocks, tasks
from minben.processes.models import Clock, Task

from .flow import PROMISES, DueBy, Opens, limit_of


def planned(case: Case, kind: str, start: dt.datetime, calendar: Calendar) -> Clock:
    """A clock that is not stored yet; a promise is put on the case."""
    clock = clocks.plan_clock(
        case.id,
        kind,
        limit_of(case, kind, start),
        started_at=start,
        calendar=calendar,
        department_id=case.department_id,
        warn_share=warn_share(case),
    )
    if kind in PROMISES:
        case.promised_at = clock.due_at
    return clock


def task_of(
    case: Case, opens: Opens, where: uuid.UUID | None, clock_due: dt.datetime | None, *, statutory: bool
) -> Task:
    """A task that is not stored yet. Raises Conflict when there is nobody to do it."""
    if where is None:
        raise Conflict(
            _("“%(task)s” would belong to nobody: the request has no department yet.") % {"task": opens.task}
        )
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


def centre_of(case: Case) -> uuid.UUID:
    """The hotline centre that took the case (its own scope row says)."""
    found = case.scopes.filter(part=CaseScope.Part.CENTRE).values_list("department_id", flat=True).first()
    if found is None:
        raise LookupError(f"Case {case.number} has no hotline centre.")
    return found


def above(department_id: uuid.UUID) -> uuid.UUID:
    """The nearest department above with a supervisor, else the hotline centre of the place, else the next above."""
    own = Department.objects.get(pk=department_id)
    higher = [uuid.UUID(str(key)) for key in own.ancestors]
    found = nearest_holders(Role.SUPERVISOR, higher[:1])
    if found:
        return found[higher[0]][0]
    centre = Department.objects.filter(jurisdiction_id=own.jurisdiction_id, is_centre=True, active=True)
    other = centre.exclude(pk=own.id).values_list("id", flat=True).first()
    return other or (higher[0] if higher else own.id)


def role_of(name: str) -> Role:
    return Role(name)
