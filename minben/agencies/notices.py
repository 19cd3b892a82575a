"""Which announcements somebody should see now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require

from .models import Announcement, AnnouncementRead, Department, RoleGrant, Staff
from .names import Remembered

_ALL = UUID(int=0)
_RANK = {"urgent": 0, "important": 1, "ordinary": 2}


def _current(keys: set[UUID]) -> dict[UUID, list[tuple[Announcement, frozenset[UUID]]]]:
    """What is live or will be soon, each with the departments that it reaches: asked for once a minute."""
    rows = Announcement.objects.filter(until__gt=timezone.now(), withdrawn_at=None).order_by("-id")[:50]
    found = [(row, _reach(row)) for row in rows]
    return dict.fromkeys(keys, found)


def _reach(row: Announcement) -> frozenset[UUID]:
    named = [UUID(key) for key in row.departments]
    if not named:
        return frozenset()
    lines = Department.objects.values_list("id", "ancestors")
    below = [key for key, above in lines if set(row.departments) & set(above)]
    return frozenset([*named, *below])


_held = Remembered(_current)


def forget_announcements() -> None:
    """One was made or withdrawn: this process shows it at once, others within a minute."""
    _held.forget()


def for_reader(actor: Actor, now: dt.datetime | None = None) -> list[Announcement]:
    """Live announcements for ``actor`` that they did not put away, the most important first.

    No statement while nothing is announced; one for the receipts otherwise.
    """
    moment = now or timezone.now()
    meant = [row for row, reach in _held.get([_ALL]).get(_ALL, []) if _meant(actor, row, reach, moment)]
    if not meant or actor.staff_id is None:
        return []
    put_away = AnnouncementRead.objects.filter(
        staff_id=actor.staff_id, announcement_id__in=[row.id for row in meant]
    ).values_list("announcement_id", flat=True)
    gone = set(put_away)
    return sorted((row for row in meant if row.id not in gone), key=lambda row: _RANK[row.importance])


def _meant(actor: Actor, row: Announcement, reach: frozenset[UUID], now: dt.datetime) -> bool:
    if actor.staff_id is None or not row.since <= now < row.until:
        return False
    here = not reach or bool(reach & actor.departments())
    return here and (not row.roles or bool(actor.roles & set(row.roles)))


@dataclass(frozen=True)
class Receipts:
    """An announcement with how many of those it is meant for have read it."""

    announcement: Announcement
    read: int
    meant_for: int


def announcements(actor: Actor, *, limit: int = 100) -> list[Receipts]:
    """All that were made, newest first, with their receipts. Two statements, and one for each that names readers."""
    require(actor, "agencies.announce")
    rows: QuerySet[Any] = Announcement.objects.annotate(read=Count("reads")).order_by("-id")[:limit]
    everybody = Staff.objects.filter(active=True, account__isnull=False).count()
    return [Receipts(row, row.read, _readers(row) if _narrow(row) else everybody) for row in rows]


def _narrow(row: Announcement) -> bool:
    return bool(row.departments or row.roles)


def _readers(row: Announcement) -> int:
    grants = RoleGrant.objects.filter(staff__active=True, staff__account__isnull=False)
    if row.roles:
        grants = grants.filter(role__in=row.roles)
    if row.departments:
        grants = grants.filter(department_id__in=_reach(row))
    return grants.values("staff_id").distinct().count()


def readers_of(actor: Actor, announcement_id: UUID, *, limit: int = 500) -> list[AnnouncementRead]:
    """Who has read it, newest first."""
    require(actor, "agencies.announce")
    rows = AnnouncementRead.objects.filter(announcement_id=announcement_id).select_related(
        "staff__department"
    )
    return list(rows.order_by("-id")[:limit])
