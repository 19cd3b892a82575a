"""Guided first-day tours: which steps there are for whom, kept as a content file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.urls import NoReverseMatch, reverse

from minben.desk.guidance import topic_of
from minben.foundation.access.actor import Actor
from minben.foundation.records.translated import Localized, localized

TOURS = Path(__file__).parent / "help" / "tours.yaml"
KEPT = "tour"
"""Under this name an account keeps where it stands."""
Texts = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Spot:
    """An element on a page: ``page`` is the name of an address, ``at`` a selector."""

    page: str
    at: str
    query: str = ""

    @property
    def view_name(self) -> str:
        return f"desk:{self.page}"

    @property
    def href(self) -> str:
        """The address of the page; "" for the page of one thing, which has a key in it."""
        try:
            return reverse(self.view_name) + self.query
        except NoReverseMatch:
            return ""

    @property
    def name(self) -> Localized:
        """The page as its help calls it."""
        topic = topic_of(self.view_name)
        return topic.title if topic else localized(None)


@dataclass(frozen=True)
class Step:
    """``by``: pages that lead to the spot. ``does`` and ``saw``: lines of the trail that prove it was done."""

    name: str
    spot: Spot
    by: tuple[Spot, ...]
    does: frozenset[str]
    saw: frozenset[str]
    texts: Texts

    @property
    def title(self) -> Localized:
        return localized(self.texts.get("title"))

    @property
    def say(self) -> Localized:
        return localized(self.texts.get("say"))

    @property
    def start(self) -> Spot | None:
        """Where one begins it: the nearest page that has an address of its own."""
        return next((spot for spot in (self.spot, *self.by) if spot.href), None)

    def spot_on(self, view_name: str) -> Spot | None:
        """What to point at on the page that is open; None when the step is elsewhere."""
        return next((spot for spot in (self.spot, *self.by) if spot.view_name == view_name), None)


@dataclass(frozen=True)
class Tour:
    name: str
    role: str
    steps: tuple[Step, ...]
    texts: Texts

    @property
    def title(self) -> Localized:
        return localized(self.texts.get("title"))

    def nearest(self, at: int) -> int:
        """The place of a step that there is: one beyond the last is the last."""
        return min(max(at, 0), len(self.steps) - 1)


@cache
def tours() -> dict[str, Tour]:
    """By name, in the order of the file."""
    rows: list[dict[str, Any]] = yaml.safe_load(TOURS.read_text(encoding="utf-8"))
    return {row["tour"]: _tour(row) for row in rows}


def tours_of(actor: Actor) -> list[Tour]:
    """Those for the roles that somebody holds."""
    return [tour for tour in tours().values() if tour.role in actor.roles]


def _tour(row: dict[str, Any]) -> Tour:
    return Tour(row["tour"], row["role"], tuple(map(_step, row["steps"])), {"title": row["title"]})


def _step(row: dict[str, Any]) -> Step:
    return Step(
        name=row["step"],
        spot=Spot(**row["spot"]),
        by=tuple(Spot(**one) for one in row.get("by", ())),
        does=frozenset(row.get("does", ())),
        saw=frozenset(row.get("saw", ())),
        texts={part: row[part] for part in ("title", "say")},
    )
