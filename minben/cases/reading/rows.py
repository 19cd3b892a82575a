"""Cases as plain rows, for the door of machines: no model graph is built for a list."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from minben.cases.applications.parts import parts_of
from minben.cases.applications.sealing import SEALED
from minben.cases.course.states import group_of
from minben.cases.models import Case, CaseEvent, Interaction
from minben.cases.queries import ORDERS, Filter, listed, reading
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.records.errors import Missing
from minben.foundation.records.ids import moment_of
from minben.foundation.records.keyset import Page, keyset_page

LINE = (
    "number",
    "kind",
    "status",
    "urgency",
    "privacy",
    "channel",
    "language",
    "title",
    "topic",
    "place",
    "party_id",
    "department_id",
    "assignee_id",
    "promised_at",
    "closed_at",
    "version",
)
WHOLE = (
    *LINE,
    "body",
    "answers",
    "area_code",
    "latitude",
    "longitude",
    "asked_by_id",
    "service_version_id",
    "answer",
    "outcome",
    "reason",
    "returns",
    "redos",
    "hurries",
    "resolved",
    "nuisance",
    "merged_into_id",
)
_OF_LIST = ("id", "sort_key", "case_id", "state_group", *(f"case__{name}" for name in LINE))
_CURSORS = {"newest": ("sort_key", "id"), "due": ("case__promised_at", "id")}
Row = dict[str, Any]


def case_rows(
    actor: Actor, narrowed: Filter, *, cursor: str = "", size: int = 20, order: str = "newest"
) -> Page[Any]:
    """The page of :func:`minben.cases.queries.case_list` as rows: one statement."""
    rows = listed(actor, narrowed, order).values(*_OF_LIST)
    names = _CURSORS[order]
    page: Page[Any] = keyset_page(
        cast(Any, rows),
        order=ORDERS[order],
        cursor=cursor,
        size=size,
        read=lambda row: _cursor(row, names),
        fetch=reading(order),
    )
    return Page([_line(row) for row in cast(list[Row], page.items)], page.next, page.previous, page.at_start)


def _cursor(row: Any, names: tuple[str, ...]) -> list[Any]:
    return [value.isoformat() if hasattr(value := row[name], "isoformat") else value for name in names]


def _line(row: Row) -> Row:
    key = row["case_id"]
    found = {"id": key, "group": row["state_group"], "made_at": moment_of(key)}
    return found | {name: row[f"case__{name}"] for name in LINE}


def readable(actor: Actor, case_id: uuid.UUID) -> Case:
    """The case alone, for who may read it: two statements. Raises Missing, also for one that they may not know of."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None or not allowed(actor, "case.read", case):
        raise Missing(_("There is no such case, or it belongs to another department."))
    return case


def whole_row(case: Case) -> Row:
    """Everything of the case itself; identity numbers among the answers stay masked."""
    found = {"id": case.id, "group": str(group_of(case.status)), "made_at": case.made_at}
    shown = {key: value for key, value in case.answers.items() if key != SEALED}
    return found | {name: getattr(case, name) for name in WHOLE} | {"answers": shown}


def document_rows(case: Case) -> list[Row]:
    """The files of a case with what is known of each: one statement."""
    names = ("name", "kind", "size", "scan")
    rows = case.documents.order_by("id").values(
        "document_id", "material", "public", "from_public", *(f"document__{name}" for name in names)
    )
    return [
        {"id": row["document_id"]}
        | {name: row[f"document__{name}"] for name in names}
        | {name: row[name] for name in ("material", "public", "from_public")}
        for row in rows
    ]


_EVENT = ("name", "public", "actor_kind", "actor_name", "department_id", "text", "data")
_CONTACT = ("party_id", "direction", "channel", "kind", "summary", "body")


def event_rows(case: Case, *, cursor: str = "", size: int = 20) -> Page[Any]:
    """The timeline of a case, newest first: one statement."""
    return _by_id(CaseEvent.objects.filter(case_id=case.id), _EVENT, cursor, size)


def contact_rows(case: Case, *, cursor: str = "", size: int = 20) -> Page[Any]:
    """The contacts about a case, newest first: one statement."""
    return _by_id(Interaction.objects.filter(case_id=case.id), _CONTACT, cursor, size)


def _by_id(rows: Any, names: tuple[str, ...], cursor: str, size: int) -> Page[Any]:
    page: Page[Any] = keyset_page(
        rows.values("id", *names), order=("-id",), cursor=cursor, size=size, read=lambda row: [row["id"]]
    )
    items = [{"id": row["id"], "at": moment_of(row["id"]), **row} for row in cast(list[Row], page.items)]
    return Page(cast(Any, items), page.next, page.previous, page.at_start)


def part_rows(case: Case) -> list[Row]:
    """The parts of an application for several services, each with its case once it has begun."""
    return [
        {
            "service": part.key,
            "name": part.service_version.name,
            "state": part.state,
            "after": part.after,
            "case": _part_case(part.child) if part.child is not None else None,
        }
        for part in parts_of(case)
    ]


def _part_case(child: Case) -> Row:
    return {"id": child.id, "number": child.number, "status": child.status}
