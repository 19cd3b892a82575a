"""What a configuration would change, and the changing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.agencies.actions import (
    amend_department,
    amend_office,
    amend_staff,
    grant_role,
    hire_staff,
    move_department,
    open_department,
    open_office,
    set_calendar_exception,
)
from minben.agencies.actions.closing import close_department, reopen_department
from minben.agencies.actions.own_days import set_own_days
from minben.agencies.models import CalendarException, Department, DepartmentDay, Jurisdiction, Office, Staff
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Invalid, Problem

from . import settings
from .parts import parts
from .reading import Configuration, Entry, Wrong
from .step import Step
from .writing import texts


def plan(asked: Configuration, place: Jurisdiction) -> list[Step]:
    """The steps that lead from what is there to what the file says; none when it is so already.

    Raises Invalid, with every mistake, when the file is wrong or names a department that is nowhere.
    """
    wrong = [*asked.wrong, *_unknown(asked, place), *settings.wrongs(asked)]
    if not wrong:
        wrong = [one for part in parts() for one in part.wrongs(asked)]
    if asked.place != place.code:
        wrong.insert(0, Wrong(1, _("This file is of the place “%(code)s”.") % {"code": asked.place}))
    if wrong:
        raise Invalid("\n".join(str(one) for one in sorted(wrong, key=lambda one: one.line)))
    own = (settings.steps, _days, _departments, _own_days, _offices, _staff)
    made = (*own, *(part.steps for part in parts()))
    return [step for steps in made for step in steps(asked, place)]


@transaction.atomic
def apply(actor: Actor, steps: list[Step]) -> None:
    """All of them or none. Raises Invalid with the line of the step that a rule refuses."""
    for step in steps:
        try:
            step.act(actor)
        except Problem as problem:
            raise Invalid(str(Wrong(step.line, f"{step.text}: {problem.message}"))) from problem


def _unknown(asked: Configuration, place: Jurisdiction) -> Iterator[Wrong]:
    """Departments that are named and are neither in the file nor there; a department stands behind its upper one."""
    there = set(Department.objects.filter(jurisdiction=place).values_list("code", flat=True))
    for entry in asked.lists["departments"]:
        yield from _named(entry, [entry.get("under")], there)
        there.add(str(entry.get("code")))
    for entry in (*asked.lists["offices"], *asked.lists["staff"]):
        roles = entry.get("roles")
        within = [one.get("in") for one in roles if isinstance(one, dict)] if isinstance(roles, list) else []
        yield from _named(entry, [entry.get("department"), *within], there)


def _named(entry: Entry, codes: list[Any], there: set[str]) -> Iterator[Wrong]:
    for code in codes:
        if code and str(code) not in there:
            yield Wrong(entry.line, _("There is no department %(code)s.") % {"code": code})


def _days(asked: Configuration, place: Jurisdiction) -> Iterator[Step]:
    held = {row.day: row for row in CalendarException.objects.filter(jurisdiction=place)}
    for entry in asked.lists["days"]:
        day, working, note = entry["day"], entry["working"], entry.get("note") or {}
        row = held.get(day)
        if row is None or row.working != working or texts(row.note) != note:
            yield Step(
                entry.line,
                _("day %(day)s") % {"day": day},
                partial(set_calendar_exception, jurisdiction=place, day=day, working=working, note=note),
            )


def _departments(asked: Configuration, place: Jurisdiction) -> Iterator[Step]:
    held = {row.code: row for row in Department.objects.filter(jurisdiction=place).select_related("parent")}
    for entry in asked.lists["departments"]:
        code, row = str(entry["code"]), held.get(str(entry["code"]))
        details = _plain(entry, phone="phone", credit_code="credit_code") | {
            "is_centre": bool(entry.get("centre"))
        }
        details |= _texts(entry, "name", "duties")
        if row is None:
            yield _opens(entry, place, code, details)
            continue
        if changed := _changed(row, details):
            yield Step(
                entry.line,
                _("department %(code)s: %(names)s") % {"code": code, "names": ", ".join(sorted(changed))},
                partial(amend_department, department=row, **changed),
            )
        yield from _standing(entry, place, row)


def _opens(entry: Entry, place: Jurisdiction, code: str, details: Mapping[str, Any]) -> Step:
    def act(actor: Actor) -> None:
        made = open_department(actor, place, code, parent=_department(place, entry.get("under")), **details)
        if entry.get("closed"):
            close_department(actor, made, reason=_("Closed in the configuration."))

    return Step(entry.line, _("new department %(code)s") % {"code": code}, act)


def _standing(entry: Entry, place: Jurisdiction, row: Department) -> Iterator[Step]:
    """Where it stands, and whether it is closed."""
    code, under, closed = row.code, str(entry.get("under") or ""), bool(entry.get("closed"))
    if under != (row.parent.code if row.parent else ""):
        yield Step(
            entry.line,
            _("department %(code)s stands under %(under)s") % {"code": code, "under": under or "–"},
            partial(_move, row=row, place=place, under=under),
        )
    if closed and row.active:
        why = _("Closed in the configuration.")
        yield Step(
            entry.line,
            _("department %(code)s is closed") % {"code": code},
            partial(close_department, department=row, reason=why),
        )
    if not closed and not row.active:
        yield Step(
            entry.line,
            _("department %(code)s is open again") % {"code": code},
            partial(reopen_department, department=row),
        )


def _own_days(asked: Configuration, place: Jurisdiction) -> Iterator[Step]:
    """Days of one department that are to come; those that are over cannot be set any more."""
    rows = DepartmentDay.objects.filter(department__jurisdiction=place).select_related("department")
    held = {(row.department.code, row.day): row for row in rows}
    for entry in asked.lists["departments"]:
        for one in entry.get("own_days") or []:
            code, day, note = str(entry["code"]), one["day"], one.get("note") or {}
            row = held.get((code, day))
            if row is None or row.working != one["working"] or texts(row.note) != note:
                yield Step(
                    one.line,
                    _("department %(code)s: day %(day)s") % {"code": code, "day": day},
                    partial(_set_own_day, place=place, code=code, day=day, working=one["working"], note=note),
                )


def _set_own_day(
    actor: Actor, *, place: Jurisdiction, code: str, day: dt.date, working: bool, note: dict[str, str]
) -> None:
    set_own_days(actor, _department(place, code), day, day, working=working, note=note)


def _offices(asked: Configuration, place: Jurisdiction) -> Iterator[Step]:
    held = {row.code: row for row in Office.objects.select_related("department")}
    for entry in asked.lists["offices"]:
        code, row = str(entry["code"]), held.get(str(entry["code"]))
        details = _plain(entry, phone="phone") | _texts(entry, "name", "address", "transit", "accessibility")
        details |= {"hours": _hours(entry.get("hours") or {})}
        if row is None:
            yield Step(
                entry.line,
                _("new office %(code)s") % {"code": code},
                partial(_open_office, place=place, entry=entry, details=details),
            )
        elif changed := _changed(row, details | {"active": not entry.get("given_up")}):
            yield Step(
                entry.line,
                _("office %(code)s: %(names)s") % {"code": code, "names": ", ".join(sorted(changed))},
                partial(amend_office, office=row, **changed),
            )


def _staff(asked: Configuration, place: Jurisdiction) -> Iterator[Step]:
    rows = Staff.objects.select_related("department", "account").prefetch_related("grants__department")
    held = {row.number: row for row in rows}
    for entry in asked.lists["staff"]:
        number, row = str(entry["number"]), held.get(str(entry["number"]))
        if row is None:
            yield Step(
                entry.line,
                _("new member of staff %(number)s") % {"number": number},
                partial(_hire, place=place, entry=entry),
            )
        else:
            yield from _corrected(entry, place, row)
        yield from _grants(entry, place, row)


def _corrected(entry: Entry, place: Jurisdiction, row: Staff) -> Iterator[Step]:
    changed = _changed(row, _plain(entry, name="name", title="title", phone="phone"))
    email = str(entry.get("email") or "")
    moved = str(entry["department"]) != row.department.code
    if row.account is not None and email and email != row.account.email:
        changed["email"] = email
    if not changed and not moved:
        return
    names = ", ".join(sorted([*changed, *(["department"] if moved else [])]))

    def act(actor: Actor) -> None:
        more = {"department": _department(place, entry["department"])} if moved else {}
        amend_staff(actor, row, **changed, **more)

    yield Step(entry.line, _("staff %(number)s: %(names)s") % {"number": row.number, "names": names}, act)


def _grants(entry: Entry, place: Jurisdiction, row: Staff | None) -> Iterator[Step]:
    """Roles that are missing. Those that somebody holds besides are left to the security administrator."""
    held = {(g.role, g.department.code) for g in row.grants.all() if g.until is None} if row else set()
    for one in entry.get("roles") or []:
        role, code, number = str(one["role"]), str(one["in"]), str(entry["number"])
        if (role, code) not in held:
            yield Step(
                entry.line,
                _("staff %(number)s: role %(role)s in %(code)s")
                % {"number": number, "role": role, "code": code},
                partial(_grant, place=place, number=number, role=role, code=code),
            )


def _move(actor: Actor, *, row: Department, place: Jurisdiction, under: str) -> None:
    move_department(actor, row, parent=_department(place, under))


def _open_office(actor: Actor, *, place: Jurisdiction, entry: Entry, details: Mapping[str, Any]) -> None:
    within, active = _department(place, entry["department"]), not entry.get("given_up")
    open_office(actor, within, str(entry["code"]), active=active, **details)


def _hire(actor: Actor, *, place: Jurisdiction, entry: Entry) -> None:
    details = _plain(entry, name="name", title="title", phone="phone", email="email")
    hire_staff(actor, _department(place, entry["department"]), str(entry["number"]), **details)


def _grant(actor: Actor, *, place: Jurisdiction, number: str, role: str, code: str) -> None:
    holder = Staff.objects.get(number=number)
    grant_role(actor, holder, Role(role), department=_department(place, code))


def _department(place: Jurisdiction, code: Any) -> Any:
    return Department.objects.get(jurisdiction=place, code=str(code)) if code else None


def _plain(entry: Entry, **names: str) -> dict[str, Any]:
    return {name: str(entry.get(key) or "") for name, key in names.items()}


def _texts(entry: Entry, *names: str) -> dict[str, Any]:
    return {name: dict(entry.get(name) or {}) for name in names}


def _hours(written: Mapping[Any, list[str]]) -> dict[str, list[list[str]]]:
    found = {str(day): [span.split("-") for span in spans] for day, spans in written.items()}
    return {day: spans for day, spans in found.items() if spans}


def _changed(row: Any, details: Mapping[str, Any]) -> dict[str, Any]:
    """What the file says otherwise; a text is compared by what was written of it."""
    return {name: value for name, value in details.items() if _held(getattr(row, name)) != value}


def _held(value: Any) -> Any:
    return texts(value) if isinstance(value, dict) and not _is_hours(value) else value


def _is_hours(value: Mapping[str, Any]) -> bool:
    return any(isinstance(spans, list) for spans in value.values())
