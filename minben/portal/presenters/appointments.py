"""Days and times to choose from, and an appointment as a file for one's own calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from icalendar import Alarm, Calendar, Event

from minben.agencies.models import Office
from minben.agencies.opening import local_day
from minben.foundation.records.translated import localized
from minben.visits.availability import Asked, last_day, slots_between
from minben.visits.models import Appointment


@dataclass(frozen=True)
class DayShown:
    """A day with how many times are free; closed days are left out."""

    day: dt.date
    free: int


@dataclass(frozen=True)
class TimeShown:
    """A time, as the clock at the office says it, and as it stands in the address."""

    clock: str
    free: int

    @property
    def key(self) -> str:
        return self.clock.replace(":", "-")


def days_shown(asked: Asked, now: dt.datetime) -> list[DayShown]:
    """From today as far as one may book. One statement."""
    slots = slots_between(asked, local_day(asked.office, now), last_day(asked.reception, now), now)
    return [DayShown(day, sum(1 for slot in found if slot.free)) for day, found in slots.items() if found]


def times_shown(
    asked: Asked, day: dt.date, now: dt.datetime, *, moving: Appointment | None = None
) -> list[TimeShown]:
    """Every time of the day, the full ones too."""
    slots = slots_between(asked, day, day, now, without=moving.id if moving else None)[day]
    zone = asked.office.department.jurisdiction.zone
    return [TimeShown(f"{slot.starts_at.astimezone(zone):%H:%M}", slot.free) for slot in slots]


def calendar_file(held: Appointment, title: str, address: str) -> bytes:
    """RFC 5545, with an alarm two hours before. Moved and loaded again it replaces itself; cancelled it goes."""
    made = Calendar()
    made.add("prodid", "-//Minben//Appointment//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{held.id}@minben")
    event.add("dtstamp", timezone.now())
    event.add("sequence", held.moved + int(held.state == Appointment.State.CANCELLED))
    event.add("dtstart", held.starts_at)
    event.add("dtend", held.starts_at + dt.timedelta(minutes=held.minutes))
    event.add("summary", title)
    event.add("location", place_of(held.office))
    event.add("url", address)
    event.add("status", "CANCELLED" if held.state == Appointment.State.CANCELLED else "CONFIRMED")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", dt.timedelta(hours=-2))
    event.add_component(alarm)
    made.add_component(event)
    return bytes(made.to_ical())


def place_of(office: Office) -> str:
    return f"{localized(office.name)}, {localized(office.address)}"
