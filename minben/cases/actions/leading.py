"""Whoever signs first leads (首接負責): the one way in which the lead of a case goes to a department beside it."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.cases import scope
from minben.cases.course.steps import Step
from minben.cases.models import SubOrder
from minben.cases.together import JOINT
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict
from minben.processes.actions import clocks, tasks
from minben.processes.actions.handing_over import hand_over_subject

from .sub_orders import open_orders

WORKERS = (Role.OFFICER, Role.SUPERVISOR)


def take_lead(s: Step, order_id: uuid.UUID | None = None) -> None:
    """The signing department leads from now; the one that was named before is asked for its part instead.

    Nothing changes when the lead itself signs. The row of the case is locked, so of two that sign at the same instant one
    comes second and finds the case signed for. Raises Conflict for a sub-order with which nobody takes the lead.
    """
    order = _order(s, order_id)
    if order is None:
        return
    case, before = s.case, s.case.department
    centre, _lead, beside = scope.involved_departments(case)
    case.department, case.assignee_id = Department.objects.get(pk=order.department_id), None
    helps = [before] if before is not None and before != centre else []
    s.co = [one for one in beside if one.id != order.department_id] + helps
    s.rescope = True
    s.data.update(department=str(order.department_id), co=[str(one.id) for one in s.co])
    _leads(s, order)
    if before is not None:
        s.data["led_before"] = str(before.id)
        hand_over_subject(case.id, before.id, order.department_id)
        open_orders(s, helps, order.question, first_signs=True)


def _order(s: Step, order_id: uuid.UUID | None) -> SubOrder | None:
    """With which sub-order the actor signs; None for the lead."""
    if order_id is None and scope.in_charge(s.actor, s.case, *WORKERS):
        return None
    rows = SubOrder.may_lead(s.case).filter(department_id__in=s.actor.departments(*WORKERS))
    order = (rows.filter(pk=order_id) if order_id else rows.order_by("id")).first()
    if order is None:
        raise Conflict(_("Another department leads this case. Answer it under “Together”."))
    return order


def _leads(s: Step, order: SubOrder) -> None:
    order.state, order.ended_at = SubOrder.State.LEADS, s.now
    order.holder_id, order.accepted_at = s.actor.staff_id, s.now
    order.save(update_fields=["state", "ended_at", "holder_id", "accepted_at"])
    tasks.finish_tasks(order.id, [JOINT], actor=s.actor, now=s.now)
    clocks.finish_clocks(order.id, {JOINT}, now=s.now)
