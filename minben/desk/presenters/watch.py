"""The live figures of the board, each with the address of exactly the cases it counts."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from minben.cases.reading import watching
from minben.cases.reading.watching import FIGURES, QUEUE, Asked, By, Line
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Text

TONES = {"late": "error", "soon": "warning", "bad": "error", "repair": "warning"}
PERSON = tuple(name for name in QUEUE if name != "untaken")


@dataclass(frozen=True)
class Figure:
    """``href`` is empty where there is nothing to show, or for somebody who sees counts only."""

    name: str
    label: Text
    count: int
    href: str
    tone: str


@dataclass(frozen=True)
class Row:
    key: str
    label: str
    role: str
    figures: list[Figure]


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    current: bool
    count: None = None


@dataclass(frozen=True)
class Live:
    """``version`` is what the next poll shows; the same version is answered with 304."""

    by: By
    stats: list[Figure]
    heads: list[Text]
    rows: list[Row]
    tabs: list[Tab]
    href: str
    version: str
    acts: bool

    @property
    def headers(self) -> str:
        return json.dumps({"If-None-Match": self.version})


def cut_of(text: str) -> By:
    return By(text) if text in set(By) else By.DEPARTMENT


def etag_of(actor: Actor, by: By, now: dt.datetime) -> str:
    said = f"{watching.version(actor, now)}:{by}:{actor.language}"
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:24]}"'


def live_of(actor: Actor, by: By, now: dt.datetime) -> Live:
    """At most six statements whatever the number of cases."""
    acts = actor.has(Role.SUPERVISOR)
    found = watching.lines(actor, by, now)
    whole = _summed(found) if by == By.DEPARTMENT else watching.totals(actor, now)
    names = {By.DEPARTMENT: tuple(FIGURES), By.QUEUE: QUEUE, By.PERSON: PERSON}[by]
    return Live(
        by=by,
        stats=[_figure(Asked(name), whole[name], acts) for name in FIGURES],
        heads=[FIGURES[name] for name in names],
        rows=[_row(line, by, names, acts) for line in found],
        tabs=_tabs(by),
        href=f"{reverse('desk:board_live')}?by={by}",
        version=etag_of(actor, by, now),
        acts=acts,
    )


def _summed(found: list[Line]) -> dict[str, int]:
    """Every case is held by one department or by none, so the lines add up to the whole."""
    return {name: sum(line.counts[name] for line in found) for name in FIGURES}


def _row(line: Line, by: By, names: tuple[str, ...], acts: bool) -> Row:
    figures = [_figure(Asked(name, by, line.key), line.counts[name], acts) for name in names]
    return Row(line.key.replace(".", "-"), line.label or _("Hotline centre"), line.role, figures)


def _figure(asked: Asked, count: int, acts: bool) -> Figure:
    href = list_address(asked) if count and acts else ""
    tone = TONES.get(asked.figure, "") if count else ""
    return Figure(asked.figure, FIGURES[asked.figure], count, href, tone)


def list_address(asked: Asked) -> str:
    query = {"figure": asked.figure}
    if asked.key:
        query |= {"by": str(asked.by), "key": asked.key}
    return f"{reverse('desk:board_cases')}?{urlencode(query)}"


def _tabs(by: By) -> list[Tab]:
    labels = {
        By.DEPARTMENT: _("By department"),
        By.QUEUE: _("By queue"),
        By.PERSON: _("By person"),
    }
    board = reverse("desk:board")
    return [Tab(label, f"{board}?by={cut}", cut == by) for cut, label in labels.items()]


def asked_in(figure: str, by: str, key: str) -> Asked | None:
    """What an address asks for; None for one that the board never makes."""
    if figure not in FIGURES or (by and by not in set(By)):
        return None
    asked = Asked(figure, cut_of(by), key)
    narrow = asked.key and asked.by != By.DEPARTMENT
    return asked if not narrow or figure in QUEUE else None


def title_of(asked: Asked, line: str) -> str:
    return f"{FIGURES[asked.figure]} · {line}" if line else str(FIGURES[asked.figure])
