"""A line as bytes that are the same whenever it is read, and the digests of lines and seals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from .models import AuditLine, ReadLine

Line = AuditLine | ReadLine
LINE_HEX = 32
"""128 bits of SHA-256 a line: enough against a second line with the same digest, small enough to keep for ever."""


def line_digest(line: Line) -> str:
    """The digest of every column of a line."""
    values = {f.attname: _plain(getattr(line, f.attname)) for f in line._meta.concrete_fields}
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:LINE_HEX]


def seal_digest(
    *,
    trail: str,
    position: int,
    xids: tuple[int, int],
    line_ids: Sequence[UUID],
    line_digests: Sequence[str],
    previous: str,
) -> str:
    """The digest of a seal over its lines and the seal before it."""
    head = [previous, trail, str(position), str(xids[0]), str(xids[1])]
    lines = [f"{key}:{digest}" for key, digest in zip(line_ids, line_digests, strict=True)]
    return hashlib.sha256("\n".join([*head, *lines]).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
