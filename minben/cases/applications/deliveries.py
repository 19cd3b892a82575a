"""Delivering results: what was chosen, where it can be fetched, and what waits to be posted or handed over."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Office
from minben.agencies.queries import calendar_of, departments_under
from minben.cases.limits import limit_for
from minben.cases.models import Case, Kind, ResultDelivery, Status
from minben.cases.scope import in_charge
from minben.catalog.forms import Question, parse
from minben.catalog.models import ServiceVersion
from minben.certificates.numbers import code_for, new_token
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Invalid, Missing
from minben.foundation.worktime import due
from minben.parties.models import Address
from minben.parties.queries import group_ids
from minben.processes.models import Clock

from .parts import parts_of, whole_of

Way, State = ResultDelivery.Way, ResultDelivery.State
WORKERS = (Role.OFFICER, Role.SUPERVISOR)
MOST_OFFICES = 60
CODE_LENGTH = 6
TO_DO = (State.WAITING, State.READY, State.RETURNED)
DONE = (State.POSTED, State.HANDED)
_OVER = (Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.MERGED)
RESULTS_WAY, RESULTS_ADDRESS, RESULTS_OFFICE = "results_way", "results_address", "results_office"
"""The questions that are asked once for all services of a life event (:mod:`.one_form`)."""
_IN_FORMS = {"electronic": Way.ACCOUNT, "post": Way.POST, "collect": Way.PICKUP}
_USES = ("post", "home", "registered", "work")


@dataclass(frozen=True)
class Filter:
    """What a list of results is narrowed to. ``done``: posted or handed over, in place of what is to be done."""

    way: str = Way.POST
    done: bool = False
    office: uuid.UUID | None = None
    department: uuid.UUID | None = None
    state: str = ""


def code_of(delivery: ResultDelivery) -> str:
    """What the person says when they fetch it."""
    return code_for(delivery.token)[:CODE_LENGTH]


def held(case: Case) -> ResultDelivery | None:
    """What was chosen for a case, as it is stored."""
    rows = ResultDelivery.objects.select_related("office__department__jurisdiction")
    return rows.filter(case_id=case.id).first() if case.kind == Kind.APPLICATION else None


def chosen(case: Case) -> ResultDelivery | None:
    """The same; before anything is stored, what was chosen for the whole it is a part of, or what its form said."""
    if case.kind != Kind.APPLICATION:
        return None
    return held(case) or _of_whole(case) or from_answers(case)


def _of_whole(case: Case) -> ResultDelivery | None:
    """A part goes the way of the whole; not stored."""
    whole = whole_of(case)
    found = chosen(whole) if whole is not None else None
    if found is None:
        return None
    names = ("way", "recipient", "phone", "address", "office", "collector")
    copied = {name: getattr(found, name) for name in names}
    return ResultDelivery(case=case, token=new_token(), **copied)


def from_answers(case: Case) -> ResultDelivery | None:
    """What the answers say that fill ``delivery.way`` and ``delivery.address``; not stored. None for no such answer."""
    told = _told(case)
    way = _IN_FORMS.get(told.get("delivery.way", ""))
    address = told.get("delivery.address", "")[:300]
    if way is None or (way == Way.POST and not address):
        return None
    made = ResultDelivery(case=case, way=way, token=new_token())
    if way == Way.POST:
        made.recipient, made.address = case.party.name if case.party else "", address
        made.phone = told.get("party.phone", "")[:40]
    elif way == Way.PICKUP:
        offices = offices_for(case)
        named = (one for one in offices if one.code == told.get("delivery.office"))
        made.office = next(named, offices[0] if offices else None)
    return made


def _told(case: Case) -> dict[str, str]:
    """What the answers say, by the fact that they fill."""
    facts: dict[str, str] = {}
    for version, places in _forms_of(case):
        for question in _questions(version):
            value = case.answers.get(places.get(question.key, "") if places is not None else question.key)
            if question.fills and isinstance(value, str):
                facts.setdefault(question.fills, value)
    if case.event_id is not None:
        once = {"way": RESULTS_WAY, "address": RESULTS_ADDRESS, "office": RESULTS_OFFICE}
        facts |= {
            f"delivery.{what}": str(case.answers[key]) for what, key in once.items() if key in case.answers
        }
    return facts


def _forms_of(case: Case) -> list[tuple[ServiceVersion, dict[str, str] | None]]:
    """The forms that were filled in, each with the places of its questions where it was one of several."""
    if case.event_id is None:
        return [(case.service_version, None)] if case.service_version is not None else []
    return [(part.service_version, part.places) for part in parts_of(case)]


def _questions(version: ServiceVersion) -> tuple[Question, ...]:
    try:
        return parse(version.form)
    except Invalid:
        return ()


def may_choose(case: Case, delivery: ResultDelivery | None) -> bool:
    """Until it is posted, handed over or delivered otherwise; again when the post brought it back.

    For several services at once: until the last of them is over, for those that have not gone out.
    """
    if case.kind != Kind.APPLICATION or case.status in _OVER:
        return False
    if delivery is not None and not delivery._state.adding:
        return delivery.state in ResultDelivery.OPEN
    return case.status not in (Status.DELIVERED, Status.CLOSED, Status.ARCHIVED)


def offices_for(case: Case) -> list[Office]:
    """Where the result can be fetched: the places of its service, else those of its department, else all of the city."""
    if case.service_version_id:
        places = ServiceVersion.places.through.objects.filter(serviceversion_id=case.service_version_id)
        named = list(_offices().filter(id__in=places.values("office_id")))
        if named:
            return named
    return offices_near(case.department_id, case.jurisdiction_id)


def offices_near(department_id: uuid.UUID | None, jurisdiction_id: uuid.UUID | None) -> list[Office]:
    """Those of a department, else all of the city."""
    own = list(_offices().filter(department_id=department_id)) if department_id else []
    if own or jurisdiction_id is None:
        return own
    return list(_offices().filter(department__jurisdiction_id=jurisdiction_id)[:MOST_OFFICES])


def _offices() -> QuerySet[Office]:
    return Office.objects.select_related("department__jurisdiction").filter(active=True).order_by("code")


def known_address(case: Case) -> str:
    """Where the party lives or gets post, as far as it is known; "" otherwise."""
    if case.party_id is None:
        return ""
    rows = Address.objects.filter(party_id__in=group_ids(case.party_id), until__isnull=True)
    found = {row.use: row.text for row in rows.order_by("id")}
    return next((found[use] for use in _USES if use in found), "")


def due_of(case: Case) -> Clock | None:
    """The clock of delivery (行政許可法 art. 44), once it runs."""
    return Clock.objects.filter(subject_id=case.id, kind="deliver").order_by("-id").first()


def nothing_waits(case_id: uuid.UUID) -> None:
    """It is delivered: whatever was to be posted or fetched waits no more."""
    waits = (State.CHOSEN, State.WAITING, State.READY)
    ResultDelivery.objects.filter(case_id=case_id, state__in=waits).update(state=State.ENDED)


def again(case: Case) -> None:
    """There is a new paper: what went by post or was fetched waits once more, as long as a first one does."""
    row = ResultDelivery.objects.filter(case_id=case.id, state__in=(*DONE, State.ENDED)).first()
    if row is None or row.way == Way.ACCOUNT:
        return
    now = timezone.now()
    limit = limit_for("deliver", kind=case.kind, urgency=case.urgency, place=case.jurisdiction_id, at=now)
    row.state, row.department_id = State.WAITING, case.department_id
    row.due_at = due(now, limit.amount, limit.unit, calendar_of(case.jurisdiction))
    row.tracking, row.handed_to, row.proof, row.reason = "", "", "", ""
    row.posted_at = row.ready_at = row.handed_at = None
    row.save()


def listed_for(actor: Actor, asked: Filter) -> QuerySet[ResultDelivery]:
    """What the actor's departments and those below post or hand over, and what is fetched at their offices.

    Order by due date and key.
    """
    require(actor, "result.list")
    mine = reach(actor)
    theirs = Q(department_id__in=mine)
    if asked.way == Way.PICKUP:
        theirs |= Q(office__department_id__in=mine)
    states = [asked.state] if asked.state else DONE if asked.done else TO_DO
    rows = ResultDelivery.objects.filter(theirs, way=asked.way, state__in=states)
    if asked.office:
        rows = rows.filter(office_id=asked.office)
    if asked.department:
        rows = rows.filter(department_id=asked.department)
    return rows.select_related("case__party", "office", "department")


def reach(actor: Actor) -> set[uuid.UUID]:
    """The departments whose results the actor delivers: where they work, and all below."""
    return set(departments_under(*actor.departments(*WORKERS)))


def delivery_for(actor: Actor, case_id: uuid.UUID) -> ResultDelivery:
    """One that the actor delivers. Raises Missing, also for one that they may not know of."""
    rows = ResultDelivery.objects.select_related(
        "case__jurisdiction", "case__party", "case__service_version", "office__department__jurisdiction"
    )
    found = rows.filter(case_id=case_id).first()
    if found is None or not (in_charge(actor, found.case, *WORKERS) or delivers(actor, found.case, found)):
        raise Missing(_("There is no such result, or another department delivers it."))
    return found


def delivers(actor: Actor, case: Case | None, delivery: ResultDelivery | None = None) -> bool:
    """Who works in the office at which the result is fetched (the department of the case is another rule)."""
    mine = actor.departments(*WORKERS)
    if case is None or not mine:
        return bool(mine)
    found = delivery or held(case)
    if found is None:
        return False
    return found.way == Way.PICKUP and found.office is not None and found.office.department_id in mine
