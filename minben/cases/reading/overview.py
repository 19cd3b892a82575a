"""What a supervisor watches: open work by department, kind and age, what is late, hurried, rated badly."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from minben.agencies.queries import department_names
from minben.cases.course.states import UNFINISHED
from minben.cases.models import Case, CaseScope, Rating, RepairCase, SubOrder
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role
from minben.foundation.records.ids import lowest_id

AGES = (1, 3, 7, 15)
"""Days that part the ages: up to a day, up to three, …, older."""
SOON = dt.timedelta(hours=24)
LATE_MOST = 25
LATELY = dt.timedelta(days=90)
"""So far back bad ratings are counted; an open repair counts however old it is."""
BAD = 2


@dataclass(frozen=True)
class Share:
    """One line of the counts: a department and a kind of request. ``department_id`` None: still at the centre."""

    department_id: uuid.UUID | None
    department: str
    kind: str
    open: int
    late: int
    soon: int


def departments_of(actor: Actor) -> frozenset[uuid.UUID]:
    """Where the actor watches."""
    require(actor, "case.supervision")
    return actor.departments(Role.SUPERVISOR, Role.ANALYST)


def _open(actor: Actor) -> QuerySet[Case]:
    """Open cases that a watched department sees, each once. What is not closed has indexes of its own."""
    seen = CaseScope.objects.filter(department_id__in=departments_of(actor), state_group__in=UNFINISHED)
    return Case.objects.filter(id__in=seen.values("case_id"), closed_at=None)


def shares(actor: Actor, now: dt.datetime) -> list[Share]:
    """Open, late and soon due cases by department and kind, most open first: one statement and the names."""
    late, soon = Q(promised_at__lt=now), Q(promised_at__gte=now, promised_at__lt=now + SOON)
    rows: Any = (
        _open(actor)
        .values("department_id", "kind")
        .annotate(open=Count("id"), late=Count("id", filter=late), soon=Count("id", filter=soon))
        .order_by("-open", "kind")
    )
    found = list(rows[:500])
    names = department_names({row["department_id"] for row in found if row["department_id"]})
    return [Share(**row, department=names.get(row["department_id"], "")) for row in found]


def by_age(actor: Actor, now: dt.datetime) -> list[int]:
    """Open cases received within a day, three, seven, fifteen days, and before: one statement."""
    edges = [lowest_id(now - dt.timedelta(days=days)) for days in AGES]
    upper = [None, *edges]
    wanted = {}
    for n, high in enumerate(upper):
        low = edges[n] if n < len(edges) else None
        test = Q(id__lt=high) if high else Q()
        wanted[f"age{n}"] = Count("id", filter=(test & Q(id__gte=low) if low else test))
    counts = _open(actor).aggregate(**wanted)
    return [counts[f"age{n}"] for n in range(len(upper))]


def late(actor: Actor, now: dt.datetime, *, limit: int = LATE_MOST) -> list[Case]:
    """Past their promised time, longest first."""
    return _listed(_open(actor).filter(promised_at__lt=now).order_by("promised_at", "id"), limit)


def at_risk(actor: Actor, now: dt.datetime, *, limit: int = LATE_MOST) -> list[Case]:
    """Due within a day."""
    rows = _open(actor).filter(promised_at__gte=now, promised_at__lt=now + SOON)
    return _listed(rows.order_by("promised_at", "id"), limit)


def late_parts(actor: Actor, now: dt.datetime, *, limit: int = LATE_MOST) -> list[SubOrder]:
    """What departments beside a lead were asked and have not answered in time, longest first."""
    seen = CaseScope.objects.filter(department_id__in=departments_of(actor), state_group__in=UNFINISHED)
    rows = SubOrder.objects.filter(
        state__in=SubOrder.OPEN, due_at__lt=now, case_id__in=seen.values("case_id")
    )
    return list(rows.select_related("case__department").order_by("due_at", "id")[:limit])


def late_repairs(actor: Actor, now: dt.datetime, *, limit: int = LATE_MOST) -> list[RepairCase]:
    """Bad ratings that were not put right in time, or whose appeal was not decided; of visits, too. Longest first."""
    own = departments_of(actor)
    seen = CaseScope.objects.filter(department_id__in=own, case_id=OuterRef("rating__case_id"))
    theirs = Q(owner_department_id__in=own) | Q(appeal_department_id__in=own) | Exists(seen)
    rows = RepairCase.objects.filter(theirs, rating_id__in=_late_ratings(now)).select_related("rating__case")
    return list(rows.order_by("due_at", "id")[:limit])


def _late_ratings(now: dt.datetime) -> QuerySet[Any, Any]:
    """Keys of ratings whose repair, or whose appeal, is late. Each by its index."""
    undone = RepairCase.objects.filter(state="open", due_at__lt=now).values("rating_id")
    return undone.union(
        RepairCase.objects.filter(state="appealed", appeal_due_at__lt=now).values("rating_id")
    )


def hurried(actor: Actor, *, limit: int = LATE_MOST) -> list[Case]:
    """Whose people asked for progress, the most often asked first."""
    return _listed(_open(actor).filter(hurries__gt=0).order_by("-hurries", "id"), limit)


def lately(now: dt.datetime) -> uuid.UUID:
    """Where the keys of ratings begin that the board still counts."""
    return lowest_id(now - LATELY)


def badly(now: dt.datetime) -> QuerySet[Any, Any]:
    """Keys of what the board counts: bad ratings of the last 90 days, and those whose repair is open. Each by its index."""
    recent = Rating.objects.filter(level__lte=BAD, id__gte=lately(now)).values("id")
    return recent.union(RepairCase.objects.filter(state="open").values("rating_id"))


def bad_ratings(actor: Actor, now: dt.datetime, *, limit: int = LATE_MOST) -> list[Rating]:
    """Bad ratings whose repair is open first, then the newest of the last 90 days."""
    seen = CaseScope.objects.filter(department_id__in=departments_of(actor)).values("case_id")
    rows = Rating.objects.filter(id__in=badly(now), case_id__in=seen).select_related(
        "case__department", "repair"
    )
    return list(rows.order_by("repair__done_at", "repair__due_at", "-id")[:limit])


def _listed(rows: QuerySet[Case], limit: int) -> list[Case]:
    return list(rows.select_related("department")[:limit])
