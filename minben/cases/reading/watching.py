"""The figures of the supervisor's board, and behind each exactly the cases it counts.

A figure and its list are made of the same condition: ``FIGURES`` for cases, ``QUEUE`` for what waits in a queue or
with a person. Figures are for watching; no queue is ordered by them (DESIGN §4.1).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import department_names, staff_names
from minben.cases.course.states import UNFINISHED
from minben.cases.models import Case, CaseScope, Status
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role
from minben.foundation.audit.queries import newest_change
from minben.foundation.records.errors import Text
from minben.foundation.records.keyset import Count as Counted
from minben.foundation.records.keyset import Page, count_up_to, keyset_page
from minben.processes.models import Task
from minben.processes.queries import LIVE

from .overview import BAD, SOON, badly, departments_of, lately

MOST_LINES = 300


class By(StrEnum):
    """How the board is cut."""

    DEPARTMENT = "department"
    QUEUE = "queue"
    PERSON = "person"


FIGURES: dict[str, Text] = {
    "open": _("Open"),
    "late": _("Late"),
    "soon": _("Due within a day"),
    "untaken": _("Nobody has it"),
    "waiting": _("Waiting for the citizen"),
    "bad": _("Bad ratings, 90 days"),
    "repair": _("Repairs open"),
}
QUEUE = ("open", "late", "soon", "untaken")
"""The figures that a queue has; a person has them without the last."""
NOBODY = "-"
"""In an address: a case that no department holds, so the hotline centre does."""


def _tasks(**narrowed: Any) -> Exists:
    return Exists(Task.objects.filter(subject_id=OuterRef("pk"), state__in=LIVE, **narrowed))


def _of_case(figure: str, now: dt.datetime) -> Q:
    """The condition on a case, besides that a watched department sees it."""
    late, soon = Q(promised_at__lt=now), Q(promised_at__gte=now, promised_at__lt=now + SOON)
    made: dict[str, Callable[[], Q]] = {
        "open": Q,
        "late": lambda: late,
        "soon": lambda: soon,
        "untaken": lambda: Q(_tasks(assignee_id=None)),
        "waiting": lambda: Q(status=Status.SUPPLEMENT),
        "bad": lambda: Q(rating__level__lte=BAD, rating__id__gte=lately(now)),
        "repair": lambda: Q(rating__repair__done_at=None, rating__repair__state="open"),
    }
    return made[figure]()


def _of_task(figure: str, now: dt.datetime) -> Q:
    made = {
        "open": Q(),
        "late": Q(due_at__lt=now),
        "soon": Q(due_at__gte=now, due_at__lt=now + SOON),
        "untaken": Q(assignee_id=None),
    }
    return made[figure]


def _watched(actor: Actor, figure: str) -> QuerySet[Case]:
    """Cases that a watched department sees, each once; finished ones only for ratings and repairs."""
    seen = CaseScope.objects.filter(department_id__in=departments_of(actor))
    if figure not in {"bad", "repair"}:
        seen = seen.filter(state_group__in=UNFINISHED)
    return Case.objects.filter(id__in=seen.values("case_id"))


class OneOf(Func):
    """``key = ANY (ARRAY(…))``: the keys are found first. As a join, a page of the newest would be looked for by
    walking all cases backwards, however few of them are watched."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


@dataclass(frozen=True)
class Line:
    """One line of the board: what it is of, and its figures by name."""

    key: str
    label: str
    counts: dict[str, int]
    role: str = ""


def lines(actor: Actor, by: By, now: dt.datetime) -> list[Line]:
    """The lines of one cut, the fullest first: two statements and the names."""
    require(actor, "case.supervision")
    made = {By.DEPARTMENT: _by_department, By.QUEUE: _by_queue, By.PERSON: _by_person}[by](actor, now)
    return sorted(made, key=lambda line: (-line.counts["late"], -line.counts["open"], line.label))


def totals(actor: Actor, now: dt.datetime) -> dict[str, int]:
    """Each figure over everything watched: two statements."""
    unfinished = ("open", "late", "soon", "untaken", "waiting")
    counts = _watched(actor, "open").aggregate(
        **{name: Count("id", filter=_counted(name, now)) for name in unfinished}
    )
    return counts | _rated(actor, now)


def _counted(figure: str, now: dt.datetime) -> Q | None:
    condition = _of_case(figure, now)
    return condition or None


def _rated(actor: Actor, now: dt.datetime) -> dict[str, int]:
    """Bad ratings of late, and those whose repair is open."""
    return _badly(actor, now).aggregate(**_badly_counted(now))


def _badly(actor: Actor, now: dt.datetime) -> QuerySet[Case]:
    """Cases that one of the two figures counts."""
    return _watched(actor, "bad").filter(rating__id__in=badly(now))


def _badly_counted(now: dt.datetime) -> dict[str, Count]:
    return {name: Count("id", filter=_of_case(name, now)) for name in ("bad", "repair")}


