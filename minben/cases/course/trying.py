"""Walking through a drawing before it is published: a case that is nobody's, in memory, moved at one's word.

A trial is what was told of the case and the moves since; it is walked anew each time. So nothing is stored, and one step
back is one move less.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from minben.agencies.models import Jurisdiction
from minben.agencies.queries import calendar_of
from minben.cases.models import Case
from minben.foundation.records.errors import Conflict
from minben.foundation.worktime import due
from minben.processes import specs
from minben.processes.engine import Machine, Moved, NotWaiting, Spec, Step, StepFailed, Surroundings

from . import drawn, states
from .facts import FACTS
from .flow import limit_of
from .own_steps import Outcome, is_own, outcomes_in
from .position import Position, of_machine

MOST_MOVES = 200
COUNTED = {
    "return": "returns",
    "send_back": "redos",
    "redo": "redos",
    "reopen": "redos",
    "ask_supplement": "supplements",
    "hurry": "hurries",
}
SENT_ON = frozenset({"dispatch", "transfer"})


@dataclass(frozen=True)
class Told:
    """What is assumed of the case."""

    kind: str
    urgency: str = "E2"
    topic: str = ""
    area: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Move:
    """``do``: end (a task), give (the result of work outside), send (a message), signal, wait (for a timer).

    ``at`` the element, ``nth`` of those that stand there at once, ``name`` of a message or signal, ``value`` the outcome or result.
    """

    do: str
    at: str
    nth: int = 0
    name: str = ""
    value: Any = None


@dataclass(frozen=True)
class Trial:
    told: Told
    since: dt.datetime
    moves: tuple[Move, ...] = ()

    def and_then(self, move: Move) -> Trial:
        """Raises Conflict when it has become too long."""
        if len(self.moves) >= MOST_MOVES:
            raise Conflict(_("This trial has become too long. Begin another one."))
        return replace(self, moves=(*self.moves, move))

    def back(self) -> Trial:
        return replace(self, moves=self.moves[:-1])


@dataclass(frozen=True)
class Stand:
    """Something that could move the case now. ``outcomes`` of a task: steps of the table, or those that the drawing tells apart."""

    step: Step
    nth: int
    outcomes: tuple[Outcome, ...] = ()
    own: bool = False

    def move(self, value: Any = None) -> Move:
        do = {"person": "end", "service": "give", "message": "send", "signal": "signal", "timer": "wait"}
        return Move(do[self.step.kind], self.step.element, self.nth, self.step.name, value)


@dataclass(frozen=True)
class Begun:
    """A time limit that began."""

    kind: str
    due_at: dt.datetime


@dataclass(frozen=True)
class Line:
    """One line of the log. ``move`` None: the beginning."""

    move: Move | None
    at: dt.datetime
    moved: Moved
    status: str
    started: tuple[Begun, ...]
    stopped: tuple[str, ...]


@dataclass(frozen=True)
class Walked:
    """Where a trial has come to. ``problem``: why its last move was not possible; it was left out."""

    trial: Trial
    position: Position
    stands: tuple[Stand, ...]
    log: tuple[Line, ...]
    now: dt.datetime
    finished: bool
    problem: str = ""


class _Stuck(Exception):
    def __init__(self, moves: int, why: str) -> None:
        super().__init__(why)
        self.moves, self.why = moves, why


def walk(spec: Spec, trial: Trial, place: Jurisdiction) -> Walked:
    """Go through all moves. From one that is not possible (any more), it stands where it was before.

    Raises Conflict when the drawing cannot even begin.
    """
    problem = ""
    while True:
        try:
            return replace(_Walk(spec, trial, place).through(), problem=problem)
        except _Stuck as stuck:
            if stuck.moves < 0:
                raise Conflict(stuck.why) from stuck
            trial, problem = replace(trial, moves=trial.moves[: stuck.moves]), stuck.why


class _Walk:
    """One walk: the machine, and a case that is never saved."""

    def __init__(self, spec: Spec, trial: Trial, place: Jurisdiction) -> None:
        told = trial.told
        self.spec, self.trial, self.place, self.calendar = spec, trial, place, calendar_of(place)
        self.case = Case(kind=told.kind, urgency=told.urgency, topic=told.topic, area_code=told.area)
        self.case.jurisdiction = place
        self.sent_on = False
        self.around = Surroundings({}, trial.since.astimezone(place.zone), self.calendar, specs.decide)
        self._look_around()

    def through(self) -> Walked:
        log = [self._line(None, self._begin())]
        for number, move in enumerate(self.trial.moves):
            log.append(self._line(move, self._go(number, move)))
        return Walked(
            self.trial,
            of_machine(self.machine, over=self.machine.finished),
            tuple(stands(self.machine)),
            tuple(log),
            self.around.now,
            self.machine.finished,
        )

    def _begin(self) -> Moved:
        try:
            self.machine, moved = Machine.begin(self.spec, self.around)
        except StepFailed as failed:
            raise _Stuck(-1, self._why(failed)) from failed
        return moved

    def _go(self, number: int, move: Move) -> Moved:
        self._change(move)
        try:
            return self._moved(move)
        except NotWaiting as nobody:
            raise _Stuck(number, _("The process does not wait for this any more.")) from nobody
        except StepFailed as failed:
            raise _Stuck(number, self._why(failed)) from failed

    def _moved(self, move: Move) -> Moved:
        found = next((one for one in stands(self.machine) if _is(one, move)), None)
        if found is None:
            raise NotWaiting(move.at)
        if move.do == "send":
            return self.machine.send(move.name, {"outcome": move.name})
        if move.do == "signal":
            return self.machine.signal(move.name)
        if move.do == "wait":
            self.around.now = max(self.around.now, found.step.due_at or self.around.now)
            return self.machine.tick()
        return self.machine.complete(found.step.id, _values(found, move))

    def _change(self, move: Move) -> None:
        """What the step does to the case, as far as drawings can read it."""
        verb = move.name if move.do == "send" else move.value if move.do == "end" else ""
        rule = states.table(self.case.kind).get(verb) if isinstance(verb, str) else None
        if rule is None:
            return
        self.case.status = rule.target or self.case.status
        self.case.outcome = "granted" if verb == "decide" else self.case.outcome
        if verb in COUNTED:
            setattr(self.case, COUNTED[verb], getattr(self.case, COUNTED[verb]) + 1)
        self.sent_on = verb in SENT_ON or (self.sent_on and verb != "return")
        self._look_around()

    def _look_around(self) -> None:
        case = {name.removeprefix("case."): getattr(self.case, name_of) for name, name_of in FACTS.items()}
        case |= {"service": "", "department": "", "has_department": self.sent_on}
        self.around.facts = {"case": case, "answers": dict(self.trial.told.answers), "begun_by": "submit"}

    def _line(self, move: Move | None, moved: Moved) -> Line:
        started = tuple(Begun(kind, self._due(kind)) for kind in drawn.started_by(moved))
        stopped = tuple(sorted(drawn.stopped_by(moved)))
        return Line(move, self.around.now, moved, self.case.status, started, stopped)

    def _due(self, kind: str) -> dt.datetime:
        limit = limit_of(self.case, kind, self.around.now)
        return due(self.around.now, limit.amount, limit.unit, self.calendar)

    def _why(self, failed: StepFailed) -> str:
        node = self.spec.drawing_with(failed.element).nodes.get(failed.element)
        called = (node.called if node else "") or failed.element or "?"
        return _("The process cannot go on at “%(element)s”: %(why)s") % {
            "element": called,
            "why": failed.why,
        }


def stands(machine: Machine) -> Iterator[Stand]:
    """Everything that could move it now, each of several at the same element told apart by its number."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for step in machine.waiting():
        key = (step.kind, step.element, step.name)
        yield _stand(machine, step, seen[key])
        seen[key] += 1


def _stand(machine: Machine, step: Step, nth: int) -> Stand:
    if step.kind != "person":
        return Stand(step, nth)
    if is_own(step.node):
        found = outcomes_in(machine.spec.drawing_with(step.element), step.node)
        return Stand(step, nth, tuple(found), own=True)
    return Stand(step, nth, tuple(Outcome(verb, verb) for verb in step.node.words("verbs")))


def _is(stand: Stand, move: Move) -> bool:
    made = stand.move()
    return (made.do, made.at, made.nth, made.name) == (move.do, move.at, move.nth, move.name)


def _values(stand: Stand, move: Move) -> dict[str, Any]:
    if move.do == "end":
        return {"outcome": move.value}
    name = stand.step.node.ours.get("result", "")
    return {name: move.value} if name else {}
