"""What cases do when something was announced, and what they do by the clock."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from minben.agencies.events import LendingEnded
from minben.agencies.queries import works_in
from minben.foundation.access.actor import SYSTEM
from minben.foundation.events import Event, subscribe
from minben.foundation.jobs import job, periodic, tick
from minben.foundation.records.errors import Conflict
from minben.payments.events import PaymentSettled
from minben.processes.actions import tasks

from . import notices, taking_over
from .actions import bundle, by_rule, delivering, draft, fee, signing
from .actions.application import accept_by_silence
from .actions.quality import draw_week
from .applications import awarding
from .events import (
    BY_VERB,
    CaseAccepted,
    CaseAnswered,
    CaseClosed,
    CaseDispatched,
    CaseExtended,
    CaseNews,
    CaseNotAccepted,
    CaseReopened,
    CaseSubmitted,
    CaseWithdrawn,
    OfficerWrote,
    SupplementAsked,
)
from .letters import issuing as letters
from .limits import telling
from .limits.overdue import BATCH, newly_overdue, to_be_told
from .models import Case, Kind, Status


@subscribe(
    "cases.notices",
    CaseSubmitted,
    CaseAccepted,
    CaseNotAccepted,
    CaseDispatched,
    CaseExtended,
    SupplementAsked,
    CaseAnswered,
    CaseClosed,
    CaseReopened,
    OfficerWrote,
)
def send_notices(events: Sequence[Event]) -> None:
    """Tell the person what happened, through the one gate."""
    for event in events:
        if isinstance(event, CaseNews):
            notices.tell(event)


@subscribe("cases.dispatch_rules", CaseSubmitted)
def dispatch_by_rule(events: Sequence[Event]) -> None:
    """What a rule may send on by itself goes to its department at once."""
    by_rule.dispatch_all([event.subject_id for event in events])


@subscribe("cases.bundles", CaseAnswered, CaseNotAccepted, CaseWithdrawn)
def bring_parts_together(events: Sequence[Event]) -> None:
    """A part was decided, not accepted or withdrawn: the whole goes on. A whole that was withdrawn takes its parts along."""
    for event in events:
        if isinstance(event, CaseWithdrawn):
            bundle.withdraw_parts(event.subject_id)
        bundle.part_over(event.subject_id)


@subscribe("cases.certificates", CaseAnswered)
def order_certificates(events: Sequence[Event]) -> None:
    """What was decided may bring a certificate: drawn up later, outside of this transaction."""
    for event in events:
        if awarding.brings_one(event.subject_id):
            issue_certificates.defer(case_id=str(event.subject_id))


@subscribe("cases.results", CaseAnswered)
def let_results_wait(events: Sequence[Event]) -> None:
    """What was decided waits to be posted or handed over, as the person chose."""
    for event in events:
        delivering.begin(event.subject_id)


@job(queue="documents")
def issue_certificates(case_id: str) -> None:
    """Safe to run twice: a result has one certificate."""
    awarding.award(uuid.UUID(case_id))


TOLD_BY = {
    news.name: frozenset(verb for verb, tells in BY_VERB.items() if tells is news)
    for news in set(BY_VERB.values())
}
"""The steps behind a piece of news."""


@subscribe("cases.letters", CaseAccepted, CaseNotAccepted, SupplementAsked, CaseAnswered, CaseExtended)
def order_letters(events: Sequence[Event]) -> None:
    """A step that is to be told in writing: the letter is drawn up later, outside of this transaction."""
    for event in events:
        found = letters.brought_by(event.subject_id, TOLD_BY[event.name])
        if found is not None:
            name, line_id = found
            write_letter.defer(case_id=str(event.subject_id), letter=name, line_id=str(line_id))


@job(queue="documents")
def write_letter(case_id: str, letter: str, line_id: str) -> None:
    """Safe to run twice: a step has one letter."""
    letters.write(uuid.UUID(case_id), letter, uuid.UUID(line_id))


@subscribe("cases.lent_people", LendingEnded)
def free_tasks_of_the_lent(events: Sequence[Event]) -> None:
    """What somebody had taken in a department that they work for no more goes back into its queue."""
    for event in events:
        if isinstance(event, LendingEnded) and not works_in(event.subject_id, event.department_id):
            tasks.free_tasks(event.subject_id, event.department_id)


@subscribe("cases.fees", PaymentSettled)
def go_on_with_the_paid(events: Sequence[Event]) -> None:
    """A form that waited for its fee goes in; a case shows that it is paid."""
    for event in events:
        fee.settled(event.subject_id)


@subscribe("cases.fees_due", CaseAccepted)
def tell_of_fees(events: Sequence[Event]) -> None:
    """A fee that is owed from acceptance on: the person is told where to pay."""
    for event in events:
        notices.tell_of_fee(event.subject_id)


@tick("signatures awaited", seconds=600)
def look_after_signatures(now: dt.datetime) -> None:
    """Remind once, and end what nobody answered."""
    signing.remind(now)
    signing.expire(now)


@tick("hand on what reached a closed department", seconds=60)
def sweep_closed(now: dt.datetime) -> None:
    """A request that was sent in the moment of the closing."""
    taking_over.sweep(now)


@tick("sweep clocks", seconds=30, steady=True)
def sweep(now: dt.datetime) -> None:
    """All that is overdue, a batch a transaction."""
    while sweep_clocks(now) == BATCH:
        continue
    while sweep_looks(now) == BATCH:
        continue


@transaction.atomic
def sweep_clocks(now: dt.datetime | None = None) -> int:
    """Mark what has become overdue since the last sweep; silence of 5 working days accepts an application.

    Driven by the index on due times; returns how many clocks were marked. One transaction: a sweep that is cut
    short marks nothing, and the next one does it all.
    """
    moment = now or timezone.now()
    found = newly_overdue(moment)
    for clock, _stage in found.told:
        subject = found.subjects.get(clock.subject_id)
        case = subject.case if subject is not None else None
        if case is None:
            continue
        if clock.kind == "pre_check" and case.kind == Kind.APPLICATION and case.status in _UNDECIDED:
            _accept_silently(case)
    telling.tell(found.told, found.subjects, moment)
    return len(found.told)


@transaction.atomic
def sweep_looks(now: dt.datetime) -> int:
    """Warn of limits that come near, and tell of those that are still not met; returns how many were looked at."""
    found = to_be_told(now)
    telling.tell(found.told, found.subjects, now)
    return len(found.told)


@periodic("41 2 * * 1")
def draw_for_quality(now: dt.datetime) -> None:
    """On Monday morning, from what was finished in the week before."""
    today = timezone.localdate(now)
    draw_week(today - dt.timedelta(days=today.weekday() + 7))


@periodic("23 3 * * *")
def forget_drafts(now: dt.datetime) -> None:
    """Half-filled forms that nobody touched for 30 days."""
    while draft.forget_old_drafts(now):
        pass


_UNDECIDED = {Status.SUBMITTED, Status.PRE_CHECK}


def _accept_silently(case: Case) -> None:
    try:
        accept_by_silence(SYSTEM, case.id, received_at=case.made_at)
    except Conflict:
        return  # somebody was quicker: the case has moved on
