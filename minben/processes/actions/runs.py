"""Moving a subject's run, inside the transaction of whoever owns the subject and has locked it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from minben.foundation.events import announce, news_row
from minben.foundation.records import prepared
from minben.foundation.records.errors import Conflict
from minben.foundation.records.fresh import fresh
from minben.foundation.records.reading import columns, made
from minben.foundation.records.writing import insert, update
from minben.processes.engine import Machine, Moved, Step, StepFailed, Surroundings
from minben.processes.engine.environment import Environment
from minben.processes.events import SignalThrown
from minben.processes.models import Call, Run
from minben.processes.specs import spec_for

_CURRENT = f"""
SELECT {columns(Run, "r")} FROM processes_run r WHERE r.subject_id = $1::uuid AND r.finished_at IS NULL FOR UPDATE
"""
_MOVED = ("state", "messages", "signals", "next_at", "finished_at", "trouble", "moves")
Way = Callable[[Machine], Moved]


def current(subject_id: uuid.UUID) -> Run | None:
    """The unfinished run of a subject, locked for this transaction."""
    found = prepared.rows(_CURRENT, [subject_id])
    return made(Run, found[0]) if found else None


def begin(version_id: uuid.UUID, subject_id: uuid.UUID, around: Surroundings) -> tuple[list[Model], Moved]:
    """A new run as far as it comes by itself, and the rows to be written for it.

    Raises Conflict, with the element and why, when the drawing cannot begin.
    """
    with told_where(version_id):
        machine, moved = Machine.begin(spec_for(version_id), around)
    run = fresh(Run, subject_id=subject_id, version_id=version_id, state=b"")
    put_away(run, machine, finished=moved.finished)
    news = [news_row(SignalThrown(subject_id=subject_id, signal=name)) for name in moved.signals]
    return [run, *_calls(run, machine, moved), *news], moved


def advance(version_id: uuid.UUID, subject_id: uuid.UUID, around: Surroundings, way: Way) -> Moved:
    """Move the run of a subject this way; it is begun first if it never moved before.

    Raises NotWaiting by the way itself; Conflict, with the element and why, when the drawing cannot go on.
    """
    run = current(subject_id)
    with told_where(version_id):
        machine, moved = _moved(run, version_id, around, way)
    kept = run or fresh(Run, subject_id=subject_id, version_id=version_id, state=b"")
    put_away(kept, machine, finished=moved.finished)
    if run is None:
        insert([kept])
    else:
        update(kept, _MOVED)
    Call.objects.bulk_create(_calls(kept, machine, moved))
    _end_calls(moved)
    announce(*(SignalThrown(subject_id=subject_id, signal=name) for name in moved.signals))
    return moved


@contextmanager
def told_where(version_id: uuid.UUID) -> Iterator[None]:
    """What a drawing cannot do is told with the name of the element."""
    try:
        yield
    except StepFailed as failed:
        raise Conflict(
            _("The process cannot go on at “%(element)s”: %(why)s")
            % {"element": _called(version_id, failed.element), "why": failed.why}
        ) from failed


def stop(subject_id: uuid.UUID, *, now: dt.datetime) -> None:
    """The subject ended otherwise than by its drawing (withdrawn, joined to another)."""
    Call.objects.filter(run__subject_id=subject_id, state__in=(Call.State.WAITING, Call.State.STUCK)).update(
        state=Call.State.CANCELLED, next_at=None
    )
    Run.objects.filter(subject_id=subject_id, finished_at__isnull=True).update(
        finished_at=now, next_at=None, messages=[], signals=[]
    )


def _moved(run: Run | None, version_id: uuid.UUID, around: Surroundings, way: Way) -> tuple[Machine, Moved]:
    if run is None:
        machine, _begun = Machine.begin(spec_for(version_id), around)
    else:
        machine = Machine.load(spec_for(run.version_id), bytes(run.state), around)
    return machine, way(machine)


def put_away(run: Run, machine: Machine, *, finished: bool) -> None:
    """What the run has come to, and what it waits for, into its row; it is not saved yet."""
    waiting = machine.waiting()
    run.state = machine.dump()
    run.messages = sorted({step.name for step in waiting if step.kind == "message"})
    run.signals = sorted({step.name for step in waiting if step.kind == "signal"})
    run.next_at = min((step.due_at for step in waiting if step.kind == "timer" and step.due_at), default=None)
    run.finished_at = machine.around.now if finished else None
    run.trouble, run.moves = "", run.moves + 1


def _calls(run: Run, machine: Machine, moved: Moved) -> list[Call]:
    return [_call(run, machine, step) for step in moved.opened if step.kind == "service"]


def _call(run: Run, machine: Machine, step: Step) -> Call:
    given = step.node.ours.get("with", "")
    values = Environment(machine.around).evaluate(given, dict(step.data)) if given else {}
    return Call(
        id=step.id,
        run=run,
        element=step.element,
        handler=step.node.ours.get("handler", ""),
        given=plain(values) if isinstance(values, Mapping) else {"value": plain(values)},
        next_at=machine.around.now,
    )


def _end_calls(moved: Moved) -> None:
    gone = [step.id for step in moved.cancelled if step.kind == "service"]
    if gone:
        Call.objects.filter(pk__in=gone).update(state=Call.State.CANCELLED, next_at=None)


def plain(value: Any) -> Any:
    """A value of an expression as JSON holds it."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _called(version_id: uuid.UUID, element: str) -> str:
    node = spec_for(version_id).drawing_with(element).nodes.get(element)
    return (node.called if node else "") or element or "?"
