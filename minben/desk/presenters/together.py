"""Everything that the page of joint handling shows: who leads, who was asked, files, notes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from minben.agencies.queries import department_names, staff_names
from minben.cases import queries, together
from minben.cases.models import Case, CaseDocument, FileShare, HandOver, SubOrder
from minben.cases.scope import helping
from minben.desk.forms.together import OFFERS, ORDERS, Part
from minben.desk.forms.verb import verb_named
from minben.desk.forms.verbs import Verb
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed

from .timeline import Line, lines

TONES = {
    "asked": "warning",
    "accepted": "info",
    "answered": "success",
    "returned": "error",
    "leads": "success",
}
BUTTONS = ("ask_department", "meet", "note", "hand_over", "attach")


@dataclass(frozen=True)
class OrderLine:
    order: SubOrder
    department: str
    asked_by: str
    holder: str
    parts: list[Part]

    @property
    def open(self) -> bool:
        return self.order.state in SubOrder.OPEN

    @property
    def tone(self) -> str:
        return TONES.get(self.order.state, "neutral")


@dataclass(frozen=True)
class FileLine:
    held: CaseDocument
    seen_by: list[str]


@dataclass(frozen=True)
class OfferLine:
    offer: HandOver
    to: str
    parts: list[Part]


@dataclass(frozen=True)
class TogetherPage:
    case: Case
    lead: str
    holder: str
    beside: list[str]
    open_lead: bool
    orders: list[OrderLine]
    offer: OfferLine | None
    files: list[FileLine]
    shares: bool
    notes: list[Line]
    verbs: list[Verb]


def together_page(actor: Actor, case: Case) -> TogetherPage:
    """What ``actor``, who may read the case, sees of it: a bounded number of statements."""
    orders, offer, beside = together.orders_of(case), together.offer_of(case), helping(case)
    departments = department_names(
        {*beside, *(one.department_id for one in orders)} | _one(case.department_id)
    )
    people = {one.asked_by for one in orders} | {one.holder_id for one in orders} | {case.assignee_id}
    people |= {offer.to_id} if offer is not None else set()
    staff = staff_names(key for key in people if key)
    names = queries.verbs_for(actor, case) | queries.side_verbs_for(actor, case, None)
    return TogetherPage(
        case=case,
        lead=departments.get(case.department_id, "") if case.department_id else "",
        holder=staff.get(case.assignee_id, "") if case.assignee_id else "",
        beside=sorted(departments.get(key, "") for key in beside),
        open_lead=any(together.leads_yet(one) for one in orders),
        orders=[
            OrderLine(
                one,
                departments.get(one.department_id, ""),
                staff.get(one.asked_by, "") if one.asked_by else "",
                staff.get(one.holder_id, "") if one.holder_id else "",
                [ORDERS[verb] for verb in together.order_verbs(actor, one)],
            )
            for one in orders
        ],
        offer=_offer(actor, offer, staff) if offer is not None else None,
        files=_files(actor, case, departments),
        shares=bool(beside) and allowed(actor, "case.share_file", case),
        notes=lines(together.notes_of(case)),
        verbs=[verb for name in BUTTONS if name in names and (verb := verb_named(name)) is not None],
    )


def _offer(actor: Actor, offer: HandOver, staff: dict[uuid.UUID, str]) -> OfferLine:
    parts = [OFFERS[verb] for verb in together.offer_verbs(actor, offer)]
    return OfferLine(offer, staff.get(offer.to_id, ""), parts)


def _files(actor: Actor, case: Case, departments: dict[uuid.UUID, str]) -> list[FileLine]:
    held = queries.documents_for(actor, case)
    shared: dict[uuid.UUID, list[str]] = {}
    for document_id, key in FileShare.objects.filter(document__case=case).values_list(
        "document_id", "department_id"
    ):
        shared.setdefault(document_id, []).append(departments.get(key, ""))
    return [FileLine(one, sorted(filter(None, shared.get(one.id, [])))) for one in held]


def _one(key: uuid.UUID | None) -> set[uuid.UUID]:
    return {key} if key is not None else set()
