"""The rows of the dispatch board."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from minben.agencies.queries import department_names
from minben.cases import queries
from minben.cases.models import Case, CaseEvent, Status
from minben.foundation.access.actor import Actor
from minben.foundation.records.keyset import Count, Page, count_up_to, keyset_page
from minben.processes.models import Task
from minben.processes.queries import WORK_ORDER, in_work_order, reach


@dataclass(frozen=True)
class Returned:
    """Why a department gave an order back, and on what basis."""

    department: str
    reason: str
    basis: str


@dataclass(frozen=True)
class BoardRow:
    case: Case
    task: Task
    returned: Returned | None


@dataclass(frozen=True)
class BoardPage:
    rows: list[BoardRow]
    page: Page[Any]
    count: Count

    def row_of(self, case: Case) -> BoardRow | None:
        return next((row for row in self.rows if row.case.id == case.id), None)


def board_page(actor: Actor, *, cursor: str) -> BoardPage:
    """Dispatch tasks open to the actor or already taken by them."""
    tasks = reach(actor).filter(kind="dispatch")
    page: Page[Any] = keyset_page(in_work_order(tasks), order=WORK_ORDER, cursor=cursor, size=30)
    return BoardPage(_rows(page.items), page, count_up_to(tasks))


def _rows(tasks: list[Task]) -> list[BoardRow]:
    cases = Case.objects.in_bulk([task.subject_id for task in tasks])
    back = [key for key, case in cases.items() if case.status == Status.RETURNED]
    events = queries.last_events(back, "return")
    reasons = _reasons(events)
    return [
        BoardRow(cases[task.subject_id], task, reasons.get(task.subject_id))
        for task in tasks
        if task.subject_id in cases
    ]


def _reasons(events: dict[Any, CaseEvent]) -> dict[Any, Returned]:
    ids = {event.data.get("department", "") for event in events.values()} - {"", "None"}
    names = {str(key): name for key, name in department_names(uuid.UUID(text) for text in ids).items()}
    return {
        key: Returned(
            names.get(event.data.get("department", ""), ""), event.text, event.data.get("basis", "")
        )
        for key, event in events.items()
    }
