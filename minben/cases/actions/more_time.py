"""More time than the extension by right: an officer asks with a reason, a supervisor grants or refuses.

For requests only. On an application the law knows one extension and no other (行政許可法 art. 42).
"""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from minben.agencies.queries import nearest_holders
from minben.cases.course.flow import main_clock
from minben.cases.course.starting import centre_of
from minben.cases.course.stepping import step
from minben.cases.course.steps import Step
from minben.cases.limits.escalating import warn_share
from minben.cases.models import Case, CaseEvent, Mention
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Invalid, Refused
from minben.foundation.worktime import Unit
from minben.processes.actions import clocks, tasks
from minben.processes.actions.clocks import Limit
from minben.processes.models import Clock, Task
from minben.processes.queries import LIVE, live_tasks

from .saying import need

MOST_DAYS = 60
TASK = "more_time"
APPROVED = gettext_noop("More time, approved by a supervisor")


def ask_more_time(
    actor: Actor, case_id: uuid.UUID, *, reason: str, days: int, version: int | None = None
) -> Case:
    """Ask a supervisor for more working days, in time and after the extension by right was used.

    Raises Conflict when the time is over, the extension by right is still there, or it was asked for already.
    """
    need(reason, "reason", _("Say why more time is needed: the supervisor reads this."))
    _days(days)
    with step(actor, case_id, "ask_more_time", version=version, text=reason, public=False) as s:
        clock = _clock(s)
        if clock.extended_from is None:
            raise Conflict(_("Take the extension that you have by right first."))
        if any(task.kind == TASK for task in live_tasks(s.case.id)):
            raise Conflict(_("More time was asked for already. A supervisor decides."))
        s.data.update(days=days, asked_by=str(actor.staff_id or ""))
        tasks.open_task(
            s.case.id,
            TASK,
            department_id=_supervised(s.case),
            role=Role.SUPERVISOR,
            due_at=clock.due_at,
            label=s.case.title,
        )
    return s.case


@transaction.atomic
def grant_more_time(
    actor: Actor, case_id: uuid.UUID, *, text: str, days: int = 0, version: int | None = None
) -> Case:
    """Give what was asked for, or fewer ``days``. ``text``: why it takes longer, in words for the person.

    Raises Conflict when nothing was asked for or the time is over meanwhile, Refused for one's own request.
    """
    need(text, "text", _("Say why it takes longer: the person reads this."))
    with step(actor, case_id, "grant_more_time", version=version, text=text) as s:
        asked = _asked(s)
        given = days or int(asked.data["days"])
        _days(given, most=int(asked.data["days"]))
        _clock(s)
        limit = Limit(Decimal(given), Unit.WORKDAY, APPROVED)
        before, after = clocks.extend_clock(
            s.case.id,
            main_clock(s.case),
            limit,
            now=s.now,
            calendar=s.calendar,
            approved=True,
            warn_share=warn_share(s.case),
        )
        s.case.promised_at = after
        s.data.update(days=given, before=before.isoformat(), after=after.isoformat())
        tasks.move_due(s.case.id, ["work"], after)
    _decided(s, asked)
    return s.case


@transaction.atomic
def refuse_more_time(actor: Actor, case_id: uuid.UUID, *, reason: str, version: int | None = None) -> Case:
    """The time stays as it is; whoever asked reads the reason. Raises Conflict and Refused as granting does."""
    need(reason, "reason", _("Say why: your colleague reads this."))
    with step(actor, case_id, "refuse_more_time", version=version, text=reason, public=False) as s:
        asked = _asked(s)
    _decided(s, asked)
    return s.case


def _clock(s: Step) -> Clock:
    """The running clock behind the promised date. Raises Conflict when there is none, or its time is over."""
    rows = Clock.objects.filter(subject_id=s.case.id, kind=main_clock(s.case), state=Clock.State.RUNNING)
    found = rows.first()
    if found is None:
        raise Conflict(_("No time limit is running that could be extended."))
    if s.now > found.due_at:
        raise Conflict(_("The time is already over; it can only be extended before."))
    return found


def _asked(s: Step) -> CaseEvent:
    """The open request, which somebody else made."""
    waiting = Task.objects.filter(subject_id=s.case.id, kind=TASK, state__in=LIVE).exists()
    rows = CaseEvent.objects.filter(case_id=s.case.id, name="ask_more_time").order_by("-id")
    found = rows.first() if waiting else None
    if found is None:
        raise Conflict(_("Nobody asked for more time, or it was decided already."))
    if s.actor.staff_id is not None and found.data.get("asked_by") == str(s.actor.staff_id):
        raise Refused(_("Nobody decides on their own request. Ask another supervisor."))
    return found


def _decided(s: Step, asked: CaseEvent) -> None:
    """The task is done, and whoever asked is told with the line of the decision."""
    tasks.finish_tasks(s.case.id, [TASK], actor=s.actor, now=s.now)
    if asked.data.get("asked_by"):
        staff_id = uuid.UUID(asked.data["asked_by"])
        Mention.objects.create(case=s.case, staff_id=staff_id, event_id=s.event_id or asked.id)


def _supervised(case: Case) -> uuid.UUID:
    """Its own supervisors decide, else those next above the department, else those of the hotline centre."""
    centre = centre_of(case)
    led = nearest_holders(Role.SUPERVISOR, [key for key in (case.department_id, centre) if key])
    nearest = (case.department_id and led.get(case.department_id)) or led.get(centre)
    return nearest[0] if nearest else centre


def _days(days: int, *, most: int = MOST_DAYS) -> None:
    if not 1 <= days <= most:
        message = _("Between 1 and %(most)d working days are possible.") % {"most": most}
        raise Invalid(_("Some answers need another look."), fields={"days": message})
