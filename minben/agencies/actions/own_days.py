"""Days on which one department differs from its place."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, DepartmentDay
from minben.agencies.queries import calendar_of, forget_names
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text

from .naming import Texts

LONGEST = 62
"""How many days one entry may cover: two months."""


@transaction.atomic
def set_own_days(
    actor: Actor,
    department: Department,
    first: dt.date,
    last: dt.date,
    *,
    working: bool = False,
    note: Texts | None = None,
) -> list[DepartmentDay]:
    """From ``first`` to ``last``, both included, the department is free, or works on what is free elsewhere.

    Only days that differ from the place are kept: a free Sunday needs no entry. Clocks that run keep their due time.
    Raises Invalid for days that are over, out of order or too many, or when none of them would differ.
    """
    require(actor, "agencies.manage", department)
    held = Department.objects.select_for_update(of=("self",)).select_related("jurisdiction")
    found = held.get(id=department.id)
    if not found.active:
        raise Conflict(_("This department is closed. Nothing is set for it any more."))
    days = _differing(found, first, last, working)
    made = [_put(found, day, working, dict(note or {})) for day in days]
    after = {"first": days[0], "last": days[-1], "days": len(days), "working": working}
    trail.wrote(actor, "department.own_days.set", subject=("department", found.id), after=after)
    transaction.on_commit(forget_names)
    return made


def _put(department: Department, day: dt.date, working: bool, note: dict[str, object]) -> DepartmentDay:
    values = {"working": working, "note": note}
    made, _new = DepartmentDay.objects.update_or_create(department=department, day=day, defaults=values)
    return made


def _differing(department: Department, first: dt.date, last: dt.date, working: bool) -> list[dt.date]:
    if last < first:
        raise _invalid("last", _("It ends before it starts. Check both days."))
    if first < timezone.localdate():
        raise _invalid("first", _("This day is over. Choose today or a later day."))
    if (last - first).days >= LONGEST:
        raise _invalid("last", _("Write two months at most at once."))
    city = calendar_of(department.jurisdiction)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    found = [day for day in days if city.is_workday(day) != working]
    if not found:
        raise _invalid(
            "first", _("The city works then already.") if working else _("The city is free then already.")
        )
    return found


@transaction.atomic
def drop_own_day(actor: Actor, day_id: uuid.UUID) -> DepartmentDay:
    """The department keeps the day like its place again. Raises Missing when it is gone."""
    found = DepartmentDay.objects.select_for_update(of=("self",)).select_related("department")
    held = found.filter(id=day_id).first()
    if held is None:
        raise Missing(_("This day was taken back already."))
    require(actor, "agencies.manage", held.department)
    before = {"day": held.day, "working": held.working}
    trail.wrote(
        actor, "department.own_days.dropped", subject=("department", held.department_id), before=before
    )
    DepartmentDay.objects.filter(id=day_id).delete()
    transaction.on_commit(forget_names)
    return held


def _invalid(field: str, text: Text) -> Invalid:
    return Invalid(text, fields={field: text})
