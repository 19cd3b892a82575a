"""Who may see a case, kept as rows (DESIGN §3): one for each involved department and each of its ancestors.

The hotline centre sees applications too: whoever phones about one is answered from the same screen (總客服,
國辦發〔2020〕53號).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from minben.agencies.models import Department
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.foundation.records import prepared
from minben.foundation.records.fresh import fresh

from .course.states import group_of
from .models import Case, CaseScope

Part = CaseScope.Part
_SEEN_BY = "SELECT department_id, part FROM cases_casescope WHERE case_id = $1::uuid"
_RESTATED = "UPDATE cases_casescope SET state_group = $2::text, status = $3::text WHERE case_id = $1::uuid"
_RANK = {Part.CENTRE: 3, Part.LEAD: 2, Part.CO: 1, Part.ABOVE: 0}


def wanted_parts(
    *, centre: Department | None, lead: Department | None, co: list[Department]
) -> dict[uuid.UUID, CaseScope.Part]:
    """Which department sees the case as what; a department involved itself outranks being above another."""
    parts: dict[uuid.UUID, CaseScope.Part] = {}
    involved = [(centre, Part.CENTRE), (lead, Part.LEAD), *((d, Part.CO) for d in co)]
    for department, part in involved:
        if department is None:
            continue
        _put(parts, department.id, part)
        for above in department.ancestors:
            _put(parts, uuid.UUID(above), Part.ABOVE)
    return parts


def _put(parts: dict[uuid.UUID, CaseScope.Part], key: uuid.UUID, part: CaseScope.Part) -> None:
    if key not in parts or _RANK[part] > _RANK[parts[key]]:
        parts[key] = part


def scope_rows(case: Case, parts: dict[uuid.UUID, CaseScope.Part]) -> list[CaseScope]:
    group = group_of(case.status)
    return [
        fresh(
            CaseScope,
            department_id=department,
            case_id=case.id,
            part=part,
            state_group=group,
            kind=case.kind,
            status=case.status,
            sort_key=case.id,
            placed=case.latitude is not None and case.longitude is not None,
        )
        for department, part in parts.items()
    ]


def involved_departments(case: Case) -> tuple[Department | None, Department | None, list[Department]]:
    """(centre, lead, co-departments) as the rows and the case say."""
    rows = dict(case.scopes.filter(part__in=[Part.CENTRE, Part.CO]).values_list("department_id", "part"))
    wanted = {*rows, *([case.department_id] if case.department_id else [])}
    found = {d.id: d for d in Department.objects.filter(id__in=wanted)}
    centre = next((found[k] for k, part in rows.items() if part == Part.CENTRE and k in found), None)
    co = [found[k] for k, part in rows.items() if part == Part.CO and k in found]
    return centre, found.get(case.department_id) if case.department_id else None, co


def resync(case: Case, *, co: list[Department] | None = None) -> None:
    """Make the rows of a case what its departments and state say. Used when the departments changed."""
    centre, lead, known = involved_departments(case)
    parts = wanted_parts(centre=centre, lead=lead, co=known if co is None else co)
    case.__dict__.pop("_scope_parts", None)
    case.scopes.exclude(department_id__in=parts).delete()
    CaseScope.objects.bulk_create(
        scope_rows(case, parts),
        update_conflicts=True,
        unique_fields=["department_id", "case"],
        update_fields=["part", "state_group", "kind", "status"],
    )


def restate(case: Case) -> None:
    """The state changed, the departments did not."""
    prepared.run(_RESTATED, [case.id, group_of(case.status), case.status])


def in_scope(actor: Actor, case: Case, *roles: Role) -> bool:
    """Does a department where the actor holds one of ``roles`` (default: any) see this case?"""
    return bool(actor.departments(*roles) & seen_by(case))


def in_charge(actor: Actor, case: Case, *roles: Role) -> bool:
    """The same, of departments that do not only help."""
    return bool(actor.departments(*roles) & leading(case))


def seen_by(case: Case) -> set[uuid.UUID]:
    """The departments that see it; asked for once."""
    return set(_parts(case))


def leading(case: Case) -> set[uuid.UUID]:
    """Those of them that do not only help: the lead, the hotline centre, and whoever stands above."""
    return {key for key, part in _parts(case).items() if part != Part.CO}


def helping(case: Case) -> set[uuid.UUID]:
    """The departments beside the lead."""
    return {key for key, part in _parts(case).items() if part == Part.CO}


def centre_of(case: Case) -> uuid.UUID | None:
    """The hotline centre that took it."""
    return next((key for key, part in _parts(case).items() if part == Part.CENTRE), None)


def _parts(case: Case) -> dict[uuid.UUID, str]:
    known: dict[uuid.UUID, str] | None = getattr(case, "_scope_parts", None)
    if known is None:
        known = dict(prepared.rows(_SEEN_BY, [case.id]))
        case._scope_parts = known  # type: ignore[attr-defined]
    return known


def remember(cases: Sequence[Case]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Ask once which departments see each of ``cases``, so that policies over a list cost one statement."""
    held: dict[uuid.UUID, dict[uuid.UUID, str]] = {case.id: {} for case in cases}
    for case_id, department_id, part in CaseScope.objects.filter(case_id__in=held).values_list(
        "case_id", "department_id", "part"
    ):
        held[case_id][department_id] = part
    for case in cases:
        case._scope_parts = held[case.id]  # type: ignore[attr-defined]
    return {key: set(parts) for key, parts in held.items()}
