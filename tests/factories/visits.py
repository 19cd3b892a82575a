"""An office that receives people, in the smallest town."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from minben.agencies.models import Office
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.roles import Role
from minben.visits import actions
from minben.visits.actions import set_counter, set_reception
from minben.visits.models import Counter, Reception, Ticket

from .town import Town

ZONE = ZoneInfo("Asia/Shanghai")
ALWAYS = {str(day): [["09:00", "12:00"], ["13:30", "17:00"]] for day in range(1, 6)}
TUESDAY = dt.datetime(2026, 3, 3, 10, 5, tzinfo=ZONE)
"""A workday, in the middle of the morning."""


@dataclass(frozen=True)
class Hall:
    """An office with its rules, its counters, and who sits there."""

    town: Town
    office: Office
    reception: Reception
    counters: list[Counter]
    clerks: list[Actor]


def make_hall(town: Town, *, counters: int = 2, code: str = "hall-water", **rules: Any) -> Hall:
    """Open on weekdays; every counter serves everything."""
    office = Office.objects.create(
        department=town.water,
        code=code,
        name={"zh-hant": "水務大廳", "en": "Water hall"},
        address={"zh-hant": "水街 1 號", "en": "1 Water Street"},
        hours=ALWAYS,
    )
    reception = set_reception(SYSTEM, office, **rules)
    made = [set_counter(SYSTEM, office, code=str(number + 1)) for number in range(counters)]
    clerks = [town.actor(Role.OFFICER, town.water) for _counter in made]
    return Hall(town, office, reception, made, clerks)


def at(hour: int, minute: int = 0, *, day: int = 3) -> dt.datetime:
    """A time of the first week of March 2026 at the office (the 2nd is a Monday)."""
    return dt.datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


def served(hall: Hall, key: str, **known: object) -> Ticket:
    """Somebody took a number, was called and served."""
    clerk, counter = hall.clerks[0], hall.counters[0]
    actions.open_counter(clerk, counter.id, now=TUESDAY)
    actions.take_number(clerk, hall.office.id, None, key=key, now=TUESDAY, **known)  # type: ignore[arg-type]
    actions.call_next(clerk, counter.id, now=TUESDAY)
    return actions.serve(clerk, counter.id, note="帶了原件", now=TUESDAY + dt.timedelta(minutes=9))
