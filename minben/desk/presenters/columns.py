"""The columns of a list of cases: which there are, what each says on the page and in an export."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import staff_names
from minben.cases.intake.doors import CHANNELS
from minben.cases.models import Case
from minben.catalog.queries import categories
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized

Names = Mapping[Any, str]
"""Of staff by id and of topics by code."""
Say = Callable[[Case, Names], Any]


@dataclass(frozen=True)
class Column:
    """``say`` gives the cell of an export: text or a time of the place's own clock."""

    name: str
    label: Text
    say: Say


def _moment(value: dt.datetime | None) -> dt.datetime | str:
    return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if value else ""


def _person(case: Case, _names: Names) -> str:
    return case.party.name if case.party_id and case.party else ""


def _held_by(case: Case, _names: Names) -> str:
    return str(localized(case.department.name)) if case.department else ""


COLUMNS = {
    column.name: column
    for column in (
        Column("title", _("Request"), lambda case, _n: case.title),
        Column("kind", _("Kind"), lambda case, _n: case.get_kind_display()),
        Column("party", _("Who asked"), _person),
        Column("status", _("Status"), lambda case, _n: case.get_status_display()),
        Column("urgency", _("Urgency"), lambda case, _n: case.get_urgency_display()),
        Column("due", _("Due"), lambda case, _n: _moment(case.promised_at)),
        Column("department", _("Held by"), _held_by),
        Column("assignee", _("In whose hands"), lambda case, names: _name(case.assignee_id, names)),
        Column("channel", _("Channel"), lambda case, _n: str(CHANNELS.get(case.channel, case.channel))),
        Column("topic", _("Topic"), lambda case, names: names.get(case.topic.rpartition("/")[2], case.topic)),
        Column("hurries", _("Asked for progress"), lambda case, _n: case.hurries),
        Column("received", _("Received on"), lambda case, _n: _moment(case.made_at)),
        Column("closed", _("Closed"), lambda case, _n: _moment(case.closed_at)),
    )
}
SHOWN = ("title", "party", "status", "due", "department", "received")
"""On the page, when nobody chose."""
EXPORTED = (
    "title",
    "kind",
    "status",
    "urgency",
    "department",
    "channel",
    "topic",
    "received",
    "due",
    "closed",
)
"""In an export, when nobody chose: names leave the house only when somebody asks for that column."""
CHOICES = [(name, column.label) for name, column in COLUMNS.items()]


def chosen(names: Collection[str], otherwise: Iterable[str]) -> list[Column]:
    """The columns of these names in the order of the table, or the usual ones."""
    picked = [COLUMNS[name] for name in COLUMNS if name in names]
    return picked or [COLUMNS[name] for name in otherwise]


def names_for(columns: Iterable[Column], cases: Iterable[Case]) -> Names:
    """Names of staff and topics: no statement unless that column is shown."""
    shown, names = {column.name for column in columns}, dict[Any, str]()
    if "assignee" in shown:
        names |= staff_names(case.assignee_id for case in cases if case.assignee_id)
    if "topic" in shown:
        names |= {row.code: str(localized(row.name)) for row in categories()}
    return names


def _name(staff_id: uuid.UUID | None, names: Names) -> str:
    return names.get(staff_id, "") if staff_id else ""
