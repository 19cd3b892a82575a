"""The team calendar as a file that calendars read (RFC 5545)."""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from minben.agencies.feeding import Entry, What, entries
from minben.foundation.access.actor import Actor

AGAIN = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def team_file(actor: Actor, today: dt.date) -> bytes:
    """In the language of whoever reads it."""
    with translation.override(actor.language):
        made = Calendar()
        made.add("prodid", "-//Minben//Team calendar//EN")
        made.add("version", "2.0")
        made.add("x-wr-calname", _("Team calendar"))
        made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
        for entry in entries(actor, today):
            made.add_component(_event(entry))
        return bytes(made.to_ical())


def _event(entry: Entry) -> Event:
    """Whole days; the last day is the one after, as the standard wants it. It blocks nobody's time."""
    made = Event()
    made.add("uid", f"{entry.key}@minben")
    made.add("dtstamp", entry.told_at)
    made.add("dtstart", entry.since)
    made.add("dtend", entry.until + DAY)
    made.add("summary", _words(entry))
    made.add("transp", "TRANSPARENT")
    made.add("class", "PRIVATE")
    return made


def _words(entry: Entry) -> str:
    names = {"who": entry.who, "other": entry.other}
    if entry.what == What.COVERS:
        return _("%(who)s stands in for %(other)s") % names
    if entry.what == What.LENT:
        return _("%(who)s is lent to %(other)s") % names
    if entry.other:
        return _("%(who)s on leave, %(other)s stands in") % names
    return _("%(who)s on leave") % names
