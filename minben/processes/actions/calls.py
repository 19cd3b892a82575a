"""Work outside that a process waits for: tried, tried again, then left to a person with its error."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing
from minben.processes import handlers
from minben.processes.engine import Machine, Moved
from minben.processes.models import Call
from minben.processes.specs import spec_for
from minben.processes.subjects import move

log = logging.getLogger(__name__)
PAUSES = tuple(dt.timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200))
"""Before the second try and those after it; then it waits for a person."""
LEASE = dt.timedelta(minutes=5)
"""How long one try may take before another worker takes it up: its worker was killed."""


def take_due(now: dt.datetime, *, most: int = 20) -> list[Call]:
    """Calls whose time has come, kept from other workers for a while."""
    with transaction.atomic():
        due = Call.objects.select_for_update(skip_locked=True, of=("self",)).select_related("run")
        calls = list(due.filter(state=Call.State.WAITING, next_at__lte=now).order_by("next_at")[:most])
        Call.objects.filter(pk__in=[call.pk for call in calls]).update(
            next_at=now + LEASE, tries=F("tries") + 1
        )
    return calls


def attempt(call: Call) -> None:
    """Call the handler, outside of any transaction, and bring what it gives to the run. Never raises."""
    known = handlers.get(call.handler)
    try:
        if known is None:
            raise LookupError(f"There is no handler {call.handler}.")
        result = known.run(handlers.Asked(call.id, call.run.subject_id, call.given))
        bring(call, result)
    except Exception as error:
        log.warning("Call %s of %s failed: %s", call.handler, call.run.subject_id, error, exc_info=True)
        _failed(call, error)


def bring(call: Call, result: Mapping[str, Any]) -> None:
    """The run goes on with the result. Nothing happens when another try was quicker."""
    move(call.run.subject_kind, call.run.subject_id, lambda machine: _finished(call, machine, result))


def try_again(actor: Actor, call_id: uuid.UUID) -> None:
    """A person has mended what was wrong outside. Raises Conflict when nothing is stuck."""
    with _stuck(actor, call_id, "process.call.again") as call:
        call.state, call.tries, call.next_at, call.error = Call.State.WAITING, 0, timezone.now(), ""
        call.save(update_fields=["state", "tries", "next_at", "error"])


def go_on_without(actor: Actor, call_id: uuid.UUID, *, reason: str) -> None:
    """A person did by hand what the call should have done: the process goes on without its result."""
    with _stuck(actor, call_id, "process.call.skip", reason=reason) as call:
        pass
    bring(call, {"skipped": True, "reason": reason[:300]})


@contextmanager
def _stuck(actor: Actor, call_id: uuid.UUID, verb: str, *, reason: str = "") -> Iterator[Call]:
    """A call that waits for a person, locked, with its line in the trail."""
    require(actor, "process.mend")
    with transaction.atomic():
        rows = Call.objects.select_for_update(of=("self",)).select_related("run")
        call = rows.filter(pk=call_id).first()
        if call is None:
            raise Missing(_("There is no such call."))
        if call.state != Call.State.STUCK:
            raise Conflict(_("It does not wait for anybody any more."))
        trail.wrote(
            actor,
            verb,
            subject=("call", call.id),
            case_id=call.run.subject_id,
            after={"handler": call.handler},
            reason=reason,
        )
        yield call


def _finished(call: Call, machine: Machine, result: Mapping[str, Any]) -> Moved:
    name = spec_for(call.run.version_id).drawing_with(call.element).nodes[call.element].ours.get("result", "")
    moved = machine.complete(call.id, {name: dict(result)} if name else {})
    Call.objects.filter(pk=call.pk).update(state=Call.State.DONE, next_at=None, error="")
    return moved


def _failed(call: Call, error: Exception) -> None:
    last = call.tries >= len(PAUSES)
    state = Call.State.STUCK if last else Call.State.WAITING
    Call.objects.filter(pk=call.pk, state=Call.State.WAITING).update(
        state=state,
        error=(str(error) or type(error).__name__)[:500],
        next_at=None if last else timezone.now() + PAUSES[call.tries],
    )
