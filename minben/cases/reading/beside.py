"""Cases with all that is shown beside them (department, customer, who sees them), by one prepared statement."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from minben.agencies.models import Department
from minben.cases.course.states import FINAL
from minben.cases.models import Case
from minben.foundation.records import prepared
from minben.foundation.records.reading import columns, made, width
from minben.parties.models import Party

_SCOPE = "ARRAY(SELECT s.department_id || ':' || s.part FROM cases_casescope s WHERE s.case_id = c.id)"
_PARTS = f"{columns(Case, 'c')}, {columns(Department, 'd')}, {columns(Party, 'p')}, {_SCOPE}"
_JOINED = """LEFT JOIN agencies_department d ON d.id = c.department_id
LEFT JOIN parties_party p ON p.id = c.party_id"""
_NAMED = f"SELECT {_PARTS} FROM cases_case c {_JOINED} WHERE c.id = ANY($1::uuid[])"
_SHOWN = ("id", "number", "kind", "status", "privacy", "title", "party_id", "department_id")
_ALONE = f"SELECT {columns(Case, 'c', _SHOWN)}, {_SCOPE} FROM cases_case c WHERE c.id = ANY($1::uuid[])"
_OPEN = f"""
WITH own AS MATERIALIZED (
  SELECT id FROM cases_case WHERE party_id = ANY($1::uuid[])
  UNION SELECT id FROM cases_case WHERE asked_by_id = ANY($1::uuid[])
)
SELECT {_PARTS} FROM own CROSS JOIN LATERAL (
  SELECT * FROM cases_case x WHERE x.id = own.id AND x.status != ALL($2::text[]) OFFSET 0
) c {_JOINED} ORDER BY own.id DESC LIMIT $3::int
"""
"""Case by case: joined freely, the planner walks all cases of the city from the newest one on."""
_FINAL = sorted(FINAL)


def named(ids: list[uuid.UUID]) -> list[Case]:
    """These cases, in no order."""
    return _cases(prepared.rows(_NAMED, [ids]))


def alone(ids: list[uuid.UUID]) -> list[Case]:
    """These cases as a line of a timeline shows them, with the departments that see them, in no order."""
    found = []
    for row in prepared.rows(_ALONE, [ids]):
        case = made(Case, row, only=_SHOWN)
        case._scope_parts = _seen_as(row[-1])  # type: ignore[attr-defined]
        found.append(case)
    return found


def _seen_as(parts: Sequence[str]) -> dict[uuid.UUID, str]:
    """Which departments see it, and as what."""
    return {uuid.UUID(key): part for key, _colon, part in (one.partition(":") for one in parts)}


def open_of(party_ids: list[uuid.UUID], limit: int) -> list[Case]:
    """Open cases of these parties, and those that they asked for on behalf of others, newest first."""
    return _cases(prepared.rows(_OPEN, [party_ids, _FINAL, limit]))


def _cases(rows: Iterable[Sequence[Any]]) -> list[Case]:
    """Each with its department and its customer, and the departments that see it, for the policies."""
    departments: dict[uuid.UUID | None, Department | None] = {None: None}
    at, end = width(Case), width(Case) + width(Department)
    found = []
    for row in rows:
        case = made(Case, row)
        key = case.department_id
        if key not in departments:
            departments[key] = made(Department, row, at)
        held = case._state.fields_cache
        held["department"] = departments[key]
        held["party"] = made(Party, row, end) if case.party_id else None
        case._scope_parts = _seen_as(row[-1])  # type: ignore[attr-defined]
        found.append(case)
    return found
