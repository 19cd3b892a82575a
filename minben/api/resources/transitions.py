"""One address for every step of the state tables."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Header, Router

from minben.api.door import actor
from minben.api.once import KEY, done_once
from minben.api.operations import operation
from minben.api.replies import etag, reply
from minben.api.schemas.working import CaseChanged, Transition
from minben.cases.actions import (
    application,
    checking,
    commitment,
    handling,
    lacking,
    more_time,
    pressing,
    routing,
    together,
)
from minben.cases.models import Case
from minben.cases.reading.rows import readable
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Problem

router = Router(tags=["cases"])


def _ask_department(
    actor: Actor,
    case_id: uuid.UUID,
    *,
    department_id: uuid.UUID,
    question: str,
    days: int = 0,
    version: int | None = None,
) -> Case:
    """The case as it is after a department beside the lead was asked."""
    return together.ask_department(
        actor, case_id, department_id=department_id, question=question, days=days, version=version
    ).case


RUNS: dict[str, Callable[..., Case]] = {
    "accept": routing.accept,
    "refuse": routing.refuse,
    "dispatch": routing.dispatch,
    "transfer": routing.transfer,
    "assign": routing.assign,
    "ask_department": _ask_department,
    "return": routing.return_,
    "merge": routing.merge,
    "answer_at_once": handling.answer_at_once,
    "sign": handling.sign,
    "start": handling.start,
    "suspend": handling.suspend,
    "resume": handling.resume,
    "extend": handling.extend,
    "ask_more_time": more_time.ask_more_time,
    "grant_more_time": more_time.grant_more_time,
    "refuse_more_time": more_time.refuse_more_time,
    "answer": handling.answer,
    "check": checking.check,
    "send_back": checking.send_back,
    "call_back": checking.call_back,
    "redo": checking.redo,
    "close": checking.close,
    "reopen": checking.reopen,
    "archive": checking.archive,
    "pre_check": application.pre_check,
    "ask_supplement": application.ask_supplement,
    "supply": application.supply,
    "accept_lacking": lacking.accept_lacking,
    "complete": lacking.complete,
    "return_lacking": lacking.return_lacking,
    "examine": application.examine,
    "decide": application.decide,
    "deliver": application.deliver,
    "promise_kept": commitment.promise_kept,
    "order_correction": commitment.order_correction,
    "withdraw_result": commitment.withdraw_result,
    "hurry": pressing.hurry,
    "supervise": pressing.supervise,
    "withdraw": pressing.withdraw,
}
_VERSIONED = {verb for verb, run in RUNS.items() if "version" in inspect.signature(run).parameters}
MATCH = Header(
    None,
    alias="If-Match",
    max_length=40,
    description="The ETag of the case as you read it. Without it: 428.",
    examples=['"3"'],
)


class Unversioned(Problem):
    status = 428
    code = "version_needed"


class Changed(Problem):
    status = 412
    code = "changed"


@operation(
    router, "POST", "/cases/{case_id}/transitions", policy="case.accept", answer=CaseChanged,
    problems=(400, 404, 409, 412, 422, 428), any_of=tuple(f"case.{verb}" for verb in RUNS),
)  # fmt: skip
def move_case(
    request: HttpRequest,
    case_id: uuid.UUID,
    given: Transition,
    if_match: str | None = MATCH,
    idempotency_key: str | None = KEY,
) -> HttpResponse:
    """Move a case by one step of its state table.

    Send the ETag that you read as `If-Match`: somebody who changed the case meanwhile is not overwritten (412). A step
    that the state does not allow is refused with 409, one that the client's roles do not allow with 403.
    """
    who, step = actor(request), given.root.model_dump()
    body = {"case": str(case_id), **step}

    def work() -> dict[str, Any]:
        return _moved(who, case_id, if_match, dict(step))

    result, _new = done_once(who, idempotency_key, "step", body, work)
    return reply(result, headers={"ETag": etag(result["version"])})


def _moved(who: Actor, case_id: uuid.UUID, if_match: str | None, step: dict[str, Any]) -> dict[str, Any]:
    case, verb = readable(who, case_id), step.pop("verb")
    check_version(case, if_match)
    if verb in _VERSIONED:
        step["version"] = case.version
    moved = RUNS[verb](who, case_id, **step)
    return changed_row(moved)


def changed_row(case: Case) -> dict[str, Any]:
    return {"id": str(case.id), "status": str(case.status), "version": case.version}


def check_version(case: Case, if_match: str | None) -> None:
    if not if_match:
        raise Unversioned(_("Read the case first and send its ETag as If-Match."))
    if if_match.strip() not in {"*", etag(case.version)}:
        raise Changed(_("The case was changed since you read it. Read it again, then decide."))
