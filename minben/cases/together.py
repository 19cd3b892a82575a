"""Several departments on one case, as they see it: who leads, who was asked, which files each may see."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import department_names
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.records.errors import Conflict
from minben.foundation.records.texts import listed
from minben.processes.actions import clocks, tasks
from minben.processes.models import Task

from .course.steps import Step
from .models import Case, CaseDocument, CaseEvent, HandOver, Status, SubOrder
from .scope import helping, in_charge

JOINT, HAND_OVER = "joint", "hand_over"
"""Kinds of tasks: a sub-order, and an offer that one colleague accepts."""
ORDER_VERBS = ("answer_sub_order", "return_sub_order", "withdraw_sub_order")
OFFER_VERBS = ("accept_hand_over", "decline_hand_over", "withdraw_hand_over")


def files_for(actor: Actor, case: Case) -> QuerySet[CaseDocument]:
    """All of them for the lead; for a department beside it those that are shared with it."""
    rows = CaseDocument.objects.filter(case=case)
    if not actor.serves or in_charge(actor, case, *CASE_ROLES):
        return rows
    own = actor.departments(*CASE_ROLES) & helping(case)
    return rows.filter(shares__department_id__in=own).distinct()


def orders_of(case: Case) -> list[SubOrder]:
    """Open ones first, what is due first on top."""
    found = list(SubOrder.objects.filter(case=case).order_by("due_at", "id")[:100])
    return sorted(found, key=lambda one: one.state not in SubOrder.OPEN)


def offer_of(case: Case) -> HandOver | None:
    """The hand-over that waits for its answer."""
    return HandOver.objects.filter(case=case, state=HandOver.State.OFFERED).first()


def notes_of(case: Case) -> list[CaseEvent]:
    """What was said between departments, newest first."""
    names = ["meet", "note"]
    return list(CaseEvent.objects.filter(case_id=case.id, name__in=names).order_by("-id")[:50])


def order_verbs(actor: Actor, order: SubOrder) -> list[str]:
    """What the actor can do with a sub-order now."""
    if order.state not in SubOrder.OPEN:
        return []
    taken = (
        []
        if order.state != SubOrder.State.ASKED
        else ["lead_sub_order" if leads_yet(order) else "accept_sub_order"]
    )
    return [verb for verb in [*taken, *ORDER_VERBS] if allowed(actor, f"joint.{verb}", order)]


def leads_yet(order: SubOrder) -> bool:
    """Does its department lead the case when it signs now?"""
    return order.first_signs and order.state in SubOrder.OPEN and order.case.status == Status.DISPATCHED


def offer_verbs(actor: Actor, offer: HandOver) -> list[str]:
    return [verb for verb in OFFER_VERBS if allowed(actor, f"joint.{verb}", offer)]


def waiting_for(case: Case) -> set[uuid.UUID]:
    """Departments that were asked and have not answered. Nothing is asked of the database where none stands beside."""
    if not helping(case):
        return set()
    rows = SubOrder.objects.filter(case=case, state__in=SubOrder.OPEN)
    return set(rows.values_list("department_id", flat=True))


def side_tasks(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, SubOrder | HandOver]:
    """What tasks are about that belong to no case by themselves, with the case."""
    keys = list(ids)
    if not keys:
        return {}
    found: dict[uuid.UUID, SubOrder | HandOver] = {}
    found.update(SubOrder.objects.select_related("case__department").in_bulk(keys))
    found.update(HandOver.objects.select_related("case__department").in_bulk(keys))
    return found


def case_of_side_task(task_id: uuid.UUID) -> uuid.UUID | None:
    """The case that a sub-order or an offer stands beside, if the task is about one."""
    subject = Task.objects.filter(pk=task_id, kind__in=[JOINT, HAND_OVER]).values_list(
        "subject_id", flat=True
    )
    beside = side_tasks(subject).values()
    return next((one.case_id for one in beside), None)


NEEDS_ALL = frozenset({"answer", "decide"})
"""Steps that make one answer of all parts."""
ENDS_ALL = frozenset(
    {
        "refuse",
        "answer_at_once",
        "return",
        "transfer",
        "withdraw",
        "merge",
        "return_lacking",
        "close",
        "archive",
    }
)
"""Steps after which nobody needs the parts of others."""


def follow(step: Step) -> None:
    """A case is answered when all who were asked have answered; when it ends otherwise, their parts end with it.

    Raises Conflict. Nothing is asked of the database for a case that no department stands beside.
    """
    if step.verb in NEEDS_ALL and (waiting := waiting_for(step.case)):
        names = department_names(waiting)
        raise Conflict(
            _("Not answered yet: %(names)s. Wait for them, or withdraw what you asked.")
            % {"names": listed(sorted(names.values()))}
        )
    if step.verb in ENDS_ALL and waiting_for(step.case):
        for order in SubOrder.objects.filter(case=step.case, state__in=SubOrder.OPEN):
            end_part(order, step.now)


def end_part(order: SubOrder, now: dt.datetime) -> None:
    """Nobody needs this part any more: it ends with its task and clock."""
    order.state, order.ended_at = SubOrder.State.WITHDRAWN, now
    order.save(update_fields=["state", "ended_at"])
    tasks.cancel_tasks(order.id, now=now)
    clocks.cancel_clocks(order.id, now=now)
