"""Sealing: a job chains the lines whose transactions are over, so writers never wait (DESIGN §4.5)."""

from __future__ import annotations

import datetime as dt
import zlib

from django.db import connection, transaction

from minben.foundation.records.ids import id_at
from minben.foundation.records.snapshot import safe_edge

from . import heads
from .canonical import Line, line_digest, seal_digest
from .models import AuditLine, ReadLine, Seal

TRAILS: dict[str, type[Line]] = {"audit": AuditLine, "reads": ReadLine}
BATCH = 2000


def seal(trail: str, now: dt.datetime, *, batch: int = BATCH) -> int:
    """Make one seal of the next unsealed lines of ``trail`` ("audit" or "reads"); returns how many lines.

    Takes about ``batch`` lines, always whole transactions. 0 when there is nothing to seal, or another worker
    is at it. The head is written outside after commit; a head that a crash lost is written by the next seal.
    """
    with transaction.atomic():
        count = _seal(trail, now, batch) if _alone(trail) else 0
    if count:
        write_heads(trail)
    return count


def seal_all(now: dt.datetime) -> int:
    """Seal everything there is in both trails."""
    total = 0
    for trail in TRAILS:
        while count := seal(trail, now):
            total += count
    return total


def write_heads(trail: str) -> None:
    """Append the heads that the file outside does not have yet."""
    rows = Seal.objects.filter(trail=trail, position__gt=heads.last_position(trail)).order_by("position")
    found = [heads.Head(trail, p, d) for p, d in rows.values_list("position", "digest")]
    if found:
        heads.append(found)


def _alone(trail: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [zlib.crc32(f"seal {trail}".encode())])
        return bool((cursor.fetchone() or (False,))[0])


def _seal(trail: str, now: dt.datetime, batch: int) -> int:
    last = Seal.objects.filter(trail=trail).order_by("-position").first()
    first_xid = last.last_xid + 1 if last else 0
    lines = _next_lines(TRAILS[trail], first_xid, safe_edge(), batch)
    if not lines:
        return 0
    position, previous = (last.position + 1, last.digest) if last else (1, "")
    xids = (first_xid, lines[-1].xid)
    ids, digests = [line.id for line in lines], [line_digest(line) for line in lines]
    digest = seal_digest(
        trail=trail, position=position, xids=xids, line_ids=ids, line_digests=digests, previous=previous
    )
    Seal.objects.create(
        id=id_at(now),
        trail=trail,
        position=position,
        first_xid=xids[0],
        last_xid=xids[1],
        line_ids=ids,
        line_digests=digests,
        digest=digest,
        previous=previous,
    )
    return len(lines)


def _next_lines(model: type[Line], first_xid: int, edge: int, batch: int) -> list[Line]:
    """Up to ``batch`` lines, cut where a transaction ends; one larger than the batch is taken whole."""
    waiting = model._default_manager.filter(xid__gte=first_xid, xid__lt=edge).order_by("xid", "id")
    lines: list[Line] = list(waiting[: batch + 1])
    if len(lines) <= batch:
        return lines
    cut = lines[-1].xid
    whole = [line for line in lines if line.xid < cut]
    return whole or list(waiting.filter(xid=cut))
