"""Taking a tour: begin, a step on or back, end. What is kept is a mark in one's own account."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minben.cases.actions.routing import dispatch
from minben.cases.actions.submit import submit
from minben.cases.intake import Submission
from minben.desk.tours import KEPT, Tour, tours, tours_of
from minben.foundation.access.actions.remembering import remember
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import get
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Missing, Refused
from minben.processes.queries import queue

TAKEN = "task.claimed"


def begin(actor: Actor, name: str, *, at: int = 0, now: dt.datetime) -> Tour:
    """From the first step, or from ``at``. What was done before does not count. Raises Missing for a tour of another role."""
    tour = tours().get(name)
    if tour is None or tour not in tours_of(actor):
        raise Missing(_("There is no such tour for you."))
    with transaction.atomic():
        _keep(actor, tour, at, now, running=True)
        _give_work(actor, tour)
    return tour


def move(actor: Actor, tour: Tour, at: int, *, since: dt.datetime) -> None:
    """To step ``at``, which is done by what was done after ``since``."""
    _keep(actor, tour, at, since, running=True)


def end(actor: Actor, tour: Tour, at: int, *, now: dt.datetime) -> None:
    """No panel any more; the step is kept, so that one can go on there."""
    _keep(actor, tour, at, now, running=False)


def _give_work(actor: Actor, tour: Tour) -> None:
    """In the practice city whoever is shown how to take a case finds one: a made-up request, if their queues are empty."""
    departments = sorted(actor.departments(Role(tour.role)))
    takes = any(TAKEN in step.does for step in tour.steps)
    if not (settings.PRACTICE and takes and departments) or queue(actor).exists():
        return
    asked = Submission(
        kind="complaint",
        title=_("The street light at our corner is out"),
        body=_(
            "It has been dark for three days, and children come home late. This request was made up for the tour."
        ),
    )
    made = submit(SYSTEM, asked, key=f"tour-{uuid.uuid4().hex}")
    dispatch(SYSTEM, made.case_id, department_id=departments[0])


def _keep(actor: Actor, tour: Tour, at: int, since: dt.datetime, *, running: bool) -> None:
    mark: dict[str, Any] = {
        "tour": tour.name,
        "at": tour.nearest(at),
        "since": since.isoformat(),
        "running": running,
    }
    remember(_account(actor), KEPT, mark)


def _account(actor: Actor) -> uuid.UUID:
    if actor.account_id is None:
        raise Refused(get("desk.open").refusal)
    return actor.account_id
