"""One verb on many cases: each through its own action, so that policy, state table, timeline and trail hold for each.

A receipt keeps what was before and the version after. Within a minute what can be taken back is taken back the
same way; what somebody changed since stays, and is said.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases import queries
from minben.cases.actions import messages, pressing, routing, sorting, work
from minben.cases.models import Case
from minben.desk.actions.own import me
from minben.desk.models import BulkReceipt
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Problem
from minben.foundation.records.idempotency import once

MOST = 100
UNDO = dt.timedelta(minutes=1)
Given = Mapping[str, Any]
Kept = dict[str, Any]


@dataclass(frozen=True)
class Bulk:
    """``run`` returns (what was before, version after); ``back`` takes it back, None where nothing can."""

    run: Callable[[Actor, Case, Given], tuple[Kept, int]]
    back: Callable[[Actor, uuid.UUID, Kept, int], object] | None = None


def _assign(actor: Actor, case: Case, given: Given) -> tuple[Kept, int]:
    before = {"assignee": str(case.assignee_id or "")}
    done = routing.assign(actor, case.id, assignee_id=_id(given.get("assignee")), version=case.version)
    return before, done.version


def _assign_back(actor: Actor, case_id: uuid.UUID, before: Kept, after: int) -> object:
    return routing.assign(actor, case_id, assignee_id=_id(before["assignee"]), version=after)


def _take(actor: Actor, case: Case, given: Given) -> tuple[Kept, int]:
    task = work.take_case(actor, case.id)
    return {"task": str(task.id)}, task.version


def _give_back(actor: Actor, _case_id: uuid.UUID, before: Kept, after: int) -> object:
    return work.give_back(actor, uuid.UUID(before["task"]), version=after)


def _sort(actor: Actor, case: Case, given: Given) -> tuple[Kept, int]:
    before = {"topic": case.topic}
    done = sorting.sort_under(actor, case.id, topic=str(given.get("topic") or ""), version=case.version)
    return before, done.version


def _sort_back(actor: Actor, case_id: uuid.UUID, before: Kept, after: int) -> object:
    return sorting.sort_under(actor, case_id, topic=before["topic"], version=after)


def _worded(action: Callable[..., Case]) -> Callable[[Actor, Case, Given], tuple[Kept, int]]:
    def run(actor: Actor, case: Case, given: Given) -> tuple[Kept, int]:
        return {}, action(actor, case.id, text=str(given.get("text") or "")).version

    return run


BULK: dict[str, Bulk] = {
    "take": Bulk(_take, _give_back),
    "assign": Bulk(_assign, _assign_back),
    "sort": Bulk(_sort, _sort_back),
    "note": Bulk(_worded(messages.note)),
    "hurry": Bulk(_worded(pressing.hurry)),
    "supervise": Bulk(_worded(pressing.supervise)),
}


def do_to_many(
    actor: Actor, verb: str, case_ids: Sequence[uuid.UUID], given: Given, *, key: str
) -> uuid.UUID:
    """Run a verb on each case; returns the receipt's id. One form that is sent twice is done once.

    A case that cannot be done does not stop the others: its line says why. Raises Invalid for none or too many.
    """
    require(actor, "case.list")
    _sensible(verb, case_ids)
    body = {"verb": verb, "cases": sorted(map(str, case_ids)), **{k: str(v) for k, v in given.items()}}
    result, _new = once(
        actor.key, f"bulk:{key[:40]}", body, lambda: {"id": str(_run(actor, verb, case_ids, given))}
    )
    return uuid.UUID(result["id"])


def receipt_of(actor: Actor, receipt_id: uuid.UUID) -> BulkReceipt | None:
    """One's own receipt."""
    return BulkReceipt.objects.filter(pk=receipt_id, staff_id=me(actor)).first()


def can_undo(receipt: BulkReceipt, now: dt.datetime) -> bool:
    """Is there something to take back, and is it still the minute for it?"""
    some = any(line["done"] for line in receipt.lines)
    return (
        some
        and BULK[receipt.verb].back is not None
        and receipt.undone_at is None
        and now - receipt.made_at <= UNDO
    )


def undo(actor: Actor, receipt_id: uuid.UUID, *, now: dt.datetime | None = None) -> BulkReceipt:
    """Take back what a press did, case by case. Raises Conflict after a minute, or when it was taken back already."""
    with transaction.atomic():
        rows = BulkReceipt.objects.select_for_update().filter(pk=receipt_id, staff_id=me(actor))
        receipt = rows.first()
        if receipt is None:
            raise Missing(_("There is nothing to take back."))
        if not can_undo(receipt, now or timezone.now()):
            raise Conflict(
                _("This can be taken back within a minute only, and once. Change the cases one by one.")
            )
        receipt.lines = [_taken_back(actor, receipt.verb, line) for line in receipt.lines]
        receipt.undone_at = timezone.now()
        receipt.save(update_fields=["lines", "undone_at"])
        trail.wrote(actor, "bulk.undone", subject=("receipt", receipt.id), reason=receipt.verb)
    return receipt


def _sensible(verb: str, case_ids: Sequence[uuid.UUID]) -> None:
    if verb not in BULK:
        raise Missing(_("There is no such step."))
    if not case_ids:
        raise Invalid(_("Select a case first."))
    if len(case_ids) > MOST:
        raise Invalid(_("At most a hundred cases at once."))


def _run(actor: Actor, verb: str, case_ids: Sequence[uuid.UUID], given: Given) -> uuid.UUID:
    lines = [_done(actor, verb, case_id, given) for case_id in sorted(set(case_ids))]
    receipt = BulkReceipt.objects.create(staff_id=me(actor), verb=verb, lines=lines)
    trail.wrote(actor, "bulk.done", subject=("receipt", receipt.id), reason=f"{verb} × {len(lines)}")
    return receipt.id


def _done(actor: Actor, verb: str, case_id: uuid.UUID, given: Given) -> Kept:
    line: Kept = {"case": str(case_id), "number": "", "done": False, "why": "", "before": {}, "after": 0}
    try:
        case = queries.case_for(actor, case_id)
        line["number"] = case.number
        with transaction.atomic():
            line["before"], line["after"] = BULK[verb].run(actor, case, given)
    except Problem as problem:
        return line | {"why": _said(problem)}
    return line | {"done": True}


def _taken_back(actor: Actor, verb: str, line: Kept) -> Kept:
    back = BULK[verb].back
    if not line["done"] or back is None:
        return line
    try:
        with transaction.atomic():
            back(actor, uuid.UUID(line["case"]), line["before"], line["after"])
    except Problem as problem:
        return line | {"kept": _said(problem)}
    return line | {"undone": True}


def _said(problem: Problem) -> str:
    """The most exact words there are: the field's, before the form's."""
    return str(next(iter(problem.fields.values()), problem.message))


def _id(text: Any) -> uuid.UUID | None:
    return uuid.UUID(str(text)) if text else None
