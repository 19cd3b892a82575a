"""A successor takes over the cases of a department that is closed.

Open cases change hands in batches inside the transaction of the closing, each with a line in its timeline and in the
trail. Finished ones keep the department that worked on them; a row of scope lets the successor read them.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from minben.agencies.leaning import Handover
from minben.agencies.models import Department
from minben.agencies.queries import heir_of
from minben.foundation.access.actor import SYSTEM
from minben.foundation.audit import trail
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.writing import insert
from minben.processes.actions.handing_over import hand_over_queue
from minben.processes.models import Task
from minben.processes.queries import LIVE

from .course.states import FINAL
from .course.told import told
from .models import Case, CaseEvent, CaseScope, SubOrder
from .rebuilding import rescope
from .scope import involved_departments, resync
from .together import end_part

BATCH = 500
VERB = "take_over"


def take_over_cases(handover: Handover) -> int:
    """Every open case of the source, whoever has it in hand; returns how many."""
    taken = 0
    while cases := _next(handover.source):
        for case in cases:
            case.department = handover.heir
            case.version += 1
        Case.objects.bulk_update(cases, ["department", "version"])
        insert([*(_event(handover, case) for case in cases), *(_line(handover, case) for case in cases)])
        rescope(cases)
        taken += len(cases)
    return taken


def _next(source: Department) -> list[Case]:
    rows = Case.objects.select_for_update(of=("self",)).filter(department=source)
    return list(rows.exclude(status__in=FINAL).order_by("id")[:BATCH])


def _event(handover: Handover, case: Case) -> CaseEvent:
    moved = {"department": str(handover.heir.id), "from": str(handover.source.id)}
    return told(handover.actor, case.id, VERB, public=True, department_id=handover.heir.id, data=moved)


def _line(handover: Handover, case: Case) -> AuditLine:
    return trail.line(
        handover.actor,
        f"case.{VERB}",
        subject=("case", case.id),
        case_id=case.id,
        before={"department_id": handover.source.id},
        after={"department_id": handover.heir.id},
    )


def take_over_queue(handover: Handover) -> None:
    """Tasks and clocks of the source that still live, with their due times and whoever has taken them."""
    hand_over_queue(handover.source.id, handover.heir.id)


def take_over_parts(handover: Handover) -> None:
    """What others asked of the source (協辦). The part ends where the successor leads that case, or was asked as well."""
    source, heir = handover.source, handover.heir
    orders = SubOrder.objects.filter(department_id=source.id, state__in=SubOrder.OPEN)
    asked = SubOrder.objects.filter(department_id=heir.id, state__in=SubOrder.OPEN)
    cases = Case.objects.select_for_update(of=("self",)).filter(pk__in=orders.values("case"))
    for case in cases.order_by("id"):
        order = orders.get(case=case)
        if case.department_id == heir.id or asked.filter(case=case).exists():
            end_part(order, handover.now)
        else:
            order.department_id = heir.id
            order.save(update_fields=["department_id"])
        _centre, _lead, beside = involved_departments(case)
        resync(case, co=[one for one in beside if one.id not in {source.id, heir.id}] + [heir])


_SHOW = """
INSERT INTO cases_casescope (id, department_id, case_id, part, state_group, kind, status, sort_key, placed)
SELECT gen_random_uuid(), %s, case_id, %s, state_group, kind, status, sort_key, placed
  FROM cases_casescope WHERE department_id = %s
ON CONFLICT (department_id, case_id) DO NOTHING
"""


def show_history(source: Department, heir: Department) -> None:
    """Whatever the source could see, its successor and those above it can read from now on."""
    with connection.cursor() as cursor:
        for reader in (heir.id, *map(uuid.UUID, heir.ancestors)):
            cursor.execute(_SHOW, [reader, CaseScope.Part.ABOVE, source.id])


def sweep(now: dt.datetime | None = None) -> int:
    """What reached a department in the moment of its closing goes on to its successor; returns how many cases."""
    waiting = Task.objects.filter(department_id=OuterRef("id"), state__in=LIVE)
    late = Department.objects.filter(Exists(waiting), active=False, successor__isnull=False)
    taken = 0
    for source in late.select_related("successor"):
        heir = heir_of(source)
        if heir is not None:
            taken += _pass_late(Handover(SYSTEM, source, heir, now or timezone.now()))
    return taken


@transaction.atomic
def _pass_late(handover: Handover) -> int:
    taken = take_over_cases(handover)
    take_over_parts(handover)
    take_over_queue(handover)
    return taken
