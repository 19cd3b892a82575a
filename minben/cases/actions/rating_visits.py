"""Good-bad rating of a visit at a counter: once, with the same levels and reasons as a case, and the same repair.

The room that owns the visit says whose it is and who may rate or repair it; see docs/decisions/rating-a-visit.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.cases.intake import clean
from minben.cases.models import Rating
from minben.cases.ratings import repairing
from minben.foundation.records.errors import Conflict

from .rating import BAD, checked


@dataclass(frozen=True)
class Visit:
    """What a rating keeps of a visit: which, of which department, served by whom."""

    id: uuid.UUID
    department: Department
    staff_id: uuid.UUID | None
    label: str = ""


def keep_rating(visit: Visit, *, level: int, reasons: Sequence[str], comment: str, channel: str) -> Rating:
    """Once for each visit. A bad level needs a reason and opens a repair with its deadline.

    Raises Invalid as for a case, Conflict for the second time.
    """
    chosen = checked(level, reasons, comment)
    made = _kept(visit, level, chosen, clean(comment), channel)
    if level in BAD:
        repairing.begin(made, visit.department, label=visit.label)
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
