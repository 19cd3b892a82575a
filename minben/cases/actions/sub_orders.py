"""Sub-orders (協辦) as they are made: a question, a time limit and a task each; any number of them in four statements."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.cases.course.steps import Step
from minben.cases.limits import limit_for
from minben.cases.limits.escalating import warn_share
from minben.cases.limits.subjects import Sort
from minben.cases.models import Case, SubOrder
from minben.cases.together import JOINT
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Invalid
from minben.foundation.worktime import Unit
from minben.processes.actions import clocks, tasks
from minben.processes.actions.clocks import Limit
from minben.processes.models import Clock, Task
from minben.processes.queries import was_statutory

MOST_DAYS = 60


def open_orders(
    s: Step, departments: Sequence[Department], question: str, *, days: int = 0, first_signs: bool = False
) -> list[SubOrder]:
    """Ask each of ``departments``. ``days``: working days, else the limit “joint”; never beyond the promise.

    Priority by law of the case goes with its parts. Raises Invalid at ``days`` for too long a time.
    """
    if not departments:
        return []
    limit, statutory = _limit(s.case, days), was_statutory(s.case.id)
    orders = [
        SubOrder(
            case=s.case,
            department_id=one.id,
            asked_by=s.actor.staff_id,
            question=question,
            first_signs=first_signs,
        )
        for one in departments
    ]
    started = [_clock(s, order, limit, chosen=bool(days)) for order in orders]
    SubOrder.objects.bulk_create(orders)
    Clock.objects.bulk_create(started)
    Task.objects.bulk_create(_task(s.case, order, statutory=statutory) for order in orders)
    return orders


def _clock(s: Step, order: SubOrder, limit: Limit, *, chosen: bool) -> Clock:
    share = warn_share(s.case, Sort.SUB_ORDER)
    clock = clocks.plan_clock(
        order.id,
        JOINT,
        limit,
        started_at=s.now,
        calendar=s.calendar,
        department_id=order.department_id,
        warn_share=share,
    )
    promised = s.case.promised_at
    if promised is not None and clock.due_at > promised:
        if chosen:
            message = _("This is later than the date promised to the person.")
            raise Invalid(_("Some answers need another look."), fields={"days": message})
        clocks.end_earlier(clock, max(promised, s.now), share)
    order.due_at = clock.due_at
    return clock


def _task(case: Case, order: SubOrder, *, statutory: bool) -> Task:
    return tasks.plan_task(
        order.id,
        JOINT,
        department_id=order.department_id,
        role=Role.OFFICER,
        due_at=order.due_at,
        statutory=statutory,
        label=case.title,
    )


def _limit(case: Case, days: int) -> Limit:
    if not days:
        return limit_for(JOINT, kind=case.kind, urgency=case.urgency, place=case.jurisdiction_id)
    if not 1 <= days <= MOST_DAYS:
        message = _("Between 1 and %(most)d working days are possible.") % {"most": MOST_DAYS}
        raise Invalid(_("Some answers need another look."), fields={"days": message})
    return Limit(Decimal(days), Unit.WORKDAY, str(_("Set by the lead")))
