"""What somebody else did while a page is open: counts, new rows, a changed case. Each asks one statement."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.http import quote_etag

from minben.cases import queries
from minben.cases.models import Case, CaseEvent, CaseScope
from minben.desk.forms.cases import CasesForm
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.models import Admission
from minben.foundation.access.policies import allowed
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.records.ids import new_id
from minben.foundation.records.keyset import counts_up_to
from minben.processes.models import Task
from minben.processes.queries import queue, tasks_of

PUBLIC = (ActorKind.PUBLIC.value, ActorKind.ANONYMOUS.value)
MOST = 99


@dataclass(frozen=True)
class Fresh:
    """The bar above a list. ``since``: when the page was drawn. ``query`` asks again, ``href`` shows what is new."""

    query: str
    tag: str
    new: int = 0
    gone: int = 0
    href: str = ""


def listening(kind: str, asked: str = "", shown: Collection[uuid.UUID] = ()) -> Fresh:
    """A bar that says nothing yet."""
    pairs = [("list", kind), ("since", str(new_id())), *(("shown", str(key)) for key in shown)]
    query = "&".join(filter(None, [urlencode(pairs), asked]))
    return Fresh(query, tag_of({"new": 0, "gone": 0}))


def tag_of(counts: dict[str, int]) -> str:
    """The version of what is counted: the same counts, the same tag."""
    return quote_etag("-".join(str(count) for count in counts.values()))


def new_cases(actor: Actor, form: CasesForm, since: uuid.UUID) -> dict[str, int]:
    rows = queries.listed(actor, form.narrowed, form.order).filter(sort_key__gt=since)
    return {**counts_up_to({"new": rows}, MOST), "gone": 0}


def new_tasks(actor: Actor, since: uuid.UUID, shown: Collection[uuid.UUID]) -> dict[str, int]:
    """Tasks that arrived since, and shown ones that a colleague has taken or done."""
    taken = Task.objects.filter(id__in=list(shown)).exclude(state=Task.State.OPEN)
    others = taken.exclude(assignee_id=actor.staff_id, state=Task.State.CLAIMED)
    return counts_up_to({"new": queue(actor).filter(id__gt=since), "gone": others}, MOST)


def counts(actor: Actor, since: uuid.UUID) -> dict[str, int]:
    """For the navigation: what is open in one's queues, to be dispatched or let in, and answers of people since
    ``since``.
    """
    waiting = queue(actor)
    asked: dict[str, QuerySet] = {"home": waiting, "replies": _replies(actor, since)}
    if allowed(actor, "case.dispatch"):
        asked["dispatch"] = waiting.filter(kind="dispatch")
    if allowed(actor, "agencies.admit"):
        asked["admissions"] = Admission.objects.filter(state=Admission.State.WAITING)
    return counts_up_to(asked, MOST)


def _replies(actor: Actor, since: uuid.UUID) -> QuerySet[CaseEvent]:
    """Words of the person on cases that one has taken."""
    mine = tasks_of(actor.staff_id) if actor.staff_id else Task.objects.none()
    rows = CaseEvent.objects.filter(id__gt=since, name="write", actor_kind__in=PUBLIC)
    return rows.filter(case_id__in=mine.values("subject_id"))


def version_of(actor: Actor, case_id: uuid.UUID) -> int | None:
    """The version counter of a case that the actor sees; one statement."""
    seen = CaseScope.objects.filter(case_id=OuterRef("pk"), department_id__in=actor.departments(*CASE_ROLES))
    return Case.objects.filter(Exists(seen), pk=case_id).values_list("version", flat=True).first()
