"""The trail's pen: one line for a change, one line for a look (DESIGN §4.5).

Lines are written in the transaction of the action, so what was rolled back leaves no line, and what happened
cannot be without one. They carry names of fields and keyed digests, never a personal value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import structlog

from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.records.fresh import fresh
from minben.foundation.records.writing import insert

from .digests import digest
from .models import AuditLine, ReadLine

Subject = tuple[str, UUID | None]


def wrote(
    actor: Actor,
    action: str,
    *,
    subject: Subject,
    case_id: UUID | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
    purpose: str = "",
) -> None:
    """Record one change under its stable name. ``before`` and ``after`` are values by field; only digests stay."""
    made = line(
        actor,
        action,
        subject=subject,
        case_id=case_id,
        before=before,
        after=after,
        reason=reason,
        purpose=purpose,
    )
    insert([made])


def line(
    actor: Actor,
    action: str,
    *,
    subject: Subject,
    case_id: UUID | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
    purpose: str = "",
) -> AuditLine:
    """The line that :func:`wrote` writes, for an action that writes all its rows in one statement."""
    return fresh(
        AuditLine,
        **_who(actor, purpose, case_id),
        action=action,
        subject_kind=subject[0],
        subject_id=subject[1],
        reason=reason[:500],
        changes=changes(before or {}, after or {}),
    )


def saw(
    actor: Actor,
    page: str,
    *,
    kind: str,
    ids: Iterable[UUID],
    purpose: str = "",
    case_id: UUID | None = None,
    reason: str = "",
) -> None:
    """Record that ``actor`` was shown the personal data of ``ids``: one line for a whole list page, none for an empty one."""
    shown = list(dict.fromkeys(ids))
    if not shown:
        return
    seen = fresh(
        ReadLine,
        **_who(actor, purpose, case_id),
        page=page,
        subject_kind=kind,
        subject_ids=shown,
        reason=reason[:500],
    )
    insert([seen])


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, list[str]]:
    """{field: [digest before, digest after]} of the fields that differ; a field missing on one side is ""."""
    names = sorted(before.keys() | after.keys())
    return {
        name: [digest(before.get(name)), digest(after.get(name))]
        for name in names
        if before.get(name) != after.get(name)
    }


def request_id() -> str:
    """The id that the request's log lines carry, so that log and trail can be laid side by side."""
    return str(structlog.contextvars.get_contextvars().get("request_id") or "")[:64]


def _who(actor: Actor, purpose: str, case_id: UUID | None) -> dict[str, Any]:
    staff = actor.kind in {ActorKind.STAFF, ActorKind.SYSTEM, ActorKind.MACHINE}
    return {
        "actor_kind": actor.kind.value,
        "actor_id": actor.staff_id or actor.account_id,
        "actor_name": actor.name[:120] if staff else "",
        "purpose": purpose[:60],
        "case_id": case_id,
        "request_id": request_id(),
    }
