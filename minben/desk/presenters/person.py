"""Everything the whole-person page shows, in a bounded number of statements however long the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from minben.agencies.queries import staff_names
from minben.cases.applications.helped import Begun, begun_for
from minben.cases.intake.doors import CHANNELS
from minben.cases.reading.customer import Moment, Moments, OpenCase, moments, open_cases, words_of
from minben.channels.gate import reason_text
from minben.desk.forms import people as words
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.audit.models import ReadLine
from minben.foundation.audit.queries import readers_of
from minben.foundation.records.errors import Text
from minben.foundation.records.texts import listed
from minben.parties.profiles import Profile, profile

from .outcomes import OUTCOMES


@dataclass(frozen=True)
class Line:
    """One line of the one timeline."""

    moment: Moment
    title: Text
    channel: Text
    words: str
    by: str
    tone: str

    @property
    def where(self) -> str:
        """The channel, and who of the staff took part."""
        return " · ".join(part for part in (str(self.channel), self.by) if part)


@dataclass(frozen=True)
class PersonPage:
    who: Profile
    page: Moments
    lines: list[Line]
    open: list[OpenCase]
    may: dict[str, bool]
    readers: list[ReadLine] | None
    today: dt.date
    may_assist: bool = False
    begun: list[Begun] = field(default_factory=list)

    @property
    def contacts(self) -> list[dict[str, Any]]:
        alive = [row for row in self.who.contact_points if row["ended_at"] is None]
        return sorted(alive, key=lambda row: (row["kind"], not row["preferred"]))

    @property
    def addresses(self) -> list[dict[str, Any]]:
        return [row for row in self.who.addresses if row["until"] is None]

    @property
    def priorities(self) -> list[dict[str, Any]]:
        """Those that hold today."""
        return [
            row
            for row in self.who.priorities
            if row["since"] <= self.today and (row["until"] is None or row["until"] >= self.today)
        ]

    @property
    def links(self) -> list[dict[str, Any]]:
        names = {row["id"]: row["name"] for row in self.who.parties}
        alive = [row for row in self.who.links if row["until"] is None]
        return [
            {**row, "one": names.get(row["party_id"], ""), "two": names.get(row["customer_id"], "")}
            for row in alive
        ]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """What is known from whom."""
        told: dict[str, list[str]] = {}
        lists: dict[str, Iterable[dict[str, Any]]] = {
            _("name"): self.who.parties,
            _("ways to reach"): self.who.contact_points,
            _("addresses"): self.who.addresses,
            _("identity numbers"): self.who.identifiers,
            _("relationships"): self.who.relationships,
            _("life events"): self.who.life_events,
        }
        for name, rows in lists.items():
            for source in {row["source"] for row in rows if row["source"]}:
                told.setdefault(source, []).append(name)
        return [(source_name(source), listed(names)) for source, names in sorted(told.items())]


def person_page(actor: Actor, party_id: Any, *, today: dt.date, cursor: str = "") -> PersonPage:
    """One customer: the profile, five statements of history, one of open cases, one of readers."""
    who = profile(party_id)
    page = moments(actor, who.ids, cursor=cursor)
    readers = readers_of(list(who.ids)) if allowed(actor, "party.readers") else None
    assists = allowed(actor, "case.assist")
    names = staff_names({m.contact.staff_id for m in page.items if m.contact and m.contact.staff_id})
    return PersonPage(
        who,
        page,
        [_line(moment, names) for moment in page.items],
        open_cases(actor, who.ids),
        {
            verb.name.replace("-", "_"): allowed(actor, verb.policy, party_id)
            for verb in words.PARTY_VERBS.values()
        },
        readers,
        today,
        may_assist=assists,
        begun=begun_for(actor, who.ids) if assists else [],
    )


def _line(moment: Moment, names: dict[Any, str]) -> Line:
    if moment.sent is not None:
        return _notice(moment)
    contact = moment.contact
    assert contact is not None
    channel = CHANNELS.get(contact.channel, contact.channel)
    said = "" if moment.closed else (contact.body or contact.summary)
    by = names.get(contact.staff_id, "") if contact.staff_id else ""
    return Line(moment, _contact_title(contact.kind, contact.direction), channel, said, by, "info")


def _contact_title(kind: str, direction: str) -> str:
    titles = {
        ("intake", "in"): _("Request received"),
        ("message", "in"): _("Message from the person"),
        ("message", "out"): _("Message to the person"),
        ("call", "in"): _("Call from the person"),
        ("call", "out"): _("Call to the person"),
        ("visit", "in"): _("Visit"),
        ("visit", "out"): _("Visit to the person"),
        ("answer", "out"): pgettext("timeline", "Answer"),
        ("callback", "out"): _("Call-back"),
    }
    return titles.get((kind, direction), pgettext("timeline", "Contact"))


def _notice(moment: Moment) -> Line:
    sent = moment.sent
    assert sent is not None
    last, message = sent.last, sent.message
    state = str(OUTCOMES.get(last.outcome if last else "waiting", ""))
    why = str(reason_text(last.why)) if last and last.why else ""
    said = "" if moment.closed else words_of(message)
    tone = "warning" if last and last.outcome in {"refused", "given_up", "failed"} else "neutral"
    text = " ".join(part for part in (said, why) if part)
    return Line(
        moment,
        _("Notice: %(state)s") % {"state": state},
        CHANNELS.get(message.channel, message.channel),
        text,
        "",
        tone,
    )


def source_name(code: str) -> str:
    kind, _colon, rest = code.partition(":")
    names = {
        "desk": _("our staff"),
        "phone": _("the person, by phone"),
        "counter": _("the person, at a counter"),
        "web": _("the person, on the website"),
        "account": _("the person’s account"),
        "register": _("another register"),
        "import": _("an import"),
        "practice": _("the practice city"),
    }
    said = names.get(kind, code)
    return f"{said}（{rest}）" if rest and kind in names else said
