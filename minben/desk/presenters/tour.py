"""Where somebody stands in a tour: from what their account keeps and from what the trail says they have done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from minben.desk.tours import KEPT, Spot, Step, Tour, tours, tours_of
from minben.foundation.access.actor import Actor
from minben.foundation.access.web import actor_of, remembered
from minben.foundation.audit import queries as trail

FIRST_PAGE = "desk:home"


@dataclass(frozen=True)
class Kept:
    """The mark in the account: the step that was reached, and since when what is done counts for it."""

    tour: Tour
    at: int
    since: dt.datetime
    running: bool


@dataclass(frozen=True)
class Panel:
    """One step as the page shows it. ``done``: steps passed because they were done. ``spot``: what is pointed at here."""

    tour: Tour
    at: int
    done: tuple[Step, ...]
    spot: Spot | None

    @property
    def step(self) -> Step:
        return self.tour.steps[self.at]

    @property
    def number(self) -> int:
        return self.at + 1

    @property
    def count(self) -> int:
        return len(self.tour.steps)

    @property
    def last(self) -> bool:
        return self.number == self.count

    @property
    def elsewhere(self) -> Spot | None:
        """The page to go to, when nothing is pointed at on this one."""
        return None if self.spot else self.step.start


def kept_by(request: HttpRequest) -> Kept | None:
    """What is kept, as far as it still makes sense: the file of tours may have changed since."""
    held: Any = remembered(request, KEPT)
    tour = tours().get(str(held.get("tour"))) if isinstance(held, dict) else None
    if tour is None:
        return None
    return Kept(
        tour,
        tour.nearest(int(held.get("at", 0))),
        dt.datetime.fromisoformat(held["since"]),
        bool(held.get("running")),
    )


def panel_of(request: HttpRequest, view_name: str) -> Panel | None:
    """The step that is on; None while no tour runs. No statement, or one for each kind of proof that is looked for."""
    kept = kept_by(request)
    if kept is None or not kept.running or kept.tour not in tours_of(actor_of(request)):
        return None
    at = _reached(actor_of(request), kept)
    done = kept.tour.steps[kept.at : at]
    return Panel(kept.tour, at, done, kept.tour.steps[at].spot_on(view_name))


def _reached(actor: Actor, kept: Kept) -> int:
    """The first step from the kept one on that was not done since; the last step stays to be read."""
    steps, at = kept.tour.steps, kept.at
    if not (steps[at].does or steps[at].saw):
        return at
    proofs = _proofs(actor, kept)
    while at < len(steps) - 1 and (steps[at].does | steps[at].saw) & proofs:
        at += 1
    return at


def _proofs(actor: Actor, kept: Kept) -> set[str]:
    ahead = kept.tour.steps[kept.at :]
    does = {action for step in ahead for action in step.does}
    saw = {page for step in ahead for page in step.saw}
    found = trail.did(actor, does, since=kept.since) if does else set()
    return found | (trail.looked(actor, saw, since=kept.since) if saw else set())


def offered(request: HttpRequest, view_name: str) -> Tour | None:
    """The tour to offer: on the first page, in the practice city, until somebody took it or said no."""
    if not settings.PRACTICE or view_name != FIRST_PAGE or remembered(request, KEPT) is not None:
        return None
    return next(iter(tours_of(actor_of(request))), None)
