"""What a certificate tells of its holder. The PDF goes with an erased person; number, dates and digest stay to be checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from minben.foundation.records.personal import Personal, holds_personal

from .models import Certificate

Ids = Iterable[UUID]
_SHOWN = ("kind", "number", "name", "issued_at", "valid_until", "state", "reason", "case_id")


def _rows(ids: Ids) -> QuerySet[Certificate]:
    return Certificate.objects.filter(party_id__in=list(ids))


def _export(ids: Ids) -> list[dict[str, Any]]:
    return list(_rows(ids).order_by("id").values("id", "document_id", *_SHOWN))


def _erase(ids: Ids) -> int:
    """The PDF goes with the files of the case. A revoked or replaced one keeps that there was a reason, not which."""
    rows = _rows(ids)
    rows.exclude(state=Certificate.State.ISSUED).update(reason="—")
    return rows.count()


holds_personal(
    Personal(
        Certificate,
        "party_id",
        _SHOWN,
        ("output", "revoked_at", "token", "digest", "signature", "key_id", "public_key"),
        export=_export,
        erase=_erase,
    )
)
