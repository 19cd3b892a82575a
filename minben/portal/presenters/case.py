"""A case as the person behind it reads it: where it is, what is waiting for them, what was said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from minben.agencies.queries import department_names
from minben.cases import queries
from minben.cases.actions.replacing import asked_for
from minben.cases.applications import awarding, deliveries, fees
from minben.cases.applications.parts import parts_of, whole_of
from minben.cases.course import states
from minben.cases.course.flow import reopen_until
from minben.cases.course.position import position
from minben.cases.models import (
    BundlePart,
    Case,
    CaseDocument,
    CaseEvent,
    Kind,
    Rating,
    ResultDelivery,
    Status,
)
from minben.cases.reading import timeline
from minben.certificates.models import Certificate
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.records.errors import Text
from minben.payments.models import Payment, PaymentLine
from minben.processes.picture import Picture
from minben.processes.queries import due_clocks

OFF_PATH = frozenset({Status.WITHDRAWN, Status.NOT_ACCEPTED, Status.MERGED})
QUIET = frozenset({"assign", "nuisance", "answer", "note"})


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    title: str
    at: dt.datetime
    by: str
    text: str
    files: list[str]
    mine: bool
    tone: str


@dataclass(frozen=True)
class CasePage:
    case: Case
    status: Text
    steps: list[str]
    here: int
    on_path: bool
    finished: bool
    lines: list[Line]
    documents: list[CaseDocument]
    verbs: frozenset[str]
    rated: Rating | None
    answer: str = ""
    wanted: list[str] = field(default_factory=list)
    wanted_by: dt.datetime | None = None
    paused: bool = False
    hurried_today: bool = False
    picture: Picture | None = None
    parts: list[BundlePart] = field(default_factory=list)
    whole: Case | None = None
    certificates: list[Certificate] = field(default_factory=list)
    letters: list[Certificate] = field(default_factory=list)
    delivery: ResultDelivery | None = None
    may_choose: bool = False
    pickup_code: str = ""
    replacement_asked: bool = False
    payment: Payment | None = None
    line: PaymentLine | None = None

    @property
    def sends(self) -> str:
        """The verb by which the person sends what is missing."""
        return "supply" if self.case.status == Status.SUPPLEMENT else "complete"

    @property
    def withdrawn(self) -> bool:
        return self.case.outcome == awarding.WITHDRAWN


def page(actor: Actor, case: Case) -> CasePage:
    """Everything on the page, in a bounded number of statements."""
    events = queries.timeline(case, public=True)
    rated = getattr(case, "rating", None)
    names = {str(k): v for k, v in department_names(_departments(case, events)).items()}
    steps, here = states.path(case.kind, case.status)
    papers = awarding.papers_on(case)
    return CasePage(
        case=case,
        status=timeline.public_status(case.status),
        steps=[str(timeline.public_status(step)) for step in steps],
        here=here,
        on_path=case.status not in OFF_PATH,
        finished=case.status in states.FINAL and case.status not in OFF_PATH,
        lines=[_line(event, names) for event in events if event.name not in QUIET],
        documents=_other_files(case, papers),
        verbs=verbs(actor, case, rated),
        rated=rated,
        answer=case.answer if case.status in timeline.ANSWER_SHOWN else "",
        wanted=(wanted := _wanted(case, events)),
        wanted_by=_wanted_by(case) if wanted else None,
        paused=case.status in {Status.SUSPENDED, Status.SPECIAL},
        hurried_today=hurried_today(case),
        picture=_picture(case),
        parts=parts_of(case),
        whole=whole_of(case),
        certificates=[paper for paper in papers if not paper.is_letter],
        letters=[paper for paper in papers if paper.is_letter],
        delivery=(chosen := deliveries.chosen(case)),
        replacement_asked=any(paper.holds and not paper.is_letter for paper in papers) and asked_for(case),
        may_choose=deliveries.may_choose(case, chosen) and allowed(actor, "case.choose_delivery", case),
        pickup_code=deliveries.code_of(chosen) if chosen and chosen.state == chosen.State.READY else "",
        payment=fees.payment_of(case),
        line=fees.line_of(case),
    )


def _other_files(case: Case, papers: list[Certificate]) -> list[CaseDocument]:
    """Files that the person may see and that are none of the papers shown above."""
    rows = case.documents.filter(public=True).exclude(document_id__in=[paper.document_id for paper in papers])
    return list(rows.select_related("document").order_by("id"))


def verbs(actor: Actor, case: Case, rated: Rating | None) -> frozenset[str]:
    """What can be done from this page now; what the clock rules out is not offered."""
    found = queries.verbs_for(actor, case) | queries.side_verbs_for(actor, case, rated)
    until = reopen_until(case)
    if until is not None and timezone.now() > until:
        found.discard("reopen")
    if hurried_today(case):
        found.discard("hurry")
    return frozenset(found)


def hurried_today(case: Case) -> bool:
    return case.hurried_on == timezone.now().astimezone(case.jurisdiction.zone).date()


def _picture(case: Case) -> Picture | None:
    """The drawing of its process without what is internal."""
    found = position(case)
    return found.picture(public=True) if found else None


def _departments(case: Case, events: list[CaseEvent]) -> set[UUID]:
    named = {UUID(str(e.data["department"])) for e in events if e.data.get("department")}
    return named | {e.department_id for e in events if e.department_id} | _one(case.department_id)


def _one(value: UUID | None) -> set[UUID]:
    return {value} if value else set()


def _line(event: CaseEvent, names: dict[str, str]) -> Line:
    mine = event.actor_kind in {"public", "anonymous"}
    title = timeline.sentence(event, names, told=True)
    by = "" if mine or event.actor_kind == "system" else names.get(str(event.department_id), "")
    tone = {
        "ask_supplement": "warning",
        "accept_lacking": "warning",
        "remind": "warning",
        "order_correction": "warning",
        "return_lacking": "error",
        "withdraw_result": "error",
        "extend": "warning",
        "grant_more_time": "warning",
        "refuse": "error",
        "check": "success",
        "close": "success",
    }
    return Line(
        title=(_("Your message") if mine else _("Message to you")) if event.name == "write" else title,
        at=event.made_at,
        by=by,
        text=event.text,
        files=list(event.data.get("files", [])),
        mine=mine,
        tone=tone.get(event.name, "info"),
    )


def _wanted_by(case: Case) -> dt.datetime | None:
    kind = "supply" if case.status == Status.SUPPLEMENT else "lacking"
    return due_clocks([case.id], [kind]).get(case.id)


def _wanted(case: Case, events: list[CaseEvent]) -> list[str]:
    """What is still missing from the person: told once and in full, or with the acceptance."""
    if case.kind != Kind.APPLICATION or case.status not in _WAITING:
        return []
    names = {_WAITING[Status(case.status)], "complete"}
    asked = next((event for event in events if event.name in names), None)
    return [str(item) for item in asked.data.get("items", [])] if asked else []


_WAITING = {
    Status.SUPPLEMENT: "ask_supplement",
    Status.ACCEPTED: "accept_lacking",
    Status.EXAMINING: "accept_lacking",
    Status.SPECIAL: "accept_lacking",
}
"""The line that says what is missing, by state."""
