"""Good-bad rating of a visit at a counter: once, with the same levels and reasons as a case, and the same repair.

The room that owns the visit says whose it is and who may rate or repair it; see docs/decisions/rating-a-visit.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.agencies.queries import calendar_of
from minben.cases.intake import clean
from minben.cases.limits import limit_for
from minben.cases.models import Kind, Rating, RepairCase, Urgency
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.worktime import due

from .rating import BAD, checked


@dataclass(frozen=True)
class Visit:
    """What a rating keeps of a visit: which, of which department, served by whom."""

    id: uuid.UUID
    department: Department
    staff_id: uuid.UUID | None


def keep_rating(visit: Visit, *, level: int, reasons: Sequence[str], comment: str, channel: str) -> Rating:
    """Once for each visit. A bad level needs a reason and opens a repair with its deadline.

    Raises Invalid as for a case, Conflict for the second time.
    """
    chosen = checked(level, reasons, comment)
    made = _kept(visit, level, chosen, clean(comment), channel)
    if level in BAD:
        limit = limit_for("repair", kind=Kind.COMPLAINT, urgency=Urgency.E2)
        due_at = due(timezone.now(), limit.amount, limit.unit, calendar_of(visit.department.jurisdiction))
        RepairCase.objects.create(rating=made, due_at=due_at, owner_department_id=visit.department.id)
    return made


def _kept(visit: Visit, level: int, reasons: list[str], comment: str, channel: str) -> Rating:
    try:
        with transaction.atomic():
            return Rating.objects.create(
                visit_id=visit.id,
                level=level,
                reasons=reasons,
                comment=comment,
                channel=channel,
                department_id=visit.department.id,
                staff_id=visit.staff_id,
            )
    except IntegrityError as error:
        raise Conflict(_("This visit was rated already. Thank you!")) from error


def end_repair(visit_id: uuid.UUID, *, result: str) -> RepairCase:
    """What was put right about a visit. Raises Invalid without words, Missing or Conflict when there is no open repair."""
    if not result.strip():
        text = _("Say what was put right, and how.")
        raise Invalid(_("Some answers need another look."), fields={"result": text})
    repair = RepairCase.objects.select_for_update().filter(rating__visit_id=visit_id).first()
    if repair is None:
        raise Missing(_("There is nothing to put right."))
    if repair.state != "open":
        raise Conflict(_("This repair is finished already."))
    now = timezone.now()
    repair.state, repair.result, repair.called_back_at, repair.done_at = "done", clean(result), now, now
    repair.save(update_fields=["state", "result", "called_back_at", "done_at"])
    return repair
