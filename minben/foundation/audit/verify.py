"""Verification: recomputes every seal and names the line that was changed, removed or inserted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from minben.foundation.records.ids import lowest_id
from minben.foundation.records.snapshot import safe_edge

from . import checkpoints, heads
from .canonical import Line, line_digest, seal_digest
from .findings import Fault, Finding
from .models import Seal
from .seals import TRAILS

PATIENCE = dt.timedelta(minutes=1)


def verify(trail: str, now: dt.datetime | None = None) -> list[Finding]:
    """Everything that is wrong with ``trail`` ("audit" or "reads"); an empty list is the proof that nothing is."""
    moment = now or timezone.now()
    dropped = checkpoints.dropped_before(trail)
    kept_from = lowest_id(dropped) if dropped else None
    found: list[Finding] = []
    last: Seal | None = None
    for seal in Seal.objects.filter(trail=trail).order_by("position").iterator(chunk_size=50):
        found += _chain(seal, last)
        found += _lines(seal, kept_from)
        last = seal
    found += _against_file(trail, last, moment)
    found += _unsealed(trail, last, moment)
    found += [Finding(trail, Fault.FORGED_CHECKPOINT, detail=str(c.id)) for c in checkpoints.forged(trail)]
    return found


def _chain(seal: Seal, last: Seal | None) -> Iterator[Finding]:
    """The seal by itself, and its place after the one before."""
    due = last.position + 1 if last else 1
    for position in range(due, seal.position):
        yield Finding(seal.trail, Fault.SEAL_MISSING, position)
    expected = seal_digest(
        trail=seal.trail,
        position=seal.position,
        xids=(seal.first_xid, seal.last_xid),
        line_ids=seal.line_ids,
        line_digests=seal.line_digests,
        previous=seal.previous,
    )
    if seal.digest != expected or (seal.position == due and not _joins(seal, last)):
        yield Finding(seal.trail, Fault.SEAL_CHANGED, seal.position)


def _joins(seal: Seal, last: Seal | None) -> bool:
    before = (last.digest, last.last_xid + 1) if last else ("", 0)
    return (seal.previous, seal.first_xid) == before


def _lines(seal: Seal, kept_from: UUID | None) -> Iterator[Finding]:
    """The lines of a seal against its digests. Lines that retention dropped are no finding."""
    sealed = dict(zip(seal.line_ids, seal.line_digests, strict=False))
    present = _present(seal)
    for key, digest in sealed.items():
        line = present.get(key)
        if line is None:
            if kept_from is None or key >= kept_from:
                yield Finding(seal.trail, Fault.REMOVED, seal.position, key)
        elif line_digest(line) != digest:
            yield Finding(seal.trail, Fault.CHANGED, seal.position, key, _told(line))
    for key in sorted(present.keys() - sealed.keys()):
        yield Finding(seal.trail, Fault.INSERTED, seal.position, key, _told(present[key]))


def _present(seal: Seal) -> dict[UUID, Line]:
    within = Q(xid__gte=seal.first_xid, xid__lte=seal.last_xid)
    model = TRAILS[seal.trail]
    found: dict[UUID, Line] = {line.id: line for line in model._default_manager.filter(within)}
    moved = set(seal.line_ids) - found.keys()
    return found | {line.id: line for line in model._default_manager.filter(id__in=moved)}


def _told(line: Line) -> str:
    return f"[{line.actor_kind} {line.actor_name or line.actor_id or ''} {line.made_at:%Y-%m-%d %H:%M:%S}Z]"


def _against_file(trail: str, last: Seal | None, now: dt.datetime) -> Iterator[Finding]:
    """The chain against the heads outside: another digest, a tail that is gone, a head never written."""
    held = dict(Seal.objects.filter(trail=trail).values_list("position", "digest"))
    newest = 0
    for head in heads.read(trail):
        newest = max(newest, head.position)
        if held.get(head.position, head.digest) != head.digest:
            yield Finding(
                trail, Fault.SEAL_CHANGED, head.position, detail="(the file outside has another digest)"
            )
    here = last.position if last else 0
    if newest > here:
        yield Finding(trail, Fault.CUT_OFF, here, detail=str(newest))
    if last is not None and newest < here and last.made_at < now - PATIENCE:
        yield Finding(trail, Fault.NOT_WRITTEN_OUT, here)


def _unsealed(trail: str, last: Seal | None, now: dt.datetime) -> Iterator[Finding]:
    """Lines that should have been sealed: their transaction is over, and older than a minute."""
    edge = safe_edge()
    start = last.last_xid + 1 if last else 0
    waiting = TRAILS[trail]._default_manager.filter(
        xid__gte=start, xid__lt=edge, id__lt=lowest_id(now - PATIENCE)
    )
    for key in waiting.order_by("xid", "id").values_list("id", flat=True)[:100]:
        yield Finding(trail, Fault.UNSEALED, line_id=key)
