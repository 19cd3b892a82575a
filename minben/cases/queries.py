"""Reads of cases: one for each page, with a bounded number of statements, within the actor's scope."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.records.errors import Invalid, Missing
from minben.foundation.records.keyset import Page, keyset_page

from .models import Case, CaseDocument, CaseEvent, CaseScope, Interaction, Mention, Rating
from .numbers import parse_number
from .searching import matching
from .states import possible

LIST_FIELDS = ("party", "department")


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; empty fields do not narrow."""

    group: str = ""
    kind: str = ""
    status: str = ""
    department_id: uuid.UUID | None = None
    channel: str = ""
    urgency: str = ""
    topic: str = ""
    assignee_id: uuid.UUID | None = None


def case_for(actor: Actor, case_id: uuid.UUID) -> Case:
    """One case that ``actor`` may read. Raises Missing, also for one that they may not know of."""
    case = (
        Case.objects.select_related("party", "asked_by", "department", "jurisdiction", "service_version")
        .filter(pk=case_id)
        .first()
    )
    if case is None or not allowed(actor, "case.read", case):
        raise Missing(_("There is no such case, or it belongs to another department."))
    return case


def by_token(actor: Actor, token: str) -> Case:
    """The public's own case by its address. Raises Missing."""
    case = (
        Case.objects.select_related("department", "jurisdiction", "service_version", "rating")
        .filter(track_token=token)
        .first()
    )
    if case is None or not allowed(actor, "case.read", case):
        raise Missing(_("There is no such case here. Open it with its number and code."))
    return case


def own_cases(actor: Actor) -> QuerySet[Case]:
    """What the account made or claimed, and what this session opened; newest first."""
    mine = Q(pk__in=actor.claimed_cases)
    if actor.account_id is not None:
        mine |= Q(account_id=actor.account_id)
    return Case.objects.filter(mine).order_by("-id")


def timeline(case: Case, *, public: bool, limit: int = 200) -> list[CaseEvent]:
    """Newest first. The citizen's is the same list, filtered."""
    rows = CaseEvent.objects.filter(case_id=case.id)
    if public:
        rows = rows.filter(public=True)
    return list(rows.order_by("-id")[:limit])


def scoped(actor: Actor, narrowed: Filter) -> QuerySet[CaseScope]:
    """Scope rows of one department (or all of the actor's), narrowed."""
    require(actor, "case.list")
    departments = actor.departments(*CASE_ROLES)
    rows = CaseScope.objects.filter(department_id__in=departments)
    if len(departments) == 1:
        rows = CaseScope.objects.filter(department_id=next(iter(departments)))
    for name, field in (("group", "state_group"), ("kind", "kind"), ("status", "status")):
        if getattr(narrowed, name):
            rows = rows.filter(**{field: getattr(narrowed, name)})
    return _on_case(rows, narrowed)


def _on_case(rows: QuerySet[CaseScope], narrowed: Filter) -> QuerySet[CaseScope]:
    fields = ("department_id", "channel", "urgency", "assignee_id")
    wanted = {f"case__{name}": getattr(narrowed, name) for name in fields if getattr(narrowed, name)}
    if narrowed.topic:
        wanted["case__topic__startswith"] = narrowed.topic
    return rows.filter(**wanted) if wanted else rows


def case_list(actor: Actor, narrowed: Filter, *, cursor: str = "", size: int = 20) -> Page[CaseScope]:
    """Newest first by keyset: flat at any depth. Each item carries its ``case`` with party and department."""
    rows = scoped(actor, narrowed).select_related("case", "case__party", "case__department")
    return keyset_page(rows, order=("-sort_key", "-id"), cursor=cursor, size=size)


def search_cases(actor: Actor, text: str, *, limit: int = 20) -> list[Case]:
    """By number, or by words in what was asked and answered, within scope."""
    require(actor, "case.list")
    departments = actor.departments(*CASE_ROLES)
    try:
        number = parse_number(text)
    except Invalid:
        found = matching(text, departments).select_related("case__party", "case__department")[:limit]
        return [row.case for row in found]
    rows = Case.objects.filter(number=number, scopes__department_id__in=departments)
    return list(rows.select_related("party", "department").distinct()[:1])


def contacts_of(party_ids: Iterable[uuid.UUID], *, limit: int = 50) -> list[Interaction]:
    """Every contact of one customer over all channels, newest first."""
    return list(Interaction.objects.filter(party_id__in=list(party_ids)).order_by("-id")[:limit])


def cases_of(party_ids: Iterable[uuid.UUID], *, limit: int = 50) -> list[Case]:
    """Every case of one customer, newest first. Confidential ones have no party and do not appear."""
    rows = Case.objects.filter(party_id__in=list(party_ids)).select_related("department", "rating")
    return list(rows.order_by("-id")[:limit])


def documents_of(case: Case, *, public: bool) -> list[CaseDocument]:
    rows = case.documents.select_related("document").order_by("id")
    return list(rows.filter(public=True) if public else rows)


def interactions_of(case: Case, *, limit: int = 100) -> list[Interaction]:
    return list(Interaction.objects.filter(case_id=case.id).order_by("-id")[:limit])


def rating_of(case: Case) -> Rating | None:
    return Rating.objects.filter(case=case).select_related("repair").first()


def verbs_for(actor: Actor, case: Case) -> set[str]:
    """What this actor can do to this case now: the state table and the policies agree."""
    return {verb for verb in possible(case.kind, case.status) if allowed(actor, f"case.{verb}", case)}


def new_mentions(actor: Actor) -> list[Mention]:
    return list(
        Mention.objects.filter(staff_id=actor.staff_id, seen_at__isnull=True)
        .select_related("case")
        .order_by("-id")[:50]
    )
