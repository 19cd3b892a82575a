"""Reads of the government itself: who somebody is, what lies under a department, what things are called."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from minben.foundation.access.actor import Actor, ActorKind, Grant
from minben.foundation.access.models import Account
from minben.foundation.records.errors import Missing
from minben.foundation.records.translated import localized
from minben.foundation.worktime import Calendar, calendar_for

from .models import Department, Jurisdiction, Staff


def actor_for(account: Account) -> Actor | None:
    """The staff member behind a desk account with all roles held (two statements); None if there is none at work."""
    staff = Staff.objects.filter(account=account, active=True).prefetch_related("grants").first()
    if staff is None or not account.is_active or account.kind != Account.Kind.STAFF:
        return None
    return Actor(
        kind=ActorKind.STAFF,
        account_id=account.id,
        staff_id=staff.id,
        name=staff.name,
        grants=tuple(Grant(grant.role, grant.department_id) for grant in staff.grants.all()),
        language=account.language,
    )


def departments_under(department_id: UUID) -> list[UUID]:
    """The department itself and everything below it."""
    below = Department.objects.filter(ancestors__contains=[str(department_id)]).values_list("id", flat=True)
    return [department_id, *below]


def staff_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Staff.objects.filter(id__in=set(ids)).values_list("id", "name"))


def department_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names in the reader's language."""
    rows = Department.objects.filter(id__in=set(ids)).values_list("id", "name")
    return {key: str(localized(name)) for key, name in rows}


def centre(jurisdiction: Jurisdiction) -> Department:
    """The hotline centre. Raises Missing where none is set up."""
    found = Department.objects.filter(jurisdiction=jurisdiction, is_centre=True, active=True).first()
    if found is None:
        raise Missing(
            f"{jurisdiction} has no hotline centre yet. Open a department and mark it as the centre."
        )
    return found


def calendar_of(jurisdiction: Jurisdiction) -> Calendar:
    """The working-time calendar of a jurisdiction, its own exceptions included."""
    exceptions = dict(jurisdiction.calendar_exceptions.values_list("day", "working"))
    return calendar_for(jurisdiction.calendar, jurisdiction.time_zone, exceptions=exceptions)
