"""Taking a request on and sending it where it belongs."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, Staff
from minben.cases import limits, scope
from minben.cases.course.stepping import step, touch
from minben.cases.course.steps import Step
from minben.cases.dispatching import rules as dispatch_rules
from minben.cases.intake import clean
from minben.cases.intake.numbers import written_forms
from minben.cases.models import Case, CaseEvent, Kind, Urgency
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Conflict, Invalid
from minben.foundation.worktime import due

from .saying import need, too_long
from .sub_orders import open_orders


def accept(actor: Actor, case_id: uuid.UUID, *, version: int | None = None, urgency: str = "") -> Case:
    """Accept a request (受理). An application's statutory clock starts here (行政許可法 art. 42)."""
    with step(actor, case_id, "accept", version=version) as s:
        if urgency:
            s.case.urgency = Urgency(urgency)
    return s.case


def refuse(actor: Actor, case_id: uuid.UUID, *, reason: str, version: int | None = None) -> Case:
    """Not accept a request (不予受理), with the reason that the person is told."""
    need(reason, "reason", _("Say why it is not accepted: the person reads this."))
    with step(actor, case_id, "refuse", version=version, text=reason) as s:
        s.case.reason = reason[:500]
        s.case.closed_at = s.now
    return s.case


def dispatch(
    actor: Actor,
    case_id: uuid.UUID,
    *,
    department_id: uuid.UUID,
    assignee_id: uuid.UUID | None = None,
    co_department_ids: Collection[uuid.UUID] = (),
    question: str = "",
    first_signs: bool = False,
    note: str = "",
    urgency: str = "",
    topic: str = "",
    version: int | None = None,
    automatic: bool = False,
) -> Case:
    """Send a request to its department (派單), perhaps to a person there, with others beside it (協辦).

    Each of ``co_department_ids`` is asked ``question`` (else the note) at once, with a time and a task of its own. The
    department named leads, or with ``first_signs`` whichever of them signs first (首接負責). ``automatic``: a dispatch
    rule does it. What the rules had said is kept, followed or not.

    Raises Invalid for a department that is closed or a person outside it.
    """
    too_long(question, "question")
    department = _department(department_id)
    _person_in(assignee_id, department)
    with step(actor, case_id, "dispatch", version=version) as s:
        if urgency:
            s.case.urgency = Urgency(urgency)
        s.case.topic = topic or s.case.topic
        dispatch_rules.note(s.case, department.id, automatic=automatic, now=s.now)
        _send_to(s, department, assignee_id)
        if note:
            s.data["note"] = note[:2000]
        s.rescope = True
        if co_department_ids:
            _ask_beside(s, co_department_ids, clean(question or note), first_signs=first_signs)
            if question.strip():
                s.data["question"] = question[:2000]
    return s.case


def _ask_beside(s: Step, wanted: Collection[uuid.UUID], question: str, *, first_signs: bool) -> None:
    """A sub-order for each. The hotline centre has the case anyway, and the lead is not asked for its own part."""
    left_out = [key for key in (s.case.department_id, scope.centre_of(s.case)) if key]
    s.co = list(Department.objects.filter(id__in=wanted, active=True).exclude(id__in=left_out).order_by("id"))
    s.data["co"] = [str(one.id) for one in s.co]
    if s.co and first_signs:
        s.data["first_signs"] = True
    open_orders(s, s.co, question, first_signs=first_signs)


def transfer(
    actor: Actor,
    case_id: uuid.UUID,
    *,
    department_id: uuid.UUID,
    reason: str,
    assignee_id: uuid.UUID | None = None,
    version: int | None = None,
) -> Case:
    """Hand a case over to another department, which has to sign for it (轉辦)."""
    need(reason, "reason", _("Say why the other department is the right one."))
    department = _department(department_id)
    _person_in(assignee_id, department)
    with step(actor, case_id, "transfer", version=version, text=reason, public=False) as s:
        if department.id == s.case.department_id:
            raise Invalid(
                _("It is there already."),
                fields={"department": _("Choose another department, or assign a person.")},
            )
        _send_to(s, department, assignee_id)
        s.rescope = True
    return s.case


