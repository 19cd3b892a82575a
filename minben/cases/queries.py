"""Reads of cases: one for each page, with a bounded number of statements, within the actor's scope."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import department_names
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.records import prepared
from minben.foundation.records.errors import Invalid, Missing, Text
from minben.foundation.records.fresh import fresh
from minben.foundation.records.ids import lowest_id
from minben.foundation.records.keyset import Page, encode_cursor, keyset_page

from . import together
from .course import drawn
from .course.states import FINAL, RATEABLE, UNFINISHED, possible
from .intake.numbers import written_forms
from .models import Case, CaseDocument, CaseEvent, CaseScope, Interaction, Mention, Rating
from .reading import beside
from .reading.searching import matching, nearest
from .reading.timeline import sentence

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
    text: str = ""


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


def id_of_number(text: str) -> uuid.UUID | None:
    """The key behind a number, for those who look through the trail and may not read the case."""
    try:
        numbers = written_forms(text)
    except Invalid:
        return None
    return Case.objects.filter(number__in=numbers).values_list("id", flat=True).first()


def seen_by(actor: Actor, case_id: uuid.UUID) -> bool:
    """Is the case still in the actor's scope?"""
    return CaseScope.objects.filter(
        case_id=case_id, department_id__in=actor.departments(*CASE_ROLES)
    ).exists()


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
    rows = _seen_by(departments)
    for name, field in (("group", "state_group"), ("kind", "kind"), ("status", "status")):
        if getattr(narrowed, name):
            rows = rows.filter(**{field: getattr(narrowed, name)})
    return _on_case(_with_text(rows, narrowed.text, departments), narrowed)


def _seen_by(departments: frozenset[uuid.UUID]) -> QuerySet[CaseScope]:
    """One row a case, also for somebody who holds roles in several departments that see it."""
    if len(departments) == 1:
        return CaseScope.objects.filter(department_id=next(iter(departments)))
    rows = CaseScope.objects.filter(department_id__in=departments)
    other = CaseScope.objects.filter(
        case_id=OuterRef("case_id"),
        department_id__in=departments,
        department_id__lt=OuterRef("department_id"),
    )
    return rows.filter(~Exists(other))


def _with_text(
    rows: QuerySet[CaseScope], text: str, departments: frozenset[uuid.UUID]
) -> QuerySet[CaseScope]:
    """By number, or by words in what was asked and answered."""
    if not text.strip():
        return rows
    try:
        return rows.filter(case__number__in=written_forms(text))
    except Invalid:
        return rows.filter(case_id__in=[row.case_id for row in matching(text, departments)])


def _on_case(rows: QuerySet[CaseScope], narrowed: Filter) -> QuerySet[CaseScope]:
    fields = ("department_id", "channel", "urgency", "assignee_id")
    wanted = {f"case__{name}": getattr(narrowed, name) for name in fields if getattr(narrowed, name)}
    if narrowed.topic:
        wanted["case__topic__startswith"] = narrowed.topic
    return rows.filter(**wanted) if wanted else rows


ORDERS = {"newest": ("-sort_key", "-id"), "due": ("case__promised_at", "id")}


def case_list(
    actor: Actor,
    narrowed: Filter,
    *,
    cursor: str = "",
    size: int = 20,
    order: str = "newest",
    only: Collection[uuid.UUID] = (),
) -> Page[CaseScope]:
    """By keyset: newest first (flat at any depth), or what is due first among those with a running promise.

    Each item carries its ``case`` with party and department; ``only`` these cases, when some are named. Two statements.
    """
    rows = listed(actor, narrowed, order)
    rows = rows.filter(case_id__in=list(only)) if only else rows
    fetch = partial(_with_cases, read=reading(order))
    return keyset_page(rows, order=ORDERS[order], cursor=cursor, size=size, fetch=fetch)


