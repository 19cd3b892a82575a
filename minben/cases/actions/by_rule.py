"""Sending on what a dispatch rule is trusted with."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from minben.cases.dispatching import rules as dispatch_rules
from minben.cases.models import Case, Kind, Status
from minben.foundation.access.actor import SYSTEM
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.processes import specs

from . import routing


def dispatch_all(case_ids: Sequence[uuid.UUID]) -> int:
    """Dispatch those that a rule marked ``automatic`` holds for; returns how many.

    Confidential requests and applications are left to people, and so is whatever a person was quicker with.
    """
    version_id = specs.published(dispatch_rules.KEY)
    if version_id is None or not dispatch_rules.gives_automatic(version_id):
        return 0
    rows = Case.objects.filter(pk__in=case_ids, status=Status.SUBMITTED).exclude(kind=Kind.APPLICATION)
    found = rows.exclude(privacy=Case.Privacy.CONFIDENTIAL).select_related("jurisdiction")
    return sum(_dispatch(case) for case in found)


def _dispatch(case: Case) -> bool:
    advice = dispatch_rules.advice_for(case)
    if advice is None or advice.department_id is None or not advice.automatic:
        return False
    note = _("By rule %(number)d of “%(table)s”: %(reason)s") % {
        "number": advice.number,
        "table": advice.table,
        "reason": advice.reason,
    }
    try:
        routing.dispatch(
            SYSTEM,
            case.id,
            department_id=advice.department_id,
            co_department_ids=list(advice.beside),
            first_signs=advice.first_signs,
            note=note,
            version=case.version,
            automatic=True,
        )
    except (Conflict, Invalid, Missing):
        return False
    return True