def assign(
    actor: Actor, case_id: uuid.UUID, *, assignee_id: uuid.UUID | None, version: int | None = None
) -> Case:
    """Put a case into one person's hands inside its department; None puts it back to everybody there."""
    with step(actor, case_id, "assign", version=version, public=False) as s:
        if s.case.department is not None:
            _person_in(assignee_id, s.case.department)
        s.case.assignee_id = assignee_id
        s.data["assignee"] = str(assignee_id or "")
    return s.case


def return_(actor: Actor, case_id: uuid.UUID, *, reason: str, basis: str, version: int | None = None) -> Case:
    """Give an order back to the hotline centre (退單): at most twice, within one working day, with its basis."""
    need(reason, "reason", _("Say why this is not a matter of your department."))
    need(basis, "basis", _("Name the duty list or rule it rests on."))
    with step(actor, case_id, "return", version=version, text=reason, public=False) as s:
        _may_return(s)
        s.data["basis"] = basis[:500]
        s.data["department"] = str(s.case.department_id)
        s.case.returns += 1
        s.case.department = None
        s.case.assignee_id = None
        s.rescope = True
    return s.case


def merge(actor: Actor, case_id: uuid.UUID, *, into_number: str, version: int | None = None) -> Case:
    """Join a duplicate to the case it repeats; its sender still gets the answer and the call back."""
    with step(actor, case_id, "merge", version=version) as s:
        master = Case.objects.filter(number__in=_meant(into_number)).first()
        if master is None or not scope.in_scope(actor, master):
            raise Invalid(
                _("There is no such case."), fields={"into": _("Check the number of the other case.")}
            )
        if master.id == s.case.id or master.merged_into_id is not None:
            raise Conflict(_("A case cannot be joined to itself, or to one that was joined to another."))
        s.case.merged_into = master
        s.case.closed_at = s.now
        s.data["into"] = master.number
    return s.case


def _meant(number: str) -> list[str]:
    try:
        return written_forms(number)
    except Invalid as problem:
        raise Invalid(_("There is no such case."), fields={"into": problem.message}) from problem


def mark_nuisance(actor: Actor, case_id: uuid.UUID, *, nuisance: bool, reason: str) -> Case:
    """Mark or unmark a request as harassment. It stays on record and can be unmarked."""
    need(reason, "reason", _("Say what makes it harassment, or why it is not."))
    with touch(actor, case_id, "nuisance", text=reason, public=False) as s:
        s.case.nuisance = nuisance
        s.data["nuisance"] = nuisance
    return s.case


def _send_to(s: Step, department: Department, assignee_id: uuid.UUID | None) -> None:
    s.case.department = department
    s.case.assignee_id = assignee_id
    s.data["department"] = str(department.id)


def _department(department_id: uuid.UUID) -> Department:
    found = Department.objects.filter(pk=department_id, active=True).first()
    if found is None:
        raise Invalid(
            _("Choose a department."), fields={"department": _("Choose a department that is open.")}
        )
    return found


def _person_in(staff_id: uuid.UUID | None, department: Department) -> None:
    if staff_id is None:
        return
    held = Staff.objects.filter(pk=staff_id, active=True, grants__department=department)
    if not held.exists():
        raise Invalid(
            _("This person does not work there."),
            fields={"assignee": _("Choose somebody of that department.")},
        )


def _may_return(s: Step) -> None:
    if s.case.kind == Kind.APPLICATION:
        raise Conflict(_("An application cannot be returned; refuse it with reasons instead."))
    if s.case.returns >= limits.MOST_RETURNS:
        raise Conflict(
            _("This order was returned twice already. Ask the hotline centre to decide who is responsible.")
        )
    last = (
        CaseEvent.objects.filter(case_id=s.case.id, name__in=["dispatch", "transfer"]).order_by("-id").first()
    )
    case = s.case
    rule = limits.limit_for("return", kind=case.kind, urgency=case.urgency, place=case.jurisdiction_id)
    if last is not None and s.now > due(last.made_at, rule.amount, rule.unit, s.calendar_for("return")):
        raise Conflict(
            _("The time in which an order can be returned is over. Ask the hotline centre to move it.")
        )