def reading(order: str) -> Callable[[QuerySet[Any, Any]], list[Any]]:
    """The newest are read off an index, so one plan suits all. What is due is sorted: a plan for any department
    would sort all cases to find the few of this one, so it is planned each time."""
    return prepared.values if order == "newest" else list


def _with_cases(
    rows: QuerySet[CaseScope], *, read: Callable[[QuerySet[Any, Any]], list[Any]]
) -> list[CaseScope]:
    found = [fresh(CaseScope, **row) for row in read(rows.values(*_SCOPE))]
    cases = {case.id: case for case in beside.named([row.case_id for row in found])} if found else {}
    for row in found:
        row._state.adding = False
        row._state.fields_cache["case"] = cases[row.case_id]
    return found


_SCOPE = tuple(field.attname for field in CaseScope._meta.concrete_fields)


def listed(actor: Actor, narrowed: Filter, order: str = "newest") -> QuerySet[CaseScope]:
    """The rows of a list, uncut: for its count."""
    rows = scoped(actor, narrowed)
    if order == "due":
        rows = rows.filter(case__promised_at__isnull=False, state_group__in=UNFINISHED)
    return rows


def cursor_at(day_end: dt.datetime, order: str = "newest") -> str:
    """The cursor that opens a list at a moment: newest up to it, or due from it on."""
    if order == "due":
        return encode_cursor([day_end.isoformat(), uuid.UUID(int=0)], False)
    bound = lowest_id(day_end)
    return encode_cursor([bound, bound], False)


def search_cases(actor: Actor, text: str, *, limit: int = 20) -> list[Case]:
    """By number, or by words in what was asked and answered, within scope."""
    require(actor, "case.list")
    departments = actor.departments(*CASE_ROLES)
    try:
        numbers = written_forms(text)
    except Invalid:
        return _in_order(list(matching(text, departments).values_list("case_id", flat=True)[:limit]))
    rows = Case.objects.filter(number__in=numbers, scopes__department_id__in=departments)
    return list(rows.select_related("party", "department").distinct()[:1])


def _in_order(keys: list[uuid.UUID]) -> list[Case]:
    """These cases in this order. Joined here, after the best are known: a thousand ranked rows need no names."""
    found = Case.objects.select_related("party", "department").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def contacts_of(party_ids: Iterable[uuid.UUID], *, limit: int = 50) -> list[Interaction]:
    """Every contact of one customer over all channels, newest first."""
    return list(Interaction.objects.filter(party_id__in=list(party_ids)).order_by("-id")[:limit])


def cases_of(party_ids: Iterable[uuid.UUID], *, limit: int = 50) -> list[Case]:
    """Every case of one customer, newest first. Confidential ones have no party and do not appear."""
    rows = Case.objects.filter(party_id__in=list(party_ids)).select_related("department", "rating")
    return list(rows.order_by("-id")[:limit])


def others_of(actor: Actor, case: Case, party_ids: Iterable[uuid.UUID], *, limit: int = 10) -> list[Case]:
    """Other cases of the same customer that ``actor`` may see, newest first."""
    rows = _seen_by(actor.departments(*CASE_ROLES)).filter(case__party_id__in=list(party_ids))
    found = rows.exclude(case_id=case.id).select_related("case__department").order_by("-sort_key")[:limit]
    return [row.case for row in found]


def near(actor: Actor, case: Case, *, limit: int = 5) -> list[Case]:
    """Other cases of exactly the same place that ``actor`` may see, newest first."""
    if not case.place:
        return []
    return _others(actor, case, Case.objects.filter(place=case.place), limit)


def alike(actor: Actor, case: Case, *, limit: int = 5) -> list[Case]:
    """Other cases whose words are nearest to the title, within the actor's scope."""
    keys = nearest(case, actor.departments(*CASE_ROLES), limit)
    found = Case.objects.in_bulk(keys)
    return [found[key] for key in keys]


