"""Making what is kept beside a case anew, online: its scope rows and its search row.

A batch is one transaction that locks its cases, so an action waits for it or goes first, and neither is lost.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction

from minben.agencies.models import Department
from minben.agencies.queries import heir_of

from .models import Case, CaseEvent, CaseScope
from .reading.searching import rows_for, store
from .scope import scope_rows, wanted_parts

BATCH = 500
FIRST = uuid.UUID(int=0)
Progress = Callable[[int, int], None]
Row = tuple[uuid.UUID, uuid.UUID, str, str, str, str]
_MOVES = ["dispatch", "transfer", "sign", "ask_department", "answer_sub_order", "return_sub_order"]
_FIELDS = ("department_id", "case_id", "part", "state_group", "kind", "status")


def rebuild_search(*, batch: int = BATCH, progress: Progress | None = None) -> int:
    """Write the search row of every case; returns how many."""
    return _through(_search_batch, batch, progress)


def rebuild_scopes(*, batch: int = BATCH, progress: Progress | None = None) -> int:
    """Make the rows that say who may see a case what its departments and history say; returns how many changed.

    Needed after departments were moved in the tree, and after rows were lost.
    """
    return _through(_scope_batch, batch, progress)


def _through(work: Callable[[list[Case]], int], batch: int, progress: Progress | None) -> int:
    total, seen, changed, after = Case.objects.count(), 0, 0, FIRST
    while True:
        with transaction.atomic():
            cases = _next(after, batch)
            changed += work(cases) if cases else 0
        if not cases:
            return changed
        after, seen = cases[-1].id, seen + len(cases)
        if progress:
            progress(seen, max(total, seen))


def _next(after: uuid.UUID, batch: int) -> list[Case]:
    rows = Case.objects.select_for_update(of=("self",)).select_related("party", "department")
    return list(rows.filter(id__gt=after).order_by("id")[:batch])


def _search_batch(cases: list[Case]) -> int:
    store(rows_for(cases))
    return len(cases)


def rescope(cases: list[Case]) -> int:
    """The same for some cases that are locked already; returns how many changed."""
    return _scope_batch(cases)


def _scope_batch(cases: list[Case]) -> int:
    wanted = {_row(row): row for row in _wanted(cases)}
    there = {_row(row): row for row in CaseScope.objects.filter(case__in=cases)}
    gone = [row.pk for key, row in there.items() if key not in wanted]
    missing = [row for key, row in wanted.items() if key not in there]
    CaseScope.objects.filter(pk__in=gone).delete()
    CaseScope.objects.bulk_create(missing)
    return len({key[1] for key in set(wanted) ^ set(there)})


def _row(row: CaseScope) -> Row:
    return tuple(getattr(row, name) for name in _FIELDS)  # type: ignore[return-value]


def _wanted(cases: list[Case]) -> Iterable[CaseScope]:
    centres = _centres(cases)
    beside = _beside(cases)
    departments = Department.objects.in_bulk({key for keys in beside.values() for key in keys})
    for case in cases:
        centre = centres.get(case.id)
        known = (departments[key] for key in beside[case.id] if key in departments)
        co = list({heir.id: heir for one in known if (heir := heir_of(one)) is not None}.values())
        yield from scope_rows(case, wanted_parts(centre=centre, lead=case.department, co=co))


def _centres(cases: list[Case]) -> dict[uuid.UUID, Department]:
    """The centre that took the case as its row says, otherwise the jurisdiction's."""
    rows = CaseScope.objects.filter(case__in=cases, part=CaseScope.Part.CENTRE)
    kept = dict(rows.values_list("case_id", "department_id"))
    known = Department.objects.in_bulk(set(kept.values()))
    places = {case.jurisdiction_id for case in cases}
    own = {
        d.jurisdiction_id: d
        for d in Department.objects.filter(jurisdiction__in=places, is_centre=True, active=True)
    }
    found = {case.id: known.get(kept.get(case.id, FIRST)) or own.get(case.jurisdiction_id) for case in cases}
    return {case_id: centre for case_id, centre in found.items() if centre is not None}


def _beside(cases: list[Case]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Departments that work beside the lead (協辦), read from the history: named at a dispatch, until they lead; asked
    later, until they give their part back without ever having answered one."""
    events = CaseEvent.objects.filter(case_id__in=[c.id for c in cases], name__in=_MOVES)
    beside: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    answered: set[tuple[uuid.UUID, str]] = set()
    for case_id, name, data in events.order_by("id").values_list("case_id", "name", "data"):
        if "co" in data:
            beside[case_id] = {uuid.UUID(key) for key in data["co"]}
        if data.get("department"):
            beside[case_id].discard(uuid.UUID(data["department"]))
        if name == "ask_department":
            beside[case_id].add(uuid.UUID(data["asked"]))
        elif name == "answer_sub_order":
            answered.add((case_id, data["asked"]))
        elif name == "return_sub_order" and (case_id, data["asked"]) not in answered:
            beside[case_id].discard(uuid.UUID(data["asked"]))
    return beside
