"""Which department a request probably belongs to: a suggestion for the dispatcher, who decides."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass

from minben.agencies.models import Department
from minben.agencies.queries import department_names
from minben.cases.models import Case, CaseSearch
from minben.catalog.models import Category
from minben.foundation import textsearch

MOST = 3
ALIKE = 30
_BY_CATEGORY, _BY_SERVICE = 100, 200


@dataclass(frozen=True)
class Suggestion:
    """``alike``: how many cases like this one the department has had; 0 when the category or service names it."""

    department_id: uuid.UUID
    name: str
    alike: int


def departments_for(case: Case) -> list[Suggestion]:
    """At most three, best first: the service's own, the one that the category names, then who had cases like it."""
    votes = _alike(case)
    weights = Counter(votes)
    for department_id, weight in (*_of_service(case), *_of_category(case)):
        weights[department_id] += weight
    best = [key for key, _weight in weights.most_common(MOST)]
    names = department_names(best)
    return [Suggestion(key, names[key], votes.get(key, 0)) for key in best if key in names]


def _alike(case: Case) -> Counter[uuid.UUID]:
    """Departments of the cases that say nearly the same."""
    rows = CaseSearch.objects.exclude(case_id=case.id).filter(case__department__active=True)
    found = textsearch.match(rows, case.title, field="vector", limit=ALIKE)
    return Counter(found.values_list("case__department_id", flat=True)[:ALIKE])


def _of_service(case: Case) -> list[tuple[uuid.UUID, int]]:
    version = case.service_version
    return [(version.service.department_id, _BY_SERVICE)] if version is not None else []


def _of_category(case: Case) -> list[tuple[uuid.UUID, int]]:
    code = case.topic.rsplit("/", 1)[-1]
    category = Category.objects.filter(code=code, active=True).first() if code else None
    owner = getattr(category, "department_code", "")
    if not owner:
        return []
    found = Department.objects.filter(code=owner, active=True).values_list("id", flat=True)
    return [(key, _BY_CATEGORY) for key in found[:1]]
