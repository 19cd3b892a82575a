"""Joint handling (協辦): the first signer leads and asks departments beside it; one name holds the case.

A sub-order has its own question, time, task and holder. Its department sees the case and the files that are shared with
it, and can neither answer nor move the case.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.cases import scope
from minben.cases.course.states import FINAL
from minben.cases.course.stepping import step, touch
from minben.cases.course.steps import Step
from minben.cases.intake import clean
from minben.cases.models import Case, CaseDocument, FileShare, HandOver, Mention, Status, SubOrder
from minben.cases.together import HAND_OVER, JOINT
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.processes.actions import clocks, tasks
from minben.processes.queries import live_tasks

from .handling import sign
from .messages import _colleagues, link_documents
from .routing import _department, _person_in
from .saying import need, too_long
from .sub_orders import open_orders

Order = SubOrder.State
Offer = HandOver.State


def ask_department(
    actor: Actor,
    case_id: uuid.UUID,
    *,
    department_id: uuid.UUID,
    question: str,
    days: int = 0,
    document_ids: Collection[uuid.UUID] = (),
    version: int | None = None,
) -> SubOrder:
    """Ask a department beside the lead. ``days``: working days, else the limit “joint”; never beyond the promise.

    ``document_ids``: files of the case that it may see. Raises Invalid for the lead itself or too long a time, Conflict
    when it was asked already and has not answered.
    """
    need(question, "question", _("Write what you ask of them."))
    too_long(question, "question")
    department = _department(department_id)
    with step(actor, case_id, "ask_department", version=version, text=clean(question), public=False) as s:
        if department.id == s.case.department_id:
            message = _("Your own department leads. Choose another one.")
            raise Invalid(_("Some answers need another look."), fields={"department": message})
        if department.id == scope.centre_of(s.case):
            message = _("The hotline centre has this case anyway. Write a note to it.")
            raise Invalid(_("Some answers need another look."), fields={"department": message})
        if SubOrder.objects.filter(
            case=s.case, department_id=department.id, state__in=SubOrder.OPEN
        ).exists():
            raise Conflict(_("This department was asked already and has not answered yet."))
        (order,) = open_orders(s, [department], s.text, days=days)
        _beside(s.case, department)
        share(s.case, department.id, document_ids)
        s.data.update(asked=str(department.id), due=order.due_at.isoformat())
    return order


def accept_sub_order(actor: Actor, order_id: uuid.UUID) -> SubOrder:
    """Take it on: one name holds it from now.

    Where whoever signs first leads and nobody has signed yet, this is the signing: the department leads from now.
    """
    if _leads_with(order_id):
        return lead_sub_order(actor, order_id)
    with _order(actor, order_id, "accept_sub_order", Order.ASKED) as (order, s):
        order.state, order.holder_id, order.accepted_at = Order.ACCEPTED, actor.staff_id, s.now
        for task in tasks_of(order):
            tasks.assign(task, actor.staff_id)
    return order


def lead_sub_order(actor: Actor, order_id: uuid.UUID) -> SubOrder:
    """Sign for the case and lead it, where whoever signs first leads. Raises Conflict when somebody has signed already."""
    known = SubOrder.objects.filter(pk=order_id).first()
    if known is None:
        raise Missing(_("There is no such sub-order."))
    sign(actor, known.case_id, order_id=order_id)
    known.refresh_from_db()
    return known


def return_sub_order(actor: Actor, order_id: uuid.UUID, *, reason: str) -> SubOrder:
    """It is not a matter of this department. It sees the case no longer; the lead is told why."""
    need(reason, "reason", _("Say why this is not a matter of your department."))
    with _order(actor, order_id, "return_sub_order", *SubOrder.OPEN, text=reason) as (order, s):
        _over(order, s, Order.RETURNED, reason=clean(reason))
        _no_longer_beside(s.case, order)
    _tell_lead(order, s)
    return order


def answer_sub_order(
    actor: Actor, order_id: uuid.UUID, *, text: str, document_ids: Sequence[uuid.UUID] = ()
) -> SubOrder:
    """Answer the lead, perhaps with files; the lead makes one answer of all."""
    need(text, "text", _("Write your answer to the lead."))
    too_long(text, "text")
    with _order(actor, order_id, "answer_sub_order", *SubOrder.OPEN, text=text) as (order, s):
        order.holder_id = order.holder_id or actor.staff_id
        link_documents(s, document_ids, public=False)
        added = CaseDocument.objects.filter(case=s.case, document_id__in=list(document_ids))
        share(s.case, order.department_id, list(added.values_list("document_id", flat=True)))
        _over(order, s, Order.ANSWERED, answer=clean(text))
    _tell_lead(order, s)
    return order


def withdraw_sub_order(actor: Actor, order_id: uuid.UUID, *, reason: str) -> SubOrder:
    """The lead needs it no more."""
    need(reason, "reason", _("Say why it is not needed any more."))
    with _order(actor, order_id, "withdraw_sub_order", *SubOrder.OPEN, text=reason) as (order, s):
        _over(order, s, Order.WITHDRAWN, reason=clean(reason))
    return order


def share_file(
    actor: Actor, case_id: uuid.UUID, document_id: uuid.UUID, *, department_ids: Collection[uuid.UUID]
) -> None:
    """Which of the departments beside the lead see this file; exactly those from now on."""
    with touch(actor, case_id, "share_file", public=False) as s:
        held = s.case.documents.select_related("document").filter(document_id=document_id).first()
        if held is None:
            raise Missing(_("There is no such file on this case."))
        beside = set(s.case.scopes.filter(part="co").values_list("department_id", flat=True))
        wanted = beside & set(department_ids)
        FileShare.objects.filter(document=held).exclude(department_id__in=wanted).delete()
        for key in wanted:
            share(s.case, key, [document_id])
        s.data.update(files=[held.document.name], co=sorted(str(key) for key in wanted))


def offer_hand_over(actor: Actor, case_id: uuid.UUID, *, to_id: uuid.UUID | None, note: str = "") -> HandOver:
    """Offer the case to a colleague of its department. It stays with its holder until it is accepted.

    Raises Invalid for somebody who does not work there or holds it already, Conflict when it is offered already.
    """
    with transaction.atomic():
        with touch(actor, case_id, "hand_over", text=clean(note), public=False) as s:
            case = s.case
            if to_id is None or to_id == case.assignee_id:
                message = _("Choose a colleague who does not hold it already.")
                raise Invalid(_("Some answers need another look."), fields={"colleague": message})
            if case.department is None or case.status in FINAL:
                raise Conflict(_("Nobody holds this case now, so it cannot be handed over."))
            _person_in(to_id, case.department)
            if HandOver.objects.filter(case=case, state=Offer.OFFERED).exists():
                raise Conflict(_("It is offered to somebody already. Take that back first."))
            holder = case.assignee_id if case.assignee_id != to_id else None
            offer = HandOver.objects.create(case=case, from_id=holder, to_id=to_id, note=clean(note))
            tasks.open_task(
                offer.id,
                HAND_OVER,
                department_id=case.department.id,
                role=Role.OFFICER,
                assignee_id=to_id,
                due_at=case.promised_at,
                label=case.title,
            )
            s.data["assignee"] = str(to_id)
        Mention.objects.create(case=case, staff_id=to_id, event_id=s.event_id or case.id)
    return offer


def accept_hand_over(actor: Actor, offer_id: uuid.UUID) -> HandOver:
    """From now on the case, and what was to be done on it, is in the hands of whoever accepts."""
    with _offer(actor, offer_id, "accept_hand_over") as (offer, s):
        offer.state = Offer.ACCEPTED
        s.case.assignee_id = offer.to_id
        s.data["assignee"] = str(offer.to_id)
        for task in live_tasks(s.case.id):
            if task.department_id == s.case.department_id and task.assignee_id in (None, offer.from_id):
                tasks.assign(task.id, offer.to_id)
    _tell(offer.from_id, s)
    return offer


def decline_hand_over(actor: Actor, offer_id: uuid.UUID, *, reason: str) -> HandOver:
    """It stays where it is; whoever offered it reads why."""
    need(reason, "reason", _("Say why: your colleague reads this."))
    with _offer(actor, offer_id, "decline_hand_over", text=reason) as (offer, s):
        offer.state = Offer.DECLINED
    _tell(offer.from_id, s)
    return offer


def withdraw_hand_over(actor: Actor, offer_id: uuid.UUID) -> HandOver:
    """Whoever offered it, or a supervisor, takes the offer back."""
    with _offer(actor, offer_id, "withdraw_hand_over") as (offer, _s):
        offer.state = Offer.WITHDRAWN
    return offer


def meet(
    actor: Actor, case_id: uuid.UUID, *, text: str, present: Sequence[uuid.UUID] = (), day: str = ""
) -> Case:
    """The note of a meeting about the case, read by all departments that see it."""
    need(text, "text", _("Write what was agreed: who does what, by when."))
    too_long(text, "text")
    with transaction.atomic():
        named = _colleagues(case_id, present, text)
        with touch(actor, case_id, "meet", text=clean(text), public=False) as s:
            s.data.update(mentions=[str(one.id) for one in named], day=day)
        others = [one for one in named if one.id != actor.staff_id]
        Mention.objects.bulk_create(
            Mention(case=s.case, staff_id=one.id, event_id=s.event_id or s.case.id) for one in others
        )
    return s.case


def share(case: Case, department_id: uuid.UUID, document_ids: Collection[uuid.UUID]) -> None:
    """Let a department see these files of the case; those of other cases are passed over."""
    held = CaseDocument.objects.filter(case=case, document_id__in=list(document_ids))
    FileShare.objects.bulk_create(
        (FileShare(document=one, department_id=department_id) for one in held), ignore_conflicts=True
    )


def _leads_with(order_id: uuid.UUID) -> bool:
    """Does taking it on mean taking the lead now?"""
    rows = SubOrder.objects.filter(pk=order_id, first_signs=True, state=Order.ASKED)
    return rows.filter(case__status=Status.DISPATCHED).exists()


def tasks_of(order: SubOrder) -> list[uuid.UUID]:
    return [task.id for task in live_tasks(order.id)]


def _beside(case: Case, department: Department) -> None:
    """It sees the case from now on, and those above it."""
    _centre, _lead, known = scope.involved_departments(case)
    if department.id not in {one.id for one in known}:
        scope.resync(case, co=[*known, department])


def _no_longer_beside(case: Case, order: SubOrder) -> None:
    """Unless it answered something before."""
    if SubOrder.objects.filter(case=case, department_id=order.department_id, state=Order.ANSWERED).exists():
        return
    _centre, _lead, known = scope.involved_departments(case)
    scope.resync(case, co=[one for one in known if one.id != order.department_id])


@contextmanager
def _order(
    actor: Actor, order_id: uuid.UUID, verb: str, *states: str, text: str = ""
) -> Iterator[tuple[SubOrder, Step]]:
    """One verb on one sub-order, under the lock of its case. Raises Missing, Refused, Conflict."""
    with transaction.atomic():
        known = SubOrder.objects.filter(pk=order_id).first()
        if known is None:
            raise Missing(_("There is no such sub-order."))
        with touch(actor, known.case_id, "work_together", text=clean(text), public=False) as s:
            s.verb = verb
            order = SubOrder.objects.select_related("case").get(pk=order_id)
            order.case = s.case
            require(actor, f"joint.{verb}", order)
            if order.state not in states:
                raise Conflict(_("This is not possible any more. Somebody may have been quicker."))
            s.data["asked"] = str(order.department_id)
            yield order, s
            order.save()


def _over(order: SubOrder, s: Step, state: str, **words: str) -> None:
    order.state, order.ended_at = state, s.now
    for name, value in words.items():
        setattr(order, name, value)
    if state == Order.ANSWERED:
        tasks.finish_tasks(order.id, [JOINT], actor=s.actor, now=s.now)
        clocks.finish_clocks(order.id, {JOINT}, now=s.now)
    else:
        tasks.cancel_tasks(order.id, now=s.now)
        clocks.cancel_clocks(order.id, now=s.now)


@contextmanager
def _offer(
    actor: Actor, offer_id: uuid.UUID, verb: str, *, text: str = ""
) -> Iterator[tuple[HandOver, Step]]:
    """One verb on one offer, under the lock of its case. Raises Missing, Refused, Conflict."""
    with transaction.atomic():
        known = HandOver.objects.filter(pk=offer_id).first()
        if known is None:
            raise Missing(_("There is no such hand-over."))
        with touch(actor, known.case_id, "work_together", text=clean(text), public=False) as s:
            s.verb = verb
            offer = HandOver.objects.select_related("case").get(pk=offer_id)
            require(actor, f"joint.{verb}", offer)
            if offer.state != Offer.OFFERED:
                raise Conflict(_("This is not possible any more. Somebody may have been quicker."))
            yield offer, s
            offer.ended_at = s.now
            offer.save()
            if offer.state == Offer.ACCEPTED:
                tasks.finish_tasks(offer.id, [HAND_OVER], actor=actor, now=s.now)
            else:
                tasks.cancel_tasks(offer.id, now=s.now)
            trail.wrote(actor, f"joint.{verb}", subject=("hand_over", offer.id), case_id=s.case.id)


def _tell_lead(order: SubOrder, s: Step) -> None:
    _tell(s.case.assignee_id or order.asked_by, s)


def _tell(staff_id: uuid.UUID | None, s: Step) -> None:
    """The line of this step stands among their mentions."""
    if staff_id is not None and staff_id != s.actor.staff_id:
        Mention.objects.create(case=s.case, staff_id=staff_id, event_id=s.event_id or s.case.id)
