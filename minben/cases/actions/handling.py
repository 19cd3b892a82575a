"""The department's work on a request, up to its answer."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from minben.cases import limits
from minben.cases.course.flow import main_clock
from minben.cases.course.stepping import step
from minben.cases.course.steps import Step
from minben.cases.intake import clean
from minben.cases.limits.escalating import warn_share
from minben.cases.models import Case, Interaction
from minben.cases.reading import searching
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Conflict, Invalid
from minben.foundation.worktime import Unit
from minben.processes.actions import clocks, tasks
from minben.processes.actions.clocks import Limit
from minben.processes.models import Clock

from .leading import take_lead
from .saying import need, too_long


def sign(
    actor: Actor, case_id: uuid.UUID, *, order_id: uuid.UUID | None = None, version: int | None = None
) -> Case:
    """Sign for an order (簽收). Whoever signs holds it from now, unless it was sent to somebody by name.

    Where whoever signs first leads, a department beside may sign: it leads from then on (:func:`take_lead`). ``order_id``:
    the sub-order with which the actor signs, needed only where they work in several of these departments.
    """
    with step(actor, case_id, "sign", version=version) as s:
        take_lead(s, order_id)
        s.case.assignee_id = s.case.assignee_id or actor.staff_id
    return s.case


def start(
    actor: Actor, case_id: uuid.UUID, *, note: str, channel: str = "phone", version: int | None = None
) -> Case:
    """The person was contacted and the work begins. The contact is kept as an interaction."""
    need(note, "note", _("Write down what was agreed with the person."))
    with step(actor, case_id, "start", version=version, text=note, public=False) as s:
        s.case.assignee_id = s.case.assignee_id or actor.staff_id
        contact(s, note, channel, kind="call")
    return s.case


def suspend(actor: Actor, case_id: uuid.UUID, *, reason: str, version: int | None = None) -> Case:
    """Stop the clock while a third party is awaited (掛起), or for a special procedure of an application."""
    need(reason, "reason", _("Say what is waited for: the person reads this."))
    with step(actor, case_id, "suspend", version=version, text=reason) as s:
        s.case.reason = reason[:500]
    return s.case


def resume(actor: Actor, case_id: uuid.UUID, *, version: int | None = None) -> Case:
    """Go on; the due date moves by the length of the pause."""
    with step(actor, case_id, "resume", version=version) as s:
        s.case.reason = ""
    return s.case


def extend(actor: Actor, case_id: uuid.UUID, *, reason: str, days: int, version: int | None = None) -> Case:
    """Extend the time once (延期), before it is over, by no more than the limit itself.

    Applications: at most 10 working days (行政許可法 art. 42). Raises Conflict for a second extension or too late.
    """
    need(reason, "reason", _("Say why more time is needed: the person reads this."))
    with step(actor, case_id, "extend", version=version, text=reason) as s:
        if s.case.promised_at is not None and s.now > s.case.promised_at:
            raise Conflict(_("The time is already over; it can only be extended before."))
        kind = main_clock(s.case)
        limit = _extension(s, kind, days)
        before, after = clocks.extend_clock(
            s.case.id, kind, limit, now=s.now, calendar=s.calendar, warn_share=warn_share(s.case)
        )
        s.case.promised_at = after
        s.data.update(before=before.isoformat(), after=after.isoformat())
        tasks.move_due(s.case.id, ["work", "examine"], after)
    return s.case


def answer(actor: Actor, case_id: uuid.UUID, *, text: str, version: int | None = None) -> Case:
    """Answer the request (答覆). The person reads it once it is checked."""
    need(text, "answer", _("Write the answer that the person will read."))
    too_long(text, "answer")
    with step(actor, case_id, "answer", version=version, public=False) as s:
        s.case.answer = clean(text)
        s.case.assignee_id = s.case.assignee_id or actor.staff_id
        s.data["by"] = str(actor.staff_id or "")
        searching.write(s.case)
    return s.case


def answer_at_once(actor: Actor, case_id: uuid.UUID, *, text: str, version: int | None = None) -> Case:
    """The agent answers from the knowledge base while the person is on the line (直辦)."""
    need(text, "answer", _("Write the answer you gave."))
    too_long(text, "answer")
    with step(actor, case_id, "answer_at_once", version=version) as s:
        s.case.answer = clean(text)
        s.case.closed_at = s.now
        s.case.promised_at = None
        searching.write(s.case)
    return s.case


def contact(
    s: Step, text: str, channel: str, *, kind: str, direction: str = Interaction.Direction.OUT
) -> Interaction:
    """Keep a contact on the case's timeline."""
    return Interaction.objects.create(
        party_id=s.case.party_id,
        case_id=s.case.id,
        direction=direction,
        channel=channel,
        kind=kind,
        summary=clean(text)[:300],
        body=clean(text),
        staff_id=s.actor.staff_id,
    )


def _extension(s: Step, kind: str, days: int) -> Limit:
    clock = Clock.objects.filter(subject_id=s.case.id, kind=kind, state=Clock.State.RUNNING).first()
    case = s.case
    fixed = limits.limit_or_none(
        "extension", kind=case.kind, urgency=case.urgency, place=case.jurisdiction_id
    )
    most = int(fixed.amount) if fixed else _in_days(clock)
    if not 1 <= days <= most:
        raise Invalid(
            _("Some answers need another look."),
            fields={"days": _("Between 1 and %(most)d working days are possible.") % {"most": most}},
        )
    return Limit(
        Decimal(days), Unit.WORKDAY, fixed.rule if fixed else "One extension, no longer than the limit itself"
    )


def _in_days(clock: Clock | None) -> int:
    if clock is None:
        return 0
    whole = {Unit.WORKDAY: 1.0, Unit.DAY: 1.0, Unit.HOUR: 1 / 24, Unit.WORKHOUR: 1 / 8}.get(
        Unit(clock.unit), 1.0
    )
    return max(1, int(float(clock.amount) * whole))
