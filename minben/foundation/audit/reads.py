"""Who looked at somebody's data, for that somebody (PIPL art. 44: the right to know)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from minben.foundation.access.actor import ActorKind

from .models import ReadLine


def reads_of(subject_ids: Iterable[UUID], *, limit: int = 100) -> list[ReadLine]:
    """Looks by staff at any of these records, newest first. The caller has checked that they are the asker's own."""
    wanted = list(subject_ids)
    if not wanted:
        return []
    rows = ReadLine.objects.filter(
        subject_ids__overlap=wanted, actor_kind__in=[ActorKind.STAFF.value, ActorKind.MACHINE.value]
    )
    return list(rows.order_by("-id")[:limit])
