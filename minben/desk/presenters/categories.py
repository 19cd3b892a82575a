"""Categories as a clerk chooses them: grouped under their parents, with what each suggests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.cases.models import Urgency
from minben.catalog.models import Category
from minben.catalog.queries import categories
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized


@dataclass(frozen=True)
class Suggested:
    """What a category suggests: where such requests go and how urgent they are."""

    department: str
    urgency: Text
    code: str


def category_choices() -> list[Any]:
    """Pairs and groups for a select: one statement. A group is a top category, chosen itself as “in general”."""
    rows = categories()
    children: dict[Any, list[Category]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    found: list[Any] = [("", _("Not sorted yet"))]
    for top in children.get(None, []):
        below = _below(top, children, 0)
        found.append(
            (_name(top), [(top.code, f"{_name(top)}…"), *below]) if below else (top.code, _name(top))
        )
    return found


def _below(parent: Category, children: dict[Any, list[Category]], depth: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for row in children.get(parent.id, []):
        found.append((row.code, "　" * depth + _name(row)))
        found += _below(row, children, depth + 1)
    return found


def _name(row: Category) -> str:
    return str(localized(row.name)) or row.code


def suggested(code: str) -> Suggested | None:
    """Two statements at most; None for no category."""
    row = Category.objects.filter(tree="hotline", code=code, active=True).first() if code else None
    if row is None:
        return None
    department = Department.objects.filter(code=row.department_code, active=True).first()
    name = str(localized(department.name)) if department else ""
    return Suggested(name, Urgency(row.urgency).label, row.urgency)


def topic_of(code: str) -> tuple[str, str]:
    """(path of codes from the top, urgency) of a category; ("", "") for none."""
    if not code:
        return "", ""
    rows = {row.id: row for row in categories()}
    row = next((row for row in rows.values() if row.code == code), None)
    urgency, path = (row.urgency if row else ""), []
    while row is not None:
        path.append(row.code)
        row = rows.get(row.parent_id) if row.parent_id else None
    return "/".join(reversed(path))[:120], urgency
