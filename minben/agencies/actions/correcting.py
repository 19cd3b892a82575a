"""Correcting what is known of staff, departments and offices. Only what changed is written and recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, Jurisdiction, Office, Staff
from minben.agencies.queries import forget_names
from minben.foundation.access.actions.accounts import amend_staff_account
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Text
from minben.foundation.records.models import Record
from minben.foundation.textsearch import pinyin_key

from .naming import Texts, sort_key
from .standing import must_be_open

Kept = TypeVar("Kept", bound=Record)


@transaction.atomic
def amend_staff(actor: Actor, staff: Staff, *, email: str | None = None, **details: Any) -> Staff:
    """Correct ``name``, ``number``, ``title``, ``phone``, ``department`` and the e-mail to sign in with.

    Roles stay in the department where they were given: only the security administrator takes them away.
    Raises Invalid for another e-mail of a security or audit administrator: whoever owns it can sign in with it.
    """
    require(actor, "agencies.manage")
    must_be_open(details.get("department"))
    held = Staff.objects.select_for_update(of=("self",)).select_related("account").get(id=staff.id)
    if Staff.objects.filter(number=details.get("number", held.number)).exclude(id=held.id).exists():
        raise _invalid("number", _("Another member of staff has this number."))
    changed = {**details, "sort_key": pinyin_key(details.get("name", held.name))[:200]}
    before, after = _write(held, changed)
    if held.account is not None:
        old = held.account.email
        _leave_the_others_alone(held, old, email)
        if amend_staff_account(held.account, name=held.name, email=email):
            before["email"], after["email"] = old, held.account.email
    _told(actor, "staff.amended", "staff", held, before, after)
    return held


def _leave_the_others_alone(held: Staff, old: str | None, new: str | None) -> None:
    """The system administrator must not be able to open the account of one of the two others."""
    if new is None or new.strip().lower() == (old or "").lower():
        return
    if held.grants.filter(role__in=[Role.SECURITY, Role.AUDIT]).exists():
        text = _(
            "This person is a security or audit administrator. The role is taken away first, and given again later."
        )
        raise _invalid("email", text)


@transaction.atomic
def amend_department(actor: Actor, department: Department, **details: Any) -> Department:
    """Correct ``code``, ``name``, ``duties``, ``phone``, ``credit_code`` and ``is_centre``.

    A place has one centre: marking another department moves the mark; it cannot just be taken away.
    """
    require(actor, "agencies.manage")
    held = Department.objects.select_for_update().get(id=department.id)
    twins = Department.objects.filter(jurisdiction=held.jurisdiction_id, code=details.get("code", held.code))
    if twins.exclude(id=held.id).exists():
        raise _invalid("code", _("Another department here has this code."))
    if held.is_centre and details.get("is_centre") is False:
        raise _invalid("is_centre", _("Mark another department as the centre; the mark moves there."))
    if "name" in details:
        details["sort_key"] = sort_key(details["name"])
    if details.get("is_centre"):
        only_centre(actor, held.jurisdiction, but=held)
    _told(actor, "department.amended", "department", held, *_write(held, details))
    return held


def only_centre(actor: Actor, place: Jurisdiction, *, but: Department) -> None:
    """Take the mark of the centre from every department of ``place`` except one."""
    for other in Department.objects.select_for_update().filter(jurisdiction=place, is_centre=True):
        if other.id != but.id:
            _told(actor, "department.amended", "department", other, *_write(other, {"is_centre": False}))


@transaction.atomic
def amend_office(actor: Actor, office: Office, **details: Any) -> Office:
    """Correct ``code``, ``name``, ``address``, ``phone``, ``transit``, ``accessibility``, ``hours``, ``active``."""
    require(actor, "agencies.manage")
    held = Office.objects.select_for_update().get(id=office.id)
    if Office.objects.filter(code=details.get("code", held.code)).exclude(id=held.id).exists():
        raise _invalid("code", _("Another office has this code."))
    check_hours(details.get("hours", {}))
    _told(actor, "office.amended", "office", held, *_write(held, details))
    return held


def check_hours(hours: Texts) -> None:
    """Opening hours by ISO weekday, each span ending after it begins, none touching another. Raises Invalid."""
    for day, spans in hours.items():
        try:
            edges = [dt.time.fromisoformat(edge) for start, end in spans for edge in (start, end)]
        except (TypeError, ValueError) as error:
            raise _wrong_hours(day) from error
        if day not in set("1234567") or edges != sorted(set(edges)):
            raise _wrong_hours(day)


def _wrong_hours(day: str) -> Invalid:
    text = _("Write the hours in order, each ending after it begins, like 09:00-12:00, 13:30-17:00.")
    return Invalid(text, fields={f"hours_{day}": text})


def _write(held: Kept, wanted: dict[str, Any]) -> tuple[dict[str, object], dict[str, object]]:
    changed = {name: value for name, value in wanted.items() if getattr(held, name) != value}
    told = [name for name in changed if name != "sort_key"]
    before = {name: _plain(getattr(held, name)) for name in told}
    for name, value in changed.items():
        setattr(held, name, value)
    if changed:
        held.save(update_fields=list(changed))
    return before, {name: _plain(changed[name]) for name in told}


def _plain(value: object) -> object:
    return value.id if isinstance(value, Record) else value


def _told(
    actor: Actor, action: str, kind: str, held: Record, before: dict[str, object], after: dict[str, object]
) -> None:
    if after:
        trail.wrote(actor, action, subject=(kind, held.id), before=before, after=after)
        transaction.on_commit(forget_names)


def _invalid(field: str, text: Text) -> Invalid:
    return Invalid(text, fields={field: text})
