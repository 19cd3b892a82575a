"""Everything the case page shows, in a bounded number of statements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from minben.agencies.queries import department_names, staff_names
from minben.cases import queries
from minben.cases.actions.more_time import TASK as MORE_TIME
from minben.cases.actions.rating import LEVELS, REASONS
from minben.cases.actions.replacing import TASK as REPLACE
from minben.cases.applications import deliveries, fees
from minben.cases.applications.awarding import papers_on
from minben.cases.applications.parts import parts_of, whole_of
from minben.cases.course.flow import main_clock
from minben.cases.course.states import FINAL, path
from minben.cases.models import BundlePart, Case, CaseDocument, Kind, Rating, ResultDelivery, SubOrder
from minben.cases.scope import helping
from minben.cases.together import leads_yet, offer_of, orders_of
from minben.certificates.models import Certificate
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.records.errors import Text
from minben.foundation.records.texts import listed
from minben.parties.queries import group_ids
from minben.payments.models import Attempt, Payment, PaymentLine
from minben.payments.queries import doubled_or_wrong
from minben.processes.models import Clock, Task
from minben.processes.queries import LIVE, clocks_of, tasks_on

from .case_answers import Answer, answers
from .case_work import ClockLine, clock_line, task_name
from .panel import Panel, panel
from .timeline import Line, lines


@dataclass(frozen=True)
class TaskLine:
    task: Task
    name: Text
    department: str
    person: str


@dataclass(frozen=True)
class FeeLine:
    """The fee of a case. ``strange``: money that came and was not what was owed."""

    payment: Payment
    can: list[str]
    strange: list[Attempt]


@dataclass(frozen=True)
class CertificateLine:
    """``revocable``, ``replaceable``: by whoever reads the page. ``before`` and ``after`` are its place in the chain."""

    certificate: Certificate
    revocable: bool
    replaceable: bool
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class AskedLine:
    order: SubOrder
    department: str

    @property
    def open(self) -> bool:
        return self.order.state in SubOrder.OPEN


@dataclass(frozen=True)
class CasePage:
    case: Case
    panel: Panel
    lines: list[Line]
    messages: list[Line]
    notes: list[Line]
    clocks: list[ClockLine]
    tasks: list[TaskLine]
    documents: list[CaseDocument]
    answers: list[Answer]
    related: list[Case]
    rating: Rating | None
    statutory: bool
    assignee: str
    taken_by: str
    steps: list[Text]
    step: int
    parts: list[BundlePart]
    whole: Case | None
    papers: list[CertificateLine]
    letters: bool
    orders: list[AskedLine]
    offered: bool
    fee: FeeLine | None
    fee_line: PaymentLine | None
    delivery: ResultDelivery | None
    may_choose: bool
    replacement_asked: bool

    @property
    def open_lead(self) -> bool:
        """Whoever signs first leads, and nobody has signed."""
        return any(leads_yet(line.order) for line in self.orders)

    @property
    def finished(self) -> bool:
        return self.case.status in FINAL

    @property
    def rating_word(self) -> Text:
        return LEVELS[self.rating.level] if self.rating else ""

    @property
    def rating_reasons(self) -> str:
        chosen = self.rating.reasons if self.rating else []
        return listed(str(REASONS[code]) for code in chosen if code in REASONS)

    @property
    def live_clocks(self) -> list[ClockLine]:
        return [line for line in self.clocks if line.live]

    @property
    def past_clocks(self) -> list[ClockLine]:
        return [line for line in self.clocks if not line.live]

    @property
    def paused(self) -> bool:
        return any(line.clock.state == Clock.State.PAUSED for line in self.clocks)

    @property
    def due_at(self) -> dt.datetime | None:
        running = [line.clock.due_at for line in self.clocks if line.clock.state == Clock.State.RUNNING]
        return self.case.promised_at or min(running, default=None)


def case_page(actor: Actor, case: Case) -> CasePage:
    """What ``actor``, who may read the case, sees of it."""
    rating = queries.rating_of(case)
    events = queries.timeline(case, public=False)
    told = lines(events)
    tasks, clocks = tasks_on(case.id), clocks_of(case.id)
    staff = _staff(case, tasks)
    steps, here = path(case.kind, case.status)
    names = queries.verbs_for(actor, case) | queries.side_verbs_for(actor, case, rating)
    papers, delivery = _papers(actor, case), deliveries.chosen(case)
    shown = {line.certificate.document_id for line in papers}
    return CasePage(
        case=case,
        panel=panel(names - not_offered(case, clocks, tasks) - _goes_another_way(delivery)),
        lines=told,
        messages=[line for line in told if line.event.name in {"write", "supply", "complete", "remind"}][
            ::-1
        ],
        notes=[line for line in told if line.event.name in {"note", "meet"}],
        clocks=[clock_line(clock) for clock in clocks],
        tasks=_tasks(case, tasks, staff),
        documents=[one for one in queries.documents_for(actor, case) if one.document_id not in shown],
        answers=answers(actor, case),
        related=_related(actor, case),
        rating=rating,
        statutory=any(task.statutory for task in tasks),
        assignee=staff.get(case.assignee_id, ""),
        taken_by=staff.get(case.taken_by, ""),
        steps=[step.label for step in steps],
        step=here,
        parts=parts_of(case),
        whole=whole_of(case),
        papers=papers,
        letters=case.kind == Kind.APPLICATION and allowed(actor, "case.letter", case),
        orders=_orders(case) if helping(case) else [],
        offered=any(one.name == "hand_over" for one in events) and offer_of(case) is not None,
        fee=_fee(actor, case),
        fee_line=fees.line_of(case),
        delivery=delivery,
        replacement_asked=any(task.kind == REPLACE for task in tasks if task.state in LIVE),
        may_choose=deliveries.may_choose(case, delivery) and allowed(actor, "case.choose_delivery", case),
    )


def _orders(case: Case) -> list[AskedLine]:
    """What was asked of departments beside the lead, with their names."""
    orders = orders_of(case)
    names = department_names(order.department_id for order in orders)
    return [AskedLine(order, names.get(order.department_id, "")) for order in orders]


def _goes_another_way(delivery: ResultDelivery | None) -> set[str]:
    """What is to be posted or handed over is delivered on its own page."""
    waits = delivery is not None and delivery.state in (delivery.State.WAITING, delivery.State.READY)
    return {"deliver"} if waits else set()


def _fee(actor: Actor, case: Case) -> FeeLine | None:
    """What is owed or was paid, with what this clerk may decide about it now."""
    payment = fees.payment_of(case)
    if payment is None:
        return None
    verbs = {
        "waive_fee": payment.due,
        "insist_on_fee": payment.state == Payment.State.EXEMPT_ASKED,
        "refund_fee": payment.state == Payment.State.PAID,
    }
    can = [verb for verb, fits in verbs.items() if fits and allowed(actor, f"case.{verb}", case)]
    return FeeLine(payment, can, doubled_or_wrong(payment))


def _papers(actor: Actor, case: Case) -> list[CertificateLine]:
    """Certificates first, then letters, the newest last."""
    found = sorted(papers_on(case), key=lambda paper: paper.is_letter)
    numbers = {paper.id: paper.number for paper in found}
    after = {paper.replaces_id: paper.number for paper in found if paper.replaces_id}
    return [
        CertificateLine(
            held,
            held.holds and allowed(actor, "certificate.revoke", held),
            held.holds and allowed(actor, "certificate.replace", held),
            numbers.get(held.replaces_id, "") if held.replaces_id else "",
            after.get(held.id, ""),
        )
        for held in found
    ]


def not_offered(case: Case, clocks: list[Clock], tasks: list[Task]) -> set[str]:
    """Steps about more time that would be refused now: the clock and the open request say which."""
    kind = main_clock(case)
    extended = any(c.extended_from for c in clocks if c.kind == kind and c.state == Clock.State.RUNNING)
    asked = any(task.kind == MORE_TIME and task.state in LIVE for task in tasks)
    found = {"extend"} if extended and case.kind != Kind.APPLICATION else set()
    found |= {"ask_more_time"} if asked or not extended else set()
    return found if asked else found | {"grant_more_time", "refuse_more_time"}


def _staff(case: Case, tasks: list[Task]) -> dict[Any, str]:
    ids = {case.assignee_id, case.taken_by, *(task.assignee_id for task in tasks)}
    return dict(staff_names(key for key in ids if key is not None))


def _tasks(case: Case, tasks: list[Task], staff: dict[Any, str]) -> list[TaskLine]:
    live = [task for task in tasks if task.state in {Task.State.OPEN, Task.State.CLAIMED}]
    names = department_names(task.department_id for task in live)
    return [
        TaskLine(
            task,
            task_name(task, case),
            names.get(task.department_id, ""),
            staff.get(task.assignee_id, ""),
        )
        for task in live
    ]


def _related(actor: Actor, case: Case) -> list[Case]:
    """Other cases of the same customer that the actor may see."""
    if case.party_id is None:
        return []
    return queries.others_of(actor, case, group_ids(case.party_id))
