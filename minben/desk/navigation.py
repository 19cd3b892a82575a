"""The desk's left navigation: one entry a place, shown to those whom its policy allows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import all_policies, allowed
from minben.foundation.records.errors import Text


@dataclass(frozen=True)
class Entry:
    """A place of the desk. ``key`` is pressed after ``g`` to go there. An entry without a page is left out."""

    label: Text
    url: str
    icon: str
    policy: str = "desk.open"
    key: str = ""


ENTRIES = (
    Entry(_("My work"), "desk:home", "inbox", key="w"),
    Entry(_("New contact"), "desk:intake", "phone", "case.intake", key="i"),
    Entry(_("My counter"), "desk:counter", "building", "visit.serve", key="z"),
    Entry(_("Offices today"), "desk:visits", "calendar", "visit.office", key="l"),
    Entry(_("Dispatch"), "desk:dispatch", "dispatch", "case.dispatch", key="d"),
    Entry(_("Cases"), "desk:cases", "case", "case.list", key="c"),
    Entry(_("People"), "desk:people", "people", "party.find", key="p"),
    Entry(_("Knowledge"), "desk:knowledge", "book", key="k"),
    Entry(_("Editing"), "desk:editing", "book", "catalog.edit", key="e"),
    Entry(_("Answer templates"), "desk:templates", "message", "template.edit", key="h"),
    Entry(_("Letters"), "desk:letters", "mail", "letter.design", key="g"),
    Entry(_("Catalogue"), "desk:catalogue", "list", "catalog.edit", key="s"),
    Entry(_("Processes"), "desk:processes", "dispatch", "process.design", key="f"),
    Entry(_("Results to deliver"), "desk:results", "mail", "result.list", key="1"),
    Entry(_("Overview"), "desk:board", "board", "case.supervision", key="b"),
    Entry(_("Quality checks"), "desk:quality", "check", key="q"),
    Entry(_("Repairs"), "desk:repairs", "face-1", "repair.read", key="r"),
    Entry(_("Team calendar"), "desk:calendar", "calendar", key="t"),
    Entry(_("Announcements"), "desk:announcements", "message", "agencies.announce", key="n"),
    Entry(_("Outbox"), "desk:outbox", "mail", "message.outbox", key="o"),
    Entry(_("Trail"), "desk:audit", "shield", "audit.search", key="a"),
    Entry(_("Staff"), "desk:staff", "person", "agencies.staff", key="m"),
    Entry(_("Sign-in"), "desk:providers", "shield", "identity.providers", key="y"),
    Entry(_("API clients"), "desk:clients", "globe", "agencies.clients", key="j"),
    Entry(_("Waiting clients"), "desk:admissions", "globe", "agencies.admit", key="j"),
    Entry(_("Counters"), "desk:receptions", "building", "visit.arrange", key="v"),
    Entry(_("Departments"), "desk:departments", "building", "agencies.departments", key="u"),
    Entry(_("Settings"), "desk:settings", "settings", "options.system", key="x"),
)


COUNTED = {"desk:home": "home", "desk:dispatch": "dispatch", "desk:admissions": "admissions"}
"""Places whose number lives beside their name."""


@dataclass(frozen=True)
class Link:
    label: Text
    href: str
    icon: str
    key: str
    current: bool
    name: str = ""

    @property
    def keys(self) -> str:
        return f"g {self.key}"


def links(actor: Actor, path: str) -> list[Link]:
    """The entries open to ``actor`` whose pages exist; the one that ``path`` stands in is current."""
    found = [(entry, href) for entry in ENTRIES if (href := _address(entry.url)) and _open_to(actor, entry)]
    standing = max((href for _entry, href in found if _within(path, href)), key=len, default="")
    return [Link(e.label, href, e.icon, e.key, href == standing, COUNTED.get(e.url, "")) for e, href in found]


def _within(path: str, href: str) -> bool:
    """The first page (it ends with a stroke) is only itself; other places hold what lies below them."""
    return path == href or (not href.endswith("/") and path.startswith(f"{href}/"))


def _open_to(actor: Actor, entry: Entry) -> bool:
    name = entry.policy if entry.policy in all_policies() else "desk.open"
    return allowed(actor, name)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
