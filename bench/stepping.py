"""Steps of cases that go a drawn process: the engine alone, a step with all it writes, and the same over HTTP."""

from __future__ import annotations

import itertools
import multiprocessing
import secrets
import uuid
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from minben.agencies.models import Department, RoleGrant
from minben.cases.actions import handling, routing
from minben.cases.actions.submit_many import submit_many
from minben.cases.intake import Submission, Submitted
from minben.cases.shipped import drawings
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind, Grant
from minben.foundation.access.roles import Role
from minben.foundation.access.scopes import Scope
from minben.foundation.records.ids import new_id
from minben.processes.engine import Machine, Surroundings, spec_of

BATCH = 200
MOVED = 4_000
"""Cases that are made ready for one run."""


def engine_alone() -> Callable[[], object]:
    """Take a run out, end its task, put it away: no database. Signing, work and answering in turn."""
    spec = spec_of(drawings()["hotline"])
    around = Surroundings({"begun_by": "submit", "case": {}}, timezone.now())
    kept, states = Machine.begin(spec, around)[0].dump(), []
    for verb in ("dispatch", "sign", "answer", "check"):
        states.append((kept, verb))
        kept = _moved(spec, kept, verb, around)
    turn = itertools.cycle(states)
    return lambda: _moved(spec, *next(turn), around)


def _moved(spec: Any, kept: bytes, verb: str, around: Surroundings) -> bytes:
    machine = Machine.load(spec, kept, around)
    task = next(stop for stop in machine.waiting() if verb in stop.node.words("verbs"))
    machine.complete(task.id, {"outcome": verb})
    return machine.dump()


class Ready:
    """Cases that were sent to a department and can be signed for: each is taken once, by whatever thread or process."""

    def __init__(self, count: int = MOVED) -> None:
        self.department, self._taken = _department(), multiprocessing.Value("q", 0)
        self.keys = _dispatched(count, self.department)
        grants = RoleGrant.objects.filter(role=Role.OFFICER, department=self.department).select_related(
            "staff"
        )
        staff = grants[0].staff
        own = (Grant(Role.OFFICER, self.department.id),)
        self.officer = Actor(kind=ActorKind.STAFF, staff_id=staff.id, name=staff.name, grants=own)

    def next(self) -> uuid.UUID:
        """Raises IndexError when all were taken."""
        with self._taken.get_lock():
            at = int(self._taken.value)
            self._taken.value = at + 1
        return self.keys[at]

    def sign(self) -> object:
        return handling.sign(self.officer, self.next())


def _department() -> Department:
    """One with an officer."""
    held = RoleGrant.objects.filter(role=Role.OFFICER, department__active=True).select_related("department")
    found = held.order_by("department__code").first()
    assert found is not None, "This city has no officer."
    return found.department


def _dispatched(count: int, department: Department) -> list[uuid.UUID]:
    """New complaints, each sent on: version 2."""
    grants, scopes = (Grant(Role.AGENT, None),), frozenset({Scope.CASES_WRITE})
    maker = Actor(kind=ActorKind.MACHINE, account_id=new_id(), grants=grants, scopes=scopes)
    asked = [Submission(kind="complaint", title="路燈不亮", body="暗", channel="api") for _n in range(BATCH)]
    made: list[uuid.UUID] = []
    while len(made) < count:
        told = submit_many(maker, [(secrets.token_hex(16), one) for one in asked])
        made += [one.case_id for one in told if isinstance(one, Submitted)]
    for key in made:
        routing.dispatch(SYSTEM, key, department_id=department.id)
    return made
