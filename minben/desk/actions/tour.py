"""Taking a tour: begin, a step on or back, end. What is kept is a mark in one's own account."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _

from minben.desk.tours import KEPT, Tour, tours, tours_of
from minben.foundation.access.actions.remembering import remember
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import get
from minben.foundation.records.errors import Missing, Refused


def begin(actor: Actor, name: str, *, at: int = 0, now: dt.datetime) -> Tour:
    """From the first step, or from ``at``. What was done before does not count. Raises Missing for a tour of another role."""
    tour = tours().get(name)
    if tour is None or tour not in tours_of(actor):
        raise Missing(_("There is no such tour for you."))
    _keep(actor, tour, at, now, running=True)
    return tour


def move(actor: Actor, tour: Tour, at: int, *, since: dt.datetime) -> None:
    """To step ``at``, which is done by what was done after ``since``."""
    _keep(actor, tour, at, since, running=True)


def end(actor: Actor, tour: Tour, at: int, *, now: dt.datetime) -> None:
    """No panel any more; the step is kept, so that one can go on there."""
    _keep(actor, tour, at, now, running=False)


def _keep(actor: Actor, tour: Tour, at: int, since: dt.datetime, *, running: bool) -> None:
    at = min(max(at, 0), len(tour.steps) - 1)
    mark: dict[str, Any] = {"tour": tour.name, "at": at, "since": since.isoformat(), "running": running}
    remember(_account(actor), KEPT, mark)


def _account(actor: Actor) -> uuid.UUID:
    if actor.account_id is None:
        raise Refused(get("desk.open").refusal)
    return actor.account_id
