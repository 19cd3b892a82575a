"""Opening jurisdictions, departments and offices, and keeping their calendars."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import CalendarException, Department, Jurisdiction, Office
from minben.agencies.queries import forget_names
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Missing

from .correcting import check_hours, only_centre
from .naming import Texts, sort_key
from .standing import must_be_open


@transaction.atomic
def open_jurisdiction(
    actor: Actor,
    code: str,
    *,
    name: Texts,
    time_zone: str = "Asia/Shanghai",
    calendar: str = "CN",
    languages: Sequence[str] = ("zh-hant", "zh-hans", "en"),
    parent: Jurisdiction | None = None,
    practice: bool = False,
) -> Jurisdiction:
    """A new place with its own law, calendar and time zone. Raises Invalid for an unknown zone or a code in use."""
    require(actor, "agencies.manage")
    if time_zone not in zoneinfo.available_timezones():
        raise _invalid("time_zone", _("This is no time zone. Write one like Asia/Taipei."))
    if Jurisdiction.objects.filter(code=code).exists():
        raise _invalid("code", _("Another jurisdiction has this code."))
    made = Jurisdiction.objects.create(
        code=code,
        name=dict(name),
        time_zone=time_zone,
        calendar=calendar,
        languages=list(languages),
        parent=parent,
        practice=practice,
    )
    trail.wrote(actor, "jurisdiction.opened", subject=("jurisdiction", made.id), after={"code": code})
    return made


@transaction.atomic
def open_department(
    actor: Actor,
    jurisdiction: Jurisdiction,
    code: str,
    *,
    name: Texts,
    parent: Department | None = None,
    is_centre: bool = False,
    **details: Any,
) -> Department:
    """A new department, under ``parent`` if given; knows all departments above it, nearest first."""
    require(actor, "agencies.manage")
    must_be_open(parent, "parent")
    if parent is not None and parent.jurisdiction_id != jurisdiction.id:
        raise _invalid("parent", _("The department above belongs to another jurisdiction."))
    if Department.objects.filter(jurisdiction=jurisdiction, code=code).exists():
        raise _invalid("code", _("Another department here has this code."))
    made = Department.objects.create(
        jurisdiction=jurisdiction,
        code=code,
        name=dict(name),
        parent=parent,
        is_centre=is_centre,
        ancestors=lineage(parent),
        sort_key=sort_key(name),
        **details,
    )
    if is_centre:
        only_centre(actor, jurisdiction, but=made)
    trail.wrote(actor, "department.opened", subject=("department", made.id), after={"code": code})
    return made


@transaction.atomic
def move_department(actor: Actor, department: Department, *, parent: Department | None) -> Department:
    """Put a department under another one, with everything below it. Raises Invalid for a circle."""
    require(actor, "agencies.manage")
    moved = Department.objects.select_for_update().get(id=department.id)
    must_be_open(parent, "parent")
    above = lineage(parent)
    if str(moved.id) in above:
        raise _invalid("parent", _("A department cannot stand under itself. Choose another one."))
    before = moved.parent_id
    moved.parent, moved.ancestors = parent, above
    moved.save(update_fields=["parent", "ancestors"])
    _renew_below(moved)
    trail.wrote(
        actor,
        "department.moved",
        subject=("department", moved.id),
        before={"parent": before},
        after={"parent": moved.parent_id},
    )
    return moved


@transaction.atomic
def open_office(actor: Actor, department: Department, code: str, *, name: Texts, **details: Any) -> Office:
    """A hall, station or window that people can walk into."""
    require(actor, "agencies.manage")
    must_be_open(department)
    if Office.objects.filter(code=code).exists():
        raise _invalid("code", _("Another office has this code."))
    check_hours(details.get("hours", {}))
    made = Office.objects.create(department=department, code=code, name=dict(name), **details)
    trail.wrote(actor, "office.opened", subject=("office", made.id), after={"code": code})
    return made


@transaction.atomic
def set_calendar_exception(
    actor: Actor, jurisdiction: Jurisdiction, day: dt.date, *, working: bool, note: Texts | None = None
) -> CalendarException:
    """A day off, or a made-up workday, in one jurisdiction. Clocks that run already keep their due time."""
    require(actor, "agencies.manage")
    made, _new = CalendarException.objects.update_or_create(
        jurisdiction=jurisdiction, day=day, defaults={"working": working, "note": dict(note or {})}
    )
    trail.wrote(
        actor,
        "calendar.exception.set",
        subject=("jurisdiction", jurisdiction.id),
        after={"day": day, "working": working},
    )
    transaction.on_commit(forget_names)
    return made


@transaction.atomic
def clear_calendar_exception(actor: Actor, jurisdiction: Jurisdiction, day: dt.date) -> None:
    """The day is again as the holiday calendar has it. Raises Missing when it was no exception."""
    require(actor, "agencies.manage")
    count, _kinds = CalendarException.objects.filter(jurisdiction=jurisdiction, day=day).delete()
    if not count:
        raise Missing(_("This day is as in the holiday calendar already."))
    trail.wrote(
        actor, "calendar.exception.cleared", subject=("jurisdiction", jurisdiction.id), before={"day": day}
    )
    transaction.on_commit(forget_names)


def lineage(parent: Department | None) -> list[str]:
    """The ids above a child of ``parent``, nearest first."""
    return [] if parent is None else [str(parent.id), *parent.ancestors]


def _renew_below(department: Department) -> None:
    for child in Department.objects.select_for_update().filter(parent=department):
        child.ancestors = lineage(department)
        child.save(update_fields=["ancestors"])
        _renew_below(child)


def _invalid(field: str, text: Any) -> Invalid:
    return Invalid(text, fields={field: text})
