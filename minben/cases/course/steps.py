"""One step on a case: what the action, the flow and the record share."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from minben.agencies.models import Department
from minben.agencies.queries import calendar_of, with_own_days
from minben.cases.models import Case, CaseEvent
from minben.foundation.access.actor import Actor
from minben.foundation.worktime import Calendar

from .told import told

INTERNAL = frozenset({"sign", "return"})
"""Limits inside the house. A day off of one department moves these; never what law or the city promised."""

TRACKED = [
    "status",
    "urgency",
    "topic",
    "department_id",
    "assignee_id",
    "answer",
    "outcome",
    "reason",
    "promised_at",
    "closed_at",
    "returns",
    "redos",
    "hurries",
    "hurried_on",
    "supervised_at",
    "supplements",
    "nuisance",
    "merged_into_id",
    "resolved",
    "privacy",
    "title",
    "account_id",
]


@dataclass
class Step:
    """One verb on one locked case. The action changes ``case`` and fills in what the timeline should say.

    ``since``: when the clocks that it starts began, if not now (silent acceptance counts from receipt).
    ``co``: the departments beside the lead from now, where ``rescope`` changes them.
    """

    actor: Actor
    case: Case
    verb: str
    now: dt.datetime
    text: str = ""
    public: bool = True
    data: dict[str, Any] = field(default_factory=dict)
    rescope: bool = False
    co: list[Department] | None = None
    before: dict[str, Any] = field(default_factory=dict)
    since: dt.datetime | None = None
    event_id: uuid.UUID | None = None

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_of(self.case.jurisdiction)

    def calendar_for(self, clock: str) -> Calendar:
        """How ``clock`` counts: with the department's own days only where nobody outside was promised anything."""
        where = self.case.department if clock in INTERNAL else None
        return with_own_days(self.calendar, where) if where is not None else self.calendar

    def changed(self) -> list[str]:
        return [name for name in TRACKED if getattr(self.case, name) != self.before[name]]


def snapshot(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in TRACKED}


def event_of(current: Step) -> CaseEvent:
    """The timeline's line of this step, not stored yet."""
    return told(
        current.actor,
        current.case.id,
        current.verb,
        public=current.public,
        department_id=current.case.department_id,
        text=current.text,
        data=current.data,
    )
