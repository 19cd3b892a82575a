"""After the answer: check, call back, close; or again."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import heir_of
from minben.cases.course.flow import reopen_until
from minben.cases.course.stepping import step
from minben.cases.course.steps import Step
from minben.cases.models import Case, CaseEvent, Status
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Conflict, Invalid, Refused

from .handling import contact
from .saying import need

RESOLVED = {"yes": _("Resolved"), "partly": _("Partly resolved"), "no": _("Not resolved")}


def check(actor: Actor, case_id: uuid.UUID, *, note: str = "", version: int | None = None) -> Case:
    """Pass an answer (審核). Nobody checks an answer of their own."""
    with step(actor, case_id, "check", version=version) as s:
        _not_own(actor, s.case)
        if note:
            s.data["note"] = note[:500]
    return s.case


def send_back(actor: Actor, case_id: uuid.UUID, *, reason: str, version: int | None = None) -> Case:
    """An answer that will not do goes back to the department (審核退回)."""
    need(reason, "reason", _("Say what the answer lacks."))
    with step(actor, case_id, "send_back", version=version, text=reason, public=False) as s:
        _not_own(actor, s.case)
        s.case.redos += 1
    return s.case


def call_back(
    actor: Actor,
    case_id: uuid.UUID,
    *,
    resolved: str,
    note: str,
    channel: str = "phone",
    version: int | None = None,
) -> Case:
    """What the person said when called back (回訪). “Not resolved” sends it back to be done again (重辦)."""
    if resolved not in RESOLVED:
        raise Invalid(
            _("Some answers need another look."), fields={"resolved": _("Choose what the person said.")}
        )
    need(note, "note", _("Write down what the person said."))
    with transaction.atomic():
        with step(actor, case_id, "call_back", version=version, text=note, public=False) as s:
            s.case.resolved = resolved
            s.data["resolved"] = resolved
            contact(s, note, channel, kind="callback")
        if resolved == "no":
            return redo(actor, case_id, reason=note)
        return close(actor, case_id)


def redo(actor: Actor, case_id: uuid.UUID, *, reason: str, version: int | None = None) -> Case:
    """Have it done again, with a new time limit (重辦)."""
    need(reason, "reason", _("Say what is still open."))
    with step(actor, case_id, "redo", version=version, text=reason) as s:
        s.case.redos += 1
    return s.case


def close(actor: Actor, case_id: uuid.UUID, *, version: int | None = None) -> Case:
    """Close the case (辦結). The person is asked to rate it."""
    with step(actor, case_id, "close", version=version) as s:
        s.case.closed_at = s.now
    return s.case


def reopen(actor: Actor, case_id: uuid.UUID, *, reason: str, version: int | None = None) -> Case:
    """Take a closed case up again, within the limit “reopen” for the person who asked; staff may later.

    One that never had a department (answered at once) waits to be sent to one.
    """
    need(reason, "reason", _("Say what is still open."))
    with step(actor, case_id, "reopen", version=version, text=reason) as s:
        until = reopen_until(s.case)
        if not actor.serves and until is not None and s.now > until:
            raise Conflict(
                _("This case was closed too long ago to be reopened. Please send a new request and name it.")
            )
        s.case.closed_at = None
        s.case.redos += 1
        _to_the_heir(s)
        if s.case.department is None:
            s.case.status = Status.RETURNED
    return s.case


def _to_the_heir(s: Step) -> None:
    """The department that worked on it was closed meanwhile: whoever took over works on it now."""
    before = s.case.department
    if before is None or before.active:
        return
    s.case.department, s.case.assignee_id, s.rescope = heir_of(before), None, True


def archive(actor: Actor, case_id: uuid.UUID) -> Case:
    """Put a finished case away (歸檔)."""
    with step(actor, case_id, "archive", public=False) as s:
        pass
    return s.case


def _not_own(actor: Actor, case: Case) -> None:
    last = CaseEvent.objects.filter(case_id=case.id, name="answer").order_by("-id").first()
    if last is not None and actor.staff_id is not None and last.data.get("by") == str(actor.staff_id):
        raise Refused(_("You wrote this answer; somebody else has to check it."))
