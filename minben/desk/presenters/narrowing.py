"""How the lists of tasks in My work are narrowed and ordered: what stands in the address, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from minben.desk.forms.work import DUE, ORDERS
from minben.foundation.records.errors import Text
from minben.processes.models import Task
from minben.processes.queries import WORK_ORDER, due_before, in_work_order

from .case_work import TASKS

_WITHIN = {"late": dt.timedelta(0), "day": dt.timedelta(hours=24), "week": dt.timedelta(days=7)}


@dataclass(frozen=True)
class Narrowed:
    """``do``: one kind of task. ``due``: late, within a day or a week. ``law``: only with priority by law."""

    tab: str
    do: str = ""
    due: str = ""
    law: bool = False
    order: str = ""

    @property
    def any(self) -> bool:
        return bool(self.do or self.due or self.law)

    @property
    def fields(self) -> tuple[str, ...]:
        return ("-id",) if self.order == "new" else WORK_ORDER

    @property
    def said(self) -> Text:
        return (
            _("newest first") if self.order == "new" else _("priority by law first, then what is due first")
        )

    def of(self, tasks: QuerySet[Task], now: dt.datetime) -> QuerySet[Task]:
        """The same tasks, fewer."""
        if self.do:
            tasks = tasks.filter(kind=self.do)
        if self.due:
            tasks = due_before(tasks, now + _WITHIN[self.due])
        return tasks.filter(statutory=True) if self.law else tasks

    def arranged(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        return tasks if self.order == "new" else in_work_order(tasks)

    def address(self, name: str = "desk:home", **changed: object) -> str:
        """The page with something changed; what is empty is left out."""
        held = {
            "tab": self.tab,
            "do": self.do,
            "due": self.due,
            "law": "1" if self.law else "",
            "order": self.order,
        }
        pairs = {key: value for key, value in {**held, **changed}.items() if value}
        return f"{reverse(name)}?{urlencode(pairs)}"

    @property
    def chips(self) -> list[dict[str, Text]]:
        """What the list is narrowed by, each with the address without it."""
        found = []
        if self.do:
            found.append({"label": TASKS[self.do], "href": self.address(do="")})
        if self.due:
            found.append({"label": DUE[self.due], "href": self.address(due="")})
        if self.law:
            found.append({"label": _("Priority by law"), "href": self.address(law="")})
        return found


def narrowed(asked: Mapping[str, str], tab: str) -> Narrowed:
    """What is not known counts as not asked for."""
    do, due, order = (asked.get(name, "") for name in ("do", "due", "order"))
    return Narrowed(
        tab,
        do if do in TASKS else "",
        due if due in DUE else "",
        asked.get("law") == "1",
        order if order in ORDERS else "",
    )


def choices() -> dict[str, list[tuple[str, Text]]]:
    """For the fields of the filter."""
    return {
        "do": [("", _("Everything")), *TASKS.items()],
        "due": list(DUE.items()),
        "order": list(ORDERS.items()),
    }
