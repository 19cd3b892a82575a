"""Retention: whole partitions of growing tables go when all that is in them is older than the table keeps.

How long is given by the caller (``foundation.options.kept``), ``KEPT_MONTHS`` of the model when nothing was chosen. The audit trails have their own way, with seals
(``foundation.audit.seals``); the database refuses to drop a partition of theirs, or one of the last year, by this one.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from .ids import UTC, lowest_id
from .partitions import growing_models, partitions_of

Needed = Callable[[uuid.UUID, uuid.UUID], bool]
_needed: dict[str, Needed] = {}


@dataclass(frozen=True)
class Old:
    """A partition past its retention. ``needed``: something that is not over still leans on it, so it stays."""

    table: str
    name: str
    needed: bool


def keep_while(table: str, needed: Needed) -> None:
    """``needed(low, high)`` says whether rows with keys in that range have to stay although they are old."""
    _needed[table] = needed


def past_retention(now: dt.datetime, kept: Mapping[str, int]) -> list[Old]:
    """What may go, oldest first. ``kept``: months by table; a table that is not named loses nothing."""
    tables = [model._meta.db_table for model in growing_models()]
    return [old for table in tables if table in kept for old in _old(table, kept[table], now)]


def prune(now: dt.datetime, kept: Mapping[str, int]) -> list[Old]:
    """Drop what is past its retention and not needed; returns what went. One transaction for each partition."""
    gone = [old for old in past_retention(now, kept) if not old.needed]
    for old in gone:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT minben_drop_partition(%s, %s)", [old.table, old.name])
    return gone


def _old(table: str, kept: int, now: dt.datetime) -> list[Old]:
    limit = now.year * 12 + now.month - 1 - kept
    spans = [(name, span) for name in partitions_of(table) if (span := _span(table, name)) is not None]
    return [Old(table, name, _is_needed(table, *span)) for name, span in spans if span[1] <= limit]


def _is_needed(table: str, first: int, after: int) -> bool:
    return table in _needed and _needed[table](_lowest(first), _lowest(after))


def _span(table: str, name: str) -> tuple[int, int] | None:
    """Its first month and the one after its last, counted from year 0; None for the rest partition."""
    found = re.fullmatch(rf"{table}_(\d{{4}})(?:_(\d\d))?", name)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 0)
    first = year * 12 + max(month - 1, 0)
    return first, first + (1 if month else 12)


def _lowest(month: int) -> uuid.UUID:
    return lowest_id(dt.datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC))
