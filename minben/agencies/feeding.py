"""Whose team calendar an address opens, and what stands in it: leave and duty, and of people their names alone."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import TooMany

from .models import CalendarFeed, Cover
from .queries import actor_for
from .teams import spans_of_team, team_departments

EARLIER = dt.timedelta(days=31)
LATER = dt.timedelta(days=366)
MOST = 30
WINDOW = 15 * 60
"""A calendar asks every few minutes at most; several devices share one address."""


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_of(actor: Actor) -> CalendarFeed | None:
    """One's own, if there is one."""
    if actor.staff_id is None:
        return None
    return CalendarFeed.objects.filter(staff_id=actor.staff_id).first()


def reader_of(secret: str) -> Actor | None:
    """Whose address it is, with what they may see today; None for one that is unknown, or whose owner has left.

    Raises TooMany when it is asked for more than 30 times in a quarter of an hour (counted in each process).
    """
    rows = CalendarFeed.objects.select_related("staff__account")
    found = rows.filter(digest=digest_of(secret)).first()
    if found is None or found.staff.account is None:
        return None
    _paced(found)
    today = timezone.localdate()
    if found.read_on != today:
        CalendarFeed.objects.filter(id=found.id).update(read_on=today)
    return actor_for(found.staff.account)


def _paced(feed: CalendarFeed) -> None:
    key = f"calendar-feed:{feed.id}"
    cache.add(key, 0, WINDOW)
    try:
        asked = cache.incr(key)
    except ValueError:  # it ran out between the two
        return
    if asked > MOST:
        raise TooMany(_("This calendar is asked for too often. Once in a quarter of an hour is enough."))


class What(StrEnum):
    LEAVE = "leave"
    COVERS = "covers"
    LENT = "lent"


@dataclass(frozen=True)
class Entry:
    """``who`` does ``what`` from ``since`` to ``until``, both included; ``other``: who stands in, for whom, or where."""

    key: str
    what: What
    who: str
    other: str
    since: dt.date
    until: dt.date
    told_at: dt.datetime


def entries(actor: Actor, today: dt.date) -> list[Entry]:
    """Approved leave, standing in and lending of one's own teams, from a month ago to a year ahead."""
    team, leaves, lendings = spans_of_team(team_departments(actor), today - EARLIER, today + LATER)
    found = [_leave(leave) if leave.staff_id in team else _cover(leave) for leave in leaves]
    found += [
        Entry(str(one.id), What.LENT, one.staff.name, str(one.department), one.since, one.until, one.made_at)
        for one in lendings
    ]
    return sorted(found, key=lambda entry: (entry.since, entry.key))


def _leave(leave: Cover) -> Entry:
    stands_in = leave.substitute.name if leave.substitute else ""
    return Entry(
        str(leave.id), What.LEAVE, leave.staff.name, stands_in, leave.since, leave.until, leave.made_at
    )


def _cover(leave: Cover) -> Entry:
    """Somebody of the team stands in for somebody of another one."""
    who = leave.substitute.name if leave.substitute else ""
    return Entry(str(leave.id), What.COVERS, who, leave.staff.name, leave.since, leave.until, leave.made_at)
