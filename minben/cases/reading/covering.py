"""What colleagues on leave have in hand: their team sees it, whoever stands in first."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from minben.agencies.teams import on_leave
from minben.cases.together import HAND_OVER
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import CASE_ROLES
from minben.processes.models import Task


def away(actor: Actor, today: dt.date) -> dict[uuid.UUID, uuid.UUID | None]:
    """Colleagues of the actor's departments who are on leave, and who stands in for each: one statement."""
    departments = actor.departments(*CASE_ROLES)
    found = on_leave(departments, today) if departments else {}
    return {staff: stand_in for staff, stand_in in found.items() if staff != actor.staff_id}


def left_by(actor: Actor, staff: set[uuid.UUID]) -> QuerySet[Task]:
    """Tasks in the hands of these colleagues that the actor's role in the department may do; an offer made to one of them is
    no one else's.
    """
    mine = Q(pk__in=[])
    for grant in actor.grants:
        if grant.department_id is not None:
            mine |= Q(department_id=grant.department_id, role=grant.role)
    rows = Task.objects.filter(mine, assignee_id__in=staff, state=Task.State.CLAIMED)
    return rows.exclude(kind=HAND_OVER)
