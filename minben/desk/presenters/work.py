"""The rows and tabs of My work."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import department_names, staff_names
from minben.cases import queries
from minben.cases.models import Case, CaseScope, HandOver, Mention, RepairCase, SubOrder
from minben.cases.ratings.repairs import repairs_named
from minben.cases.reading.covering import left_by
from minben.cases.reading.timeline import SENTENCES
from minben.cases.together import leads_yet, side_tasks
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.records.errors import Text
from minben.foundation.records.keyset import (
    COUNT_LIMIT,
    Count,
    Page,
    count_of,
    count_up_to,
    counts_up_to,
    keyset_page,
)
from minben.processes.models import Task
from minben.processes.queries import due_before, halves, queue, reach, tasks_of

from .case_work import TASKS, task_name
from .narrowing import Narrowed

SOON = dt.timedelta(hours=24)
SIZE = 20
EXPORT_MOST = 2_000
Away = Mapping[uuid.UUID, uuid.UUID | None]
TABS: dict[str, Text] = {
    "due": _("Due soon"),
    "new": _("New in my queues"),
    "cover": _("To take over"),
    "waiting": _("Waiting"),
    "mentions": _("Mentions"),
    "mine": _("Mine"),
}
OF_TASKS = ("due", "new", "cover", "mine")
"""Tabs that list tasks, and can be narrowed."""
ORDERS: dict[str, Text] = {
    "due": _("late and due within 24 hours, most pressing first"),
    "new": _("priority by law first, then what is due first"),
    "waiting": _("newest first"),
    "mentions": _("newest first"),
    "mine": _("priority by law first, then what is due first"),
    "cover": _("priority by law first, then what is due first"),
}
EMPTY: dict[str, tuple[Text, Text]] = {
    "due": (
        _("Nothing is due within 24 hours"),
        _("What becomes due shows here. Look at what is new in your queues."),
    ),
    "new": (
        _("Your queues are empty"),
        _("Requests for your role and department arrive here by themselves."),
    ),
    "cover": (
        _("Nobody on leave has left anything"),
        _("When a colleague of your department is on approved leave, what they had in hand shows here."),
    ),
    "waiting": (
        _("Nothing waits"),
        _("Cases whose clock is stopped, or that wait for the person, show here."),
    ),
    "mentions": (
        _("Nobody mentioned you"),
        _(
            "When a colleague names you in an internal note, or a time limit of yours comes near, it shows here."
        ),
    ),
    "mine": (_("You have taken nothing"), _("Take something from “New in my queues”.")),
}


@dataclass(frozen=True, kw_only=True)
class InHands:
    """Who has the task of a line. ``left_by``: the colleague on leave who has it, ``given_by``: who delegated it."""

    mine: bool = False
    left_by: str = ""
    stands_in: bool = False
    given_by: str = ""


@dataclass(frozen=True)
class Row(InHands):
    """One line of My work: a case, perhaps the task that is to be done on it."""

    case: Case
    task: Task | None = None
    mention: Mention | None = None
    why: Text = ""
    """What a mention is about."""
    repair: ClassVar[None] = None
    joint: ClassVar[None] = None

    @property
    def due_at(self) -> dt.datetime | None:
        return self.task.due_at if self.task else self.case.promised_at

    @property
    def task_name(self) -> Text:
        return task_name(self.task, self.case) if self.task else self.why


@dataclass(frozen=True)
class RepairRow(InHands):
    """One line of My work that is about a bad rating, of a case or of a visit."""

    repair: RepairCase
    task: Task | None
    department: str
    why: Text = ""
    """What a mention is about."""
    joint: ClassVar[None] = None

    @property
    def due_at(self) -> dt.datetime | None:
        return self.task.due_at if self.task else self.repair.due_at

    @property
    def task_name(self) -> Text:
        return TASKS.get(self.task.kind, self.task.kind) if self.task else self.why


@dataclass(frozen=True)
class JointRow(InHands):
    """One line of My work that is a part of a case: what a lead asks, or a case that a colleague offers."""

    joint: SubOrder | HandOver
    task: Task
    repair: ClassVar[None] = None

    @property
    def case(self) -> Case:
        return self.joint.case

    @property
    def said(self) -> str:
        return self.joint.wanted if isinstance(self.joint, SubOrder) else self.joint.note

    @property
    def may_lead(self) -> bool:
        """Whoever signs first leads, and nobody has signed."""
        return isinstance(self.joint, SubOrder) and leads_yet(self.joint)

    @property
    def due_at(self) -> dt.datetime | None:
        return self.task.due_at

    @property
    def task_name(self) -> Text:
        return TASKS.get(self.task.kind, self.task.kind)


AnyRow = Row | RepairRow | JointRow


@dataclass(frozen=True)
class WorkPage:
    rows: list[AnyRow]
    page: Page[Any]
    count: Count
    order: Text
    narrowed: Narrowed
    empty: tuple[Text, Text] = field(default=("", ""))


@dataclass(frozen=True)
class Tab:
    label: Text
    href: str
    current: bool
    count: str


def counted(actor: Actor, away: Away) -> dict[str, Count]:
    """How much stands in each tab, exact to 1,000: one statement for all."""
    own, others = halves(actor, timezone.now() + SOON)
    asked = {name: _rows(actor, name, away) for name in TABS if name != "due"}
    found = counts_up_to({**asked, "own": own, "others": others}, COUNT_LIMIT)
    found["due"] = found.pop("own") + found.pop("others")
    return {name: count_of(found[name], COUNT_LIMIT) for name in TABS}


def tabs(counts: Mapping[str, Count], current: str) -> list[Tab]:
    address = reverse("desk:home")
    return [
        Tab(label, f"{address}?tab={name}", name == current, _said(counts[name]))
        for name, label in TABS.items()
    ]


def tab_page(
    actor: Actor, asked: Narrowed, away: Away, *, cursor: str, counts: Mapping[str, Count] | None = None
) -> WorkPage:
    """One page of one tab. ``away``: colleagues on leave, see :func:`minben.cases.reading.covering.away`. ``counts``: of the tabs."""
    tab = asked.tab
    rows = _narrowed(actor, asked, away)
    order = asked.fields if tab in OF_TASKS else _order(tab)
    arranged = asked.arranged(rows) if tab in OF_TASKS else _arranged(rows, tab)
    page: Page[Any] = keyset_page(arranged, order=order, cursor=cursor, size=SIZE)
    said = asked.said if asked.order else ORDERS[tab]
    count = count_up_to(rows) if asked.any or counts is None else counts[tab]
    return WorkPage(_presented(actor, tab, page.items, away), page, count, said, asked, EMPTY[tab])


def exported(actor: Actor, asked: Narrowed, away: Away) -> list[AnyRow]:
    """The whole list, at most 2,000 tasks, in its order."""
    rows = asked.arranged(_narrowed(actor, asked, away)).order_by(*asked.fields)
    return _presented(actor, asked.tab, list(rows[:EXPORT_MOST]), away)


def _narrowed(actor: Actor, asked: Narrowed, away: Away) -> QuerySet[Any]:
    rows = _rows(actor, asked.tab, away)
    return asked.of(rows, timezone.now()) if asked.tab in OF_TASKS else rows


def task_row(actor: Actor, task: Task) -> AnyRow:
    return _of_tasks(actor, [task], {})[0]


def _said(count: Count) -> str:
    return f"{count.number}+" if count.more else str(count.number)


def _rows(actor: Actor, tab: str, away: Away) -> QuerySet[Any]:
    if tab == "cover":
        return left_by(actor, set(away))
    if tab == "mentions":
        return queries.mentions_of(actor)
    if tab == "waiting":
        return _waiting(actor)
    if tab == "mine":
        return tasks_of(actor.staff_id) if actor.staff_id else Task.objects.none()
    if tab == "new":
        return queue(actor)
    return due_before(reach(actor), timezone.now() + SOON)


def _waiting(actor: Actor) -> QuerySet[CaseScope]:
    if not actor.has(*CASE_ROLES):
        return CaseScope.objects.none()
    return queries.scoped(actor, queries.Filter(group=CaseScope.Group.WAITING))


def _arranged(rows: QuerySet[Any], tab: str) -> QuerySet[Any]:
    if rows.model is Mention:
        return rows.select_related("case__department", "repair__rating")
    return rows.select_related("case__department")


def _order(tab: str) -> tuple[str, ...]:
    return {"mentions": ("-id",), "waiting": ("-sort_key", "-id")}[tab]


def _mentioned(items: list[Mention]) -> list[AnyRow]:
    """Each with the line in which one is named: one statement for all."""
    told = queries.named_in([item.event_id for item in items if item.case is not None])
    owners = {item.repair.owner_department_id for item in items if item.repair is not None} - {None}
    names = department_names(key for key in owners if key is not None)
    return [
        Row(item.case, mention=item, why=told.get(item.event_id, ""))
        if item.case is not None
        else _of_visit(item, names)
        for item in items
    ]


def _of_visit(item: Mention, names: Mapping[uuid.UUID, str]) -> RepairRow:
    repair = item.repair
    assert repair is not None
    department = names.get(repair.owner_department_id, "") if repair.owner_department_id else ""
    return RepairRow(repair, None, department, why=SENTENCES.get(item.name, ""))


def _presented(actor: Actor, tab: str, items: Iterable[Any], away: Away) -> list[AnyRow]:
    if tab == "mentions":
        return _mentioned(list(items))
    if tab == "waiting":
        return [Row(item.case) for item in items]
    return _of_tasks(actor, list(items), away)


def _hands(actor: Actor, task: Task, away: Away, people: dict[Any, str]) -> dict[str, Any]:
    """What :class:`InHands` says of a task."""
    left = task.assignee_id is not None and task.assignee_id in away
    return dict(
        mine=task.assignee_id == actor.staff_id,
        left_by=people.get(task.assignee_id, "") if left else "",
        stands_in=left and away.get(task.assignee_id or task.id) == actor.staff_id,
        given_by=people.get(task.given_by, ""),
    )


def _people(tasks: Iterable[Task]) -> dict[Any, str]:
    """Names of whoever has or gave one of these tasks."""
    keys = {key for task in tasks for key in (task.assignee_id, task.given_by)}
    return dict(staff_names(key for key in keys if key is not None))


def _of_tasks(actor: Actor, tasks: list[Task], away: Away) -> list[AnyRow]:
    """Tasks of cases; those of repairs and of joint handling are looked for only where there are any."""
    cases = Case.objects.select_related("department").in_bulk([task.subject_id for task in tasks])
    others = [task.subject_id for task in tasks if task.subject_id not in cases]
    repairs = repairs_named(others) if others else {}
    joint = side_tasks(key for key in others if key not in repairs) if others else {}
    names = department_names(task.department_id for task in tasks) if repairs else {}
    people, rows = _people(tasks), list[AnyRow]()
    for task in tasks:
        key, hands = task.subject_id, _hands(actor, task, away, people)
        if key in cases:
            rows.append(Row(cases[key], task, **hands))
        elif key in repairs:
            rows.append(RepairRow(repairs[key], task, names.get(task.department_id, ""), **hands))
        elif key in joint:
            rows.append(JointRow(joint[key], task, **hands))
    return rows