def _others(actor: Actor, case: Case, rows: QuerySet[Case], limit: int) -> list[Case]:
    seen = CaseScope.objects.filter(case_id=OuterRef("pk"), department_id__in=actor.departments(*CASE_ROLES))
    return list(rows.filter(Exists(seen)).exclude(pk=case.id).order_by("-id")[:limit])


def document_of(case: Case, document_id: uuid.UUID, actor: Actor | None = None) -> CaseDocument:
    """A file of this case, for staff one that ``actor`` may see. Raises Missing."""
    rows = case.documents if actor is None else together.files_for(actor, case)
    found = rows.select_related("document").filter(document_id=document_id).first()
    if found is None:
        raise Missing(_("There is no such file on this case."))
    return found


def documents_for(actor: Actor, case: Case) -> list[CaseDocument]:
    """Files of a case that this member of staff may see."""
    return list(together.files_for(actor, case).select_related("document").order_by("id"))


def interactions_of(case: Case, *, limit: int = 100) -> list[Interaction]:
    return list(Interaction.objects.filter(case_id=case.id).order_by("-id")[:limit])


def rating_of(case: Case) -> Rating | None:
    return Rating.objects.filter(case=case).select_related("repair").first()


def verbs_for(actor: Actor, case: Case) -> set[str]:
    """What this actor can do to this case now: the state table, the process and the policies agree."""
    verbs = drawn.waited_for(case, possible(case.kind, case.status))
    return {verb for verb in verbs if allowed(actor, f"case.{verb}", case)}


def side_verbs_for(actor: Actor, case: Case, rated: Rating | None) -> set[str]:
    """What this actor can do in any state, outside the state table: words, files, marks, the rating."""
    names = {
        name
        for name in ("write", "note", "attach", "meet", "nuisance")
        if allowed(actor, f"case.{name}", case)
    }
    if case.department_id is not None and case.status not in FINAL and allowed(actor, "case.hand_over", case):
        names.add("hand_over")
    if case.privacy == Case.Privacy.CONFIDENTIAL and allowed(actor, "case.open_seal", case):
        names.add("open_seal")
    if rated is None and case.status in RATEABLE and allowed(actor, "case.rate", case):
        names.add("rate")
    return names


def changes_since(case: Case, event_id: uuid.UUID | None) -> list[CaseEvent]:
    """What happened to a case after the line that somebody last saw, newest first."""
    rows = CaseEvent.objects.filter(case_id=case.id)
    return list((rows.filter(id__gt=event_id) if event_id else rows).order_by("-id")[:10])


def last_events(case_ids: Iterable[uuid.UUID], name: str) -> dict[uuid.UUID, CaseEvent]:
    """The latest event of one name by case."""
    rows = CaseEvent.objects.filter(case_id__in=list(case_ids), name=name).order_by("id")
    return {row.case_id: row for row in rows}


def mentions_of(actor: Actor) -> QuerySet[Mention]:
    """Where colleagues named the actor and it was not looked at yet, in cases that the actor may still see."""
    visible = CaseScope.objects.filter(
        case_id=OuterRef("case_id"), department_id__in=actor.departments(*CASE_ROLES)
    )
    if actor.staff_id is None:
        return Mention.objects.none()
    own = actor.departments(*CASE_ROLES)
    of_visits = Q(repair__owner_department_id__in=own) | Q(repair__appeal_department_id__in=own)
    return Mention.objects.filter(Exists(visible) | of_visits, staff_id=actor.staff_id, seen_at__isnull=True)


def named_in(event_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Text]:
    """What the lines say in which somebody is named: one statement and the names of departments."""
    events = list(CaseEvent.objects.filter(id__in=list(event_ids)).only("name", "data", "department_id"))
    asked = {uuid.UUID(event.data["asked"]) for event in events if event.data.get("asked")}
    names = {str(key): name for key, name in department_names(asked).items()}
    return {event.id: sentence(event, names) for event in events}
