"""Finished and half-finished history as rows: for imports and the practice city.

A :class:`PastCase` says what happened and when; :func:`rows_of` runs it through the state table and the flow, so
that imported history obeys the same rules as live work, and has the same tasks and clocks. Keys carry true times.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from minben.agencies.models import Department, Jurisdiction
from minben.cases.course import states
from minben.cases.course.flow import PROMISES, DueBy, Opens, Place, effect_of, limit_of
from minben.cases.intake import numbers
from minben.cases.models import Case, CaseEvent, CaseScope, Interaction, Rating, Status
from minben.cases.scope import scope_rows, wanted_parts
from minben.foundation.records.errors import Invalid
from minben.foundation.records.ids import id_at
from minben.foundation.worktime import Calendar
from minben.processes.actions.clocks import plan_clock
from minben.processes.models import Clock, Task

PRIVATE_STEPS = frozenset(
    {
        "transfer",
        "return",
        "start",
        "answer",
        "send_back",
        "call_back",
        "assign",
        "archive",
        "ask_more_time",
        "refuse_more_time",
    }
)
CITIZEN_STEPS = frozenset({"submit", "supply", "withdraw", "reopen", "hurry", "rate"})


@dataclass(frozen=True)
class PastStep:
    """One thing that happened. ``department``: where it was sent (dispatch, transfer)."""

    verb: str
    at: dt.datetime
    staff_id: uuid.UUID | None = None
    staff_name: str = ""
    department: Department | None = None
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PastRating:
    level: int
    at: dt.datetime
    reasons: tuple[str, ...] = ()
    comment: str = ""
    channel: str = "web"


@dataclass(frozen=True)
class PastCase:
    """A case as it was. ``fields`` are columns of Case (kind, title, body, channel, party_id, urgency, …)."""

    received_at: dt.datetime
    fields: Mapping[str, Any]
    steps: tuple[PastStep, ...] = ()
    answer: str = ""
    rating: PastRating | None = None
    source: str = ""
    source_key: str = ""
    lead: Department | None = None
    statutory: bool = False
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True)
class Elsewhere:
    """The case was worked in another system, which tells little: what it does not tell is not invented.

    An assumed step goes through the state table and leaves no line. Of tasks only the open one is kept, of clocks only
    the promise, with the source's ``target_at`` (none without it). A promise that was late by ``seen_at`` counts as
    seen: the sweep does not tell old news.
    """

    target_at: dt.datetime | None
    seen_at: dt.datetime
    rule: str


@dataclass
class Rows:
    """What one or many past cases become."""

    cases: list[Case] = field(default_factory=list)
    scopes: list[CaseScope] = field(default_factory=list)
    events: list[CaseEvent] = field(default_factory=list)
    interactions: list[Interaction] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)


@dataclass
class _Run:
    """One case on its way through its own history."""

    case: Case
    centre: Department
    calendar: Calendar
    rows: Rows
    statutory: bool
    elsewhere: Elsewhere | None = None
    clocks: dict[str, Clock] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)

    def apply(self, verb: str, at: dt.datetime, staff_id: uuid.UUID | None) -> None:
        effect = effect_of(self.case.kind, verb)
        for kind in effect.done:
            self._end_task(kind, Task.State.DONE, at, staff_id)
        for kind in effect.stop:
            self._end_clock(kind, at)
        if effect.clears:
            self._clear(at)
        started = [clock for kind in effect.starts if (clock := self._start(kind, at))]
        if effect.opens is not None:
            self._open(effect.opens, at, started[0].due_at if started else None)

    def _end_task(self, kind: str, state: Task.State, at: dt.datetime, staff_id: uuid.UUID | None) -> None:
        task = self.tasks.pop(kind, None)
        if task is not None:
            task.state, task.done_at, task.done_by = state, at, staff_id

    def _end_clock(self, kind: str, at: dt.datetime) -> None:
        clock = self.clocks.pop(kind, None)
        if clock is not None:
            clock.state = Clock.State.MET if at <= clock.due_at else Clock.State.MISSED
            clock.finished_at = at

    def _clear(self, at: dt.datetime) -> None:
        for kind in list(self.tasks):
            self._end_task(kind, Task.State.CANCELLED, at, None)
        for clock in self.clocks.values():
            clock.state, clock.finished_at = Clock.State.CANCELLED, at
        self.clocks.clear()

    def _start(self, kind: str, at: dt.datetime) -> Clock | None:
        clock = self._planned(kind, at)
        if clock is None:
            return None
        clock.id = id_at(at)
        if kind in PROMISES:
            self.case.promised_at = clock.due_at
        self._end_clock(kind, at)
        self.clocks[kind] = clock
        self.rows.clocks.append(clock)
        return clock

    def _planned(self, kind: str, at: dt.datetime) -> Clock | None:
        """By our limits; for a case worked elsewhere only what that system had promised."""
        if self.elsewhere is not None:
            return _promise_of(self.elsewhere, self.case, kind, at) if kind in PROMISES else None
        return plan_clock(
            self.case.id,
            kind,
            limit_of(self.case, kind, at),
            started_at=at,
            calendar=self.calendar,
            department_id=self.case.department_id,
        )

    def finish(self) -> None:
        """What is still open of a case that was worked elsewhere."""
        if self.elsewhere is None:
            return
        self.rows.tasks.extend(self.tasks.values())
        for clock in self.clocks.values():
            if clock.due_at < self.elsewhere.seen_at:
                clock.breached_at = clock.due_at

    def _open(self, opens: Opens, at: dt.datetime, clock_due: dt.datetime | None) -> None:
        held = self.case.department_id if opens.place == Place.DEPARTMENT else None
        due = {DueBy.CLOCK: clock_due, DueBy.PROMISE: self.case.promised_at, DueBy.NOTHING: None}[opens.due]
        personal = opens.personal and self.case.assignee_id is not None
        task = Task(
            id=id_at(at),
            subject_id=self.case.id,
            kind=opens.task,
            role=opens.role,
            department_id=held or self.centre.id,
            assignee_id=self.case.assignee_id if personal else None,
            state=Task.State.CLAIMED if personal else Task.State.OPEN,
            due_at=due,
            statutory=self.statutory,
            label=self.case.title[:200],
        )
        self.tasks[opens.task] = task
        if self.elsewhere is None:
            self.rows.tasks.append(task)


def record(
    past: PastCase,
    *,
    rows: Rows,
    jurisdiction: Jurisdiction,
    centre: Department,
    calendar: Calendar,
    number: str,
) -> Case:
    """Add the rows of one past case. Raises Invalid for a step that the state table does not allow, or out of order."""
    token = numbers.new_token()
    case = Case(
        id=id_at(past.received_at),
        number=number,
        jurisdiction=jurisdiction,
        department=past.lead,
        track_token=token,
        track_digest=numbers.code_digest(numbers.code_for(token)),
        source=past.source,
        source_key=past.source_key,
        **past.fields,
    )
    run = _Run(case, centre, calendar, rows, past.statutory, past.elsewhere)
    run.apply("submit", past.received_at, None)
    _event(rows, case, PastStep("submit", past.received_at, data={"channel": case.channel}))
    _contact(rows, case, past.received_at, "intake", Interaction.Direction.IN, case.title)
    before = past.received_at
    for step in past.steps:
        if step.at < before:
            raise Invalid(f"“{step.verb}” happened before the step it follows.")
        _advance(run, step)
        before = step.at
    run.finish()
    _finish(rows, case, past)
    parts = wanted_parts(centre=centre, lead=case.department, co=[])
    rows.cases.append(case)
    rows.scopes.extend(scope_rows(case, parts))
    return case


def _advance(run: _Run, step: PastStep) -> None:
    case = run.case
    rule = states.table(case.kind).get(step.verb)
    if rule is None or case.status not in rule.sources:
        raise Invalid(f"“{step.verb}” cannot follow “{case.status}”.")
    case.status = rule.target or case.status
    if step.department is not None:
        case.department, case.assignee_id = step.department, None
    if step.verb in {"sign", "examine", "pre_check"}:
        case.assignee_id = step.staff_id
    case.redos += int(step.verb in {"redo", "send_back", "reopen"})
    case.closed_at = step.at if case.status in states.FINAL else None
    run.apply(step.verb, step.at, step.staff_id)
    if run.elsewhere is not None and step.data.get("assumed"):
        return
    _event(run.rows, case, step)
    if step.verb in {"start", "call_back"}:
        kind = "callback" if step.verb == "call_back" else "call"
        _contact(
            run.rows, case, step.at, kind, Interaction.Direction.OUT, step.text or case.title, step.staff_id
        )


def _promise_of(past: Elsewhere, case: Case, kind: str, at: dt.datetime) -> Clock | None:
    if past.target_at is None:
        return None
    return Clock(
        subject_id=case.id,
        kind=kind,
        amount=days_between(at, past.target_at),
        unit="day",
        rule=past.rule[:120],
        started_at=at,
        due_at=past.target_at,
        department_id=case.department_id,
    )


def days_between(start: dt.datetime, end: dt.datetime) -> Decimal:
    """Days to two places, as a clock keeps them; what lies further off than it can hold is cut there."""
    days = Decimal(int((end - start).total_seconds())) / 86_400
    return min(max(days, Decimal(0)), Decimal(99_999)).quantize(Decimal("0.01"))


def _finish(rows: Rows, case: Case, past: PastCase) -> None:
    case.answer = past.answer
    case.version = len(past.steps) + 1
    if past.rating is None or case.status not in states.RATEABLE:
        return
    given = past.rating
    rows.ratings.append(
        Rating(
            id=id_at(given.at),
            case=case,
            level=given.level,
            reasons=list(given.reasons),
            comment=given.comment,
            channel=given.channel,
            department_id=case.department_id,
        )
    )
    _event(
        rows, case, PastStep("rate", given.at, data={"level": given.level, "reasons": list(given.reasons)})
    )


def _event(rows: Rows, case: Case, step: PastStep) -> None:
    data = dict(step.data)
    if step.department is not None:
        data["department"] = str(step.department.id)
    before = rows.events[-1] if rows.events and rows.events[-1].case_id == case.id else None
    rows.events.append(
        CaseEvent(
            id=id_at(step.at, after=before.id if before else None),
            case_id=case.id,
            name=step.verb,
            public=step.verb not in PRIVATE_STEPS and case.status != Status.ARCHIVED,
            actor_kind=_who(step),
            actor_id=step.staff_id,
            actor_name=step.staff_name,
            department_id=case.department_id,
            text=step.text,
            data=data,
        )
    )


def _who(step: PastStep) -> str:
    """A step of the office that names no clerk was not the citizen's: the source does not tell who did it."""
    if step.staff_id:
        return "staff"
    return "public" if step.verb in CITIZEN_STEPS else "system"


def _contact(
    rows: Rows,
    case: Case,
    at: dt.datetime,
    kind: str,
    direction: str,
    summary: str,
    staff_id: uuid.UUID | None = None,
) -> None:
    rows.interactions.append(
        Interaction(
            id=id_at(at),
            party_id=case.party_id,
            case_id=case.id,
            direction=direction,
            channel=case.channel if kind == "intake" else "phone",
            kind=kind,
            summary=summary[:300],
            staff_id=staff_id,
        )
    )
