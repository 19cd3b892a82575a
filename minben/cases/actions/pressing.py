"""What moves a case from outside its department: hurry, supervise, withdraw."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from minben.cases.course.stepping import step
from minben.cases.models import Case
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Conflict

from .saying import need


def hurry(actor: Actor, case_id: uuid.UUID, *, text: str = "") -> Case:
    """Ask for progress (催辦): the person once a day; the department sees it at once."""
    with step(actor, case_id, "hurry", text=text) as s:
        today = s.now.astimezone(s.case.jurisdiction.zone).date()
        if not actor.serves and s.case.hurried_on == today:
            raise Conflict(
                _("You asked for progress today already. The department has seen it; please try tomorrow.")
            )
        s.case.hurries += 1
        s.case.hurried_on = today
    return s.case


def supervise(actor: Actor, case_id: uuid.UUID, *, text: str, version: int | None = None) -> Case:
    """A supervisor takes a case under watch and says what is expected (督辦)."""
    need(text, "text", _("Say what you expect, and by when."))
    with step(actor, case_id, "supervise", version=version, text=text, public=False) as s:
        s.case.supervised_at = s.now
    return s.case


def withdraw(actor: Actor, case_id: uuid.UUID, *, reason: str = "") -> Case:
    """The person takes the request back, before it is answered or decided."""
    with step(actor, case_id, "withdraw", text=reason) as s:
        s.case.reason = reason[:500]
        s.case.closed_at = s.now
        s.case.promised_at = None
    return s.case