def _by_department(actor: Actor, now: dt.datetime) -> list[Line]:
    unfinished = ("open", "late", "soon", "untaken", "waiting")
    counts: Any = _watched(actor, "open").values("department_id").order_by()
    found = {
        row.pop("department_id"): row
        for row in counts.annotate(**{n: Count("id", filter=_counted(n, now)) for n in unfinished})
    }
    rated: Any = _badly(actor, now).values("department_id").order_by()
    for row in rated.annotate(**_badly_counted(now)):
        key = row.pop("department_id")
        found[key] = {**dict.fromkeys(unfinished, 0), **found.get(key, {}), **row}
    names = department_names(key for key in found if key)
    return [
        Line(str(key or NOBODY), names.get(key, ""), {**dict.fromkeys(FIGURES, 0), **row})
        for key, row in found.items()
    ]


def _live(actor: Actor) -> QuerySet[Task]:
    """Live tasks of watched cases."""
    return Task.objects.filter(state__in=LIVE, subject_id__in=_watched(actor, "open").values("id"))


def _cut(rows: QuerySet[Task], now: dt.datetime, *fields: str) -> list[dict[str, Any]]:
    """Cases, not tasks, are counted: one case may have two tasks in a queue."""
    wanted = {name: Count("subject_id", distinct=True, filter=_of_task(name, now) or None) for name in QUEUE}
    grouped: Any = rows.values(*fields).order_by().annotate(**wanted)
    return list(grouped[:MOST_LINES])


def _by_queue(actor: Actor, now: dt.datetime) -> list[Line]:
    rows = _cut(_live(actor), now, "department_id", "role")
    names = department_names({row["department_id"] for row in rows})
    return [
        Line(
            f"{row['department_id']}.{row['role']}",
            names.get(row["department_id"], ""),
            {name: row[name] for name in QUEUE},
            str(Role(row["role"]).label),
        )
        for row in rows
    ]


def _by_person(actor: Actor, now: dt.datetime) -> list[Line]:
    rows = _cut(_live(actor).exclude(assignee_id=None), now, "assignee_id")
    names = staff_names({row["assignee_id"] for row in rows})
    return [
        Line(str(row["assignee_id"]), names.get(row["assignee_id"], ""), {n: row[n] for n in QUEUE})
        for row in rows
    ]


@dataclass(frozen=True)
class Asked:
    """Which figure was pressed, in which line; an empty key means the whole board."""

    figure: str
    by: By = By.DEPARTMENT
    key: str = ""


def counted(actor: Actor, asked: Asked, now: dt.datetime) -> QuerySet[Case]:
    """Exactly the cases that a figure of the board counts."""
    require(actor, "case.supervision")
    if asked.key and asked.by != By.DEPARTMENT:
        tasks = _live(actor).filter(_line_of_tasks(asked), _of_task(asked.figure, now))
        return _watched(actor, "open").filter(id__in=tasks.values("subject_id"))
    rows = _watched(actor, asked.figure).filter(_of_case(asked.figure, now))
    if not asked.key:
        return rows
    if asked.key == NOBODY:
        return rows.filter(department=None)
    return rows.filter(department_id=uuid.UUID(asked.key))


def _line_of_tasks(asked: Asked) -> Q:
    if asked.by == By.PERSON:
        return Q(assignee_id=uuid.UUID(asked.key))
    department, _dot, role = asked.key.partition(".")
    return Q(department_id=uuid.UUID(department), role=role)


def counted_page(
    actor: Actor, asked: Asked, now: dt.datetime, *, cursor: str = "", size: int = 50
) -> tuple[Page[Case], Counted]:
    """A page of those cases, newest first, and how many there are."""
    rows = counted(actor, asked, now)
    found = Case.objects.filter(OneOf(F("id"), ArraySubquery(rows.values("id"))))
    page = keyset_page(found.select_related("department"), order=("-id",), cursor=cursor, size=size)
    return page, count_up_to(rows)


def hands(cases: Iterable[Case]) -> dict[uuid.UUID, str]:
    """Who has each of these cases to work on: names by case; nobody is left out. One statement and the names."""
    rows = Task.objects.filter(subject_id__in=[case.id for case in cases], state__in=LIVE)
    taken = rows.exclude(assignee_id=None).order_by("id").values_list("subject_id", "assignee_id")
    held = {case: staff for case, staff in taken if staff is not None}
    names = staff_names(held.values())
    return {case: names.get(staff, "") for case, staff in held.items()}


def version(actor: Actor, now: dt.datetime) -> str:
    """Changes whenever anything on the board may have: the newest line of the trail, and the minute. One statement.

    Every change writes a line of the trail. The minute is in it because work becomes late without a change.
    """
    seen = ".".join(sorted(str(key) for key in departments_of(actor)))
    return f"{newest_change()}:{int(now.timestamp()) // 60}:{seen}"
