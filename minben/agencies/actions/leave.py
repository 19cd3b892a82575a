"""Asking for leave, approving and refusing it, taking it back."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Cover, Staff
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused, Text


@transaction.atomic
def ask_leave(
    actor: Actor,
    since: dt.date,
    until: dt.date,
    *,
    substitute: Staff | None = None,
    note: str = "",
) -> Cover:
    """One's own leave, to be approved. Raises Invalid for days that are over or that were asked for already."""
    require(actor, "agencies.leave")
    staff = _myself(actor)
    _days(staff, since, until)
    if substitute is not None and substitute.id == staff.id:
        raise _invalid("substitute", _("Nobody can stand in for themselves. Choose a colleague."))
    made = Cover.objects.create(
        staff=staff, substitute=substitute, since=since, until=until, note=note, state=Cover.State.ASKED
    )
    after = {"since": since, "until": until, "substitute": substitute.id if substitute else None}
    trail.wrote(actor, "staff.leave.asked", subject=("staff", staff.id), after=after)
    return made


@transaction.atomic
def decide_leave(
    actor: Actor,
    leave_id: uuid.UUID,
    *,
    approve: bool,
    substitute: Staff | None = None,
    answer: str = "",
) -> Cover:
    """Approve with somebody who stands in, or refuse with words. Nobody decides on their own leave.

    The one who stands in must be at work on those days.
    """
    found = _locked(leave_id)
    require(actor, "agencies.approve", found.staff)
    if found.staff_id == actor.staff_id:
        raise Refused(_("Nobody approves their own leave. Ask the supervisor above you."))
    if found.state != Cover.State.ASKED:
        raise Conflict(_("This leave was decided already."))
    if not approve and not answer.strip():
        raise _invalid("answer", _("Say why: your colleague reads this."))
    if approve:
        found.substitute = substitute or found.substitute
        _stand_in_is_there(found)
    found.state = Cover.State.APPROVED if approve else Cover.State.REFUSED
    found.decided_by, found.answer = actor.staff_id, answer.strip()[:200]
    found.save(update_fields=["state", "decided_by", "answer", "substitute"])
    _told(actor, found, f"staff.leave.{found.state}")
    return found


@transaction.atomic
def take_back_leave(actor: Actor, leave_id: uuid.UUID) -> Cover:
    """Leave that is not over is taken back, by oneself or by whoever leads the department."""
    found = _locked(leave_id)
    require(actor, "agencies.leave", found.staff)
    over = found.until < timezone.localdate()
    if over or found.state not in {Cover.State.ASKED, Cover.State.APPROVED}:
        raise Conflict(_("This leave is over, or was taken back already."))
    found.state = Cover.State.CANCELLED
    found.save(update_fields=["state"])
    _told(actor, found, "staff.leave.taken_back")
    return found


def _myself(actor: Actor) -> Staff:
    found = Staff.objects.select_for_update().filter(pk=actor.staff_id).first() if actor.staff_id else None
    if found is None:
        raise Missing(_("There is no such member of staff."))
    return found


def _told(actor: Actor, leave: Cover, action: str) -> None:
    after = {"state": leave.state, "substitute": leave.substitute_id}
    trail.wrote(actor, action, subject=("staff", leave.staff_id), after=after, reason=leave.answer)


def _locked(leave_id: uuid.UUID) -> Cover:
    rows = Cover.objects.select_for_update(of=("self",)).select_related("staff__department", "substitute")
    found = rows.filter(pk=leave_id).first()
    if found is None:
        raise Missing(_("There is no such leave."))
    return found


def _days(staff: Staff, since: dt.date, until: dt.date) -> None:
    if until < since:
        raise _invalid("until", _("The leave ends before it starts. Check both days."))
    if until < timezone.localdate():
        raise _invalid("until", _("These days are over."))
    held = Cover.objects.filter(staff=staff, since__lte=until, until__gte=since)
    if held.filter(state__in=[Cover.State.ASKED, Cover.State.APPROVED]).exists():
        raise _invalid("since", _("There is leave on some of these days already."))


def _stand_in_is_there(leave: Cover) -> None:
    if leave.substitute is None:
        raise _invalid("substitute", _("Name who stands in."))
    away = Cover.objects.filter(
        staff=leave.substitute, since__lte=leave.until, until__gte=leave.since, state=Cover.State.APPROVED
    )
    if away.exists():
        raise _invalid("substitute", _("This colleague is on leave on some of these days too."))


def _invalid(field: str, text: Text) -> Invalid:
    return Invalid(text, fields={field: text})
