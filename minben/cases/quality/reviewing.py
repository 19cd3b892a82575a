"""Reads of the quality checks: what is to be checked, one's own, and the results by team and month."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import department_names
from minben.cases.models import CaseScope, QualityReview, QualityRule, QualitySheet
from minben.cases.scope import in_scope
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Missing
from minben.foundation.records.keyset import Page, keyset_page

TABS = ("check", "objected", "done", "mine")


def _seen(actor: Actor, *roles: Role) -> QuerySet[QualityReview]:
    scopes = CaseScope.objects.filter(department_id__in=actor.departments(*roles)).values("case_id")
    return QualityReview.objects.filter(case_id__in=scopes)


def reviews(actor: Actor, tab: str) -> QuerySet[QualityReview]:
    """One tab of the page. Nobody finds their own work among what is to be checked."""
    require(actor, "desk.open")
    state = QualityReview.State
    if tab == "mine" or not allowed(actor, "quality.check"):
        return QualityReview.objects.filter(worker_id=actor.staff_id).exclude(state=state.DRAWN)
    rows = _seen(actor, Role.CHECKER, Role.SUPERVISOR)
    own = Q(worker_id=actor.staff_id)
    if tab == "check":
        return rows.filter(state=state.DRAWN).exclude(own)
    if tab == "objected":
        return rows.filter(state=state.OBJECTED).exclude(own)
    return rows.filter(state__in=[state.CHECKED, state.DECIDED])


def review_page(actor: Actor, tab: str, *, cursor: str = "") -> Page[QualityReview]:
    """Newest first; figures never order it."""
    rows = reviews(actor, tab).select_related("case__department")
    return keyset_page(rows, order=("-id",), cursor=cursor, size=25)


def review_for(actor: Actor, review_id: uuid.UUID) -> QualityReview:
    """One check that ``actor`` may see: their own work, or in their scope. Raises Missing."""
    found = QualityReview.objects.select_related("case__department", "sheet").filter(pk=review_id).first()
    if found is None or not _may_see(actor, found):
        raise Missing(_("There is no such check."))
    return found


def _may_see(actor: Actor, review: QualityReview) -> bool:
    if review.worker_id == actor.staff_id:
        return review.state != QualityReview.State.DRAWN
    return allowed(actor, "quality.check") and in_scope(actor, review.case, Role.CHECKER, Role.SUPERVISOR)


def rules(actor: Actor) -> list[QualityRule]:
    require(actor, "quality.rules")
    return list(QualityRule.objects.order_by("-active", "-id")[:200])


def sheets(actor: Actor) -> list[QualitySheet]:
    """Every version, the newest first, each with ``used``: how many cases were drawn with it. One statement."""
    require(actor, "quality.rules")
    used = QualityReview.objects.filter(sheet=OuterRef("pk")).order_by().values("sheet")
    counted = Coalesce(Subquery(used.annotate(n=Count("id")).values("n")), 0)
    return list(QualitySheet.objects.annotate(used=counted).order_by("-number", "-id")[:100])


@dataclass(frozen=True)
class Result:
    """One team in one month."""

    month: dt.date
    department: str
    checked: int
    points: int
    failed: int
    objected: int


def results(actor: Actor) -> list[Result]:
    """By team and month, the newest month first: one statement and the names."""
    require(actor, "quality.results")
    rows: Any = _seen(actor, Role.CHECKER, Role.SUPERVISOR, Role.ANALYST).filter(checked_at__isnull=False)
    grouped = rows.annotate(month=TruncMonth("checked_at")).values("month", "department_id").order_by()
    found = list(
        grouped.annotate(
            checked=Count("id"),
            points=Avg("points"),
            fails=Count("id", filter=Q(failed=True)),
            objected=Count("id", filter=~Q(objection="")),
        ).order_by("-month", "department_id")[:500]
    )
    names = department_names({row["department_id"] for row in found if row["department_id"]})
    return [
        Result(
            row["month"].date(),
            names.get(row["department_id"], ""),
            row["checked"],
            round(row["points"] or 0),
            row["fails"],
            row["objected"],
        )
        for row in found
    ]
