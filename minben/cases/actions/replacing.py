"""A certificate of a case is replaced (補發、換發): asked for by the person, done or declined by the department."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.agencies.queries import calendar_of
from minben.cases.applications import awarding, deliveries
from minben.cases.course.stepping import touch
from minben.cases.intake import clean
from minben.cases.limits import limit_for
from minben.cases.models import Case
from minben.certificates.actions import replace
from minben.certificates.models import Certificate
from minben.certificates.queries import certificate_of
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text
from minben.foundation.records.translated import localized
from minben.foundation.worktime import due
from minben.processes.actions import tasks
from minben.processes.queries import live_tasks

from .saying import need

TASK = "replace"
MOST = 300
GROUNDS: dict[str, Text] = {
    "lost": gettext_lazy("Lost or damaged"),
    "wrong": gettext_lazy("Something on it is wrong"),
    "changed": gettext_lazy("Facts have changed"),
}


def asked_for(case: Case) -> bool:
    """Whether a replacement was asked for and nobody decided yet."""
    return any(task.kind == TASK for task in live_tasks(case.id))


def ask_replacement(
    actor: Actor, case_id: uuid.UUID, certificate_id: uuid.UUID, *, ground: str, text: str
) -> Case:
    """The person asks for another in its place; the department finds it in its work, as long as it has to deliver a result.

    Raises Invalid by field, Conflict for one that does not hold any more or was asked for already.
    """
    _grounded(ground)
    need(text, "text", gettext_lazy("Say what happened to it, or what is wrong."))
    with touch(actor, case_id, "ask_replacement", text=clean(text)[:MOST]) as s:
        held = certificate_of(case_id, certificate_id)
        if not held.holds or held.is_letter:
            raise Conflict(gettext_lazy("This certificate does not hold any more, so it cannot be replaced."))
        if asked_for(s.case):
            raise Conflict(gettext_lazy("It was asked for already. The department answers you here."))
        s.data.update(certificate=str(held.id), number=held.number, ground=ground)
        limit = limit_for(
            "deliver", kind=s.case.kind, urgency=s.case.urgency, place=s.case.jurisdiction_id, at=s.now
        )
        tasks.open_task(
            case_id,
            TASK,
            department_id=held.department_id,
            role=Role.OFFICER,
            due_at=due(s.now, limit.amount, limit.unit, calendar_of(s.case.jurisdiction)),
            label=s.case.title,
        )
    return s.case


def replace_certificate(
    actor: Actor, case: Case, certificate_id: uuid.UUID, *, ground: str, reason: str
) -> Certificate:
    """Issue another in its place; what goes by post or is picked up goes that way again, and the person is told.

    Raises Missing, Refused, Invalid by field, Conflict as ``certificates.actions.replace`` does.
    """
    _grounded(ground)
    held = certificate_of(case.id, certificate_id)
    order = awarding.order_again(case, held)
    if order is None:
        raise Missing(gettext_lazy("There is no such certificate."))

    def tell(made: Certificate) -> None:
        awarding.laid_on(case, made)
        with touch(actor, case.id, "replace_certificate", text=_told(case, held, made, reason.strip())) as s:
            s.data.update(ground=ground, before=held.number, after=made.number)
            tasks.finish_tasks(case.id, [TASK], actor=actor, now=s.now)
            deliveries.again(s.case)

    return replace(actor, held, order, reason=reason, then=tell)


@transaction.atomic
def decline_replacement(actor: Actor, case_id: uuid.UUID, *, reason: str) -> Case:
    """It is not replaced: the person is told why. Raises Conflict when nobody asked."""
    need(reason, "reason", gettext_lazy("Say why it is not replaced: the person reads this."))
    with touch(actor, case_id, "decline_replacement", text=clean(reason)[:500]) as s:
        if not asked_for(s.case):
            raise Conflict(gettext_lazy("Nobody asked for a replacement."))
        tasks.finish_tasks(case_id, [TASK], actor=actor, now=timezone.now())
    return s.case


def _grounded(ground: str) -> None:
    if ground not in GROUNDS:
        message = gettext_lazy("Choose why it is replaced.")
        raise Invalid(message, fields={"ground": message})


def _told(case: Case, held: Certificate, made: Certificate, reason: str) -> str:
    with translation.override(case.language):
        return _(
            "“%(name)s” has a new number: %(after)s takes the place of %(before)s, which does not hold any more. Reason: %(reason)s"
        ) % {
            "name": localized(held.name),
            "after": made.number,
            "before": held.number,
            "reason": reason,
        }
