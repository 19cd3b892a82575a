"""The rows and tabs of My work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import department_names
from minben.cases import queries
from minben.cases.models import Case, CaseScope, HandOver, Mention, RepairCase, SubOrder
from minben.cases.repairs import repairs_named
from minben.cases.together import side_tasks
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.records.errors import Text
from minben.foundation.records.keyset import Count, Page, count_up_to, keyset_page
from minben.processes.models import Task
from minben.processes.queries import WORK_ORDER, in_work_order, queue, reach, tasks_of

from .case import TASKS, task_name

SOON = dt.timedelta(hours=24)
SIZE = 20
TABS: dict[str, Text] = {
    "due": _("Due soon"),
    "new": _("New in my queues"),
    "waiting": _("Waiting"),
    "mentions": _("Mentions"),
    "mine": _("Mine"),
}
ORDERS: dict[str, Text] = {
    "due": _("late and due within 24 hours, most pressing first"),
    "new": _("priority by law first, then what is due first"),
    "waiting": _("newest first"),
    "mentions": _("newest first"),
    "mine": _("priority by law first, then what is due first"),
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


@dataclass(frozen=True)
class Row:
    """One line of My work: a case, perhaps the task that is to be done on it."""

    case: Case
    task: Task | None = None
    mention: Mention | None = None
    mine: bool = False
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
class RepairRow:
    """One line of My work that is about a bad rating, of a case or of a visit."""

    repair: RepairCase
    task: Task
    department: str
    mine: bool = False
    joint: ClassVar[None] = None

    @property
    def due_at(self) -> dt.datetime | None:
        return self.task.due_at

    @property
    def task_name(self) -> Text:
        return TASKS.get(self.task.kind, self.task.kind)


@dataclass(frozen=True)
class JointRow:
    """One line of My work that is a part of a case: what a lead asks, or a case that a colleague offers."""

    joint: SubOrder | HandOver
    task: Task
    repair: ClassVar[None] = None
    mine: bool = False

    @property
    def case(self) -> Case:
        return self.joint.case

    @property
    def said(self) -> str:
        return self.joint.question if isinstance(self.joint, SubOrder) else self.joint.note

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
    empty: tuple[Text, Text] = field(default=("", ""))


@dataclass(frozen=True)
class Tab:
    label: Text
    href: str
    current: bool
    count: str


def tabs(actor: Actor, current: str) -> list[Tab]:
    """Each tab with its count, exact to 1,000."""
    address = reverse("desk:home")
    return [
        Tab(label, f"{address}?tab={name}", name == current, _said(count_up_to(_rows(actor, name))))
        for name, label in TABS.items()
    ]


def tab_page(actor: Actor, tab: str, *, cursor: str) -> WorkPage:
    """One page of one tab."""
    rows = _rows(actor, tab)
    page: Page[Any] = keyset_page(_arranged(rows, tab), order=_order(tab), cursor=cursor, size=SIZE)
    return WorkPage(_presented(actor, tab, page.items), page, count_up_to(rows), ORDERS[tab], EMPTY[tab])


def task_row(actor: Actor, task: Task) -> AnyRow:
    return _of_tasks(actor, [task])[0]


def _said(count: Count) -> str:
    return f"{count.number}+" if count.more else str(count.number)


def _rows(actor: Actor, tab: str) -> QuerySet[Any]:
    if tab == "mentions":
        return queries.mentions_of(actor)
    if tab == "waiting":
        return _waiting(actor)
    if tab == "mine":
        return tasks_of(actor.staff_id) if actor.staff_id else Task.objects.none()
    if tab == "new":
        return queue(actor)
    return reach(actor).filter(due_at__lt=timezone.now() + SOON)


def _waiting(actor: Actor) -> QuerySet[CaseScope]:
    if not actor.has(*CASE_ROLES):
        return CaseScope.objects.none()
    return queries.scoped(actor, queries.Filter(group=CaseScope.Group.WAITING))


def _arranged(rows: QuerySet[Any], tab: str) -> QuerySet[Any]:
    if tab == "mentions":
        return rows.select_related("case__department")
    if tab == "waiting":
        return rows.select_related("case__department")
    return in_work_order(rows)


def _order(tab: str) -> tuple[str, ...]:
    return {"mentions": ("-id",), "waiting": ("-sort_key", "-id")}.get(tab, WORK_ORDER)


def _mentioned(items: list[Mention]) -> list[Row]:
    """Each with the line in which one is named: one statement for all."""
    told = queries.named_in([item.event_id for item in items])
    return [Row(item.case, mention=item, why=told.get(item.event_id, "")) for item in items]


def _presented(actor: Actor, tab: str, items: Iterable[Any]) -> list[AnyRow]:
    if tab == "mentions":
        return list(_mentioned(list(items)))
    if tab == "waiting":
        return [Row(item.case) for item in items]
    return _of_tasks(actor, list(items))


def _of_tasks(actor: Actor, tasks: list[Task]) -> list[AnyRow]:
    """Tasks of cases; those of repairs and of joint handling are looked for only where there are any."""
    cases = Case.objects.select_related("department").in_bulk([task.subject_id for task in tasks])
    others = [task.subject_id for task in tasks if task.subject_id not in cases]
    repairs = repairs_named(others) if others else {}
    joint = side_tasks(key for key in others if key not in repairs) if others else {}
    names = department_names(task.department_id for task in tasks) if repairs else {}
    rows: list[AnyRow] = []
    for task in tasks:
        mine = task.assignee_id == actor.staff_id
        if task.subject_id in cases:
            rows.append(Row(cases[task.subject_id], task, mine=mine))
        elif task.subject_id in repairs:
            rows.append(
                RepairRow(repairs[task.subject_id], task, names.get(task.department_id, ""), mine=mine)
            )
        elif task.subject_id in joint:
            rows.append(JointRow(joint[task.subject_id], task, mine=mine))
    return rows
