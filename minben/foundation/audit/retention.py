"""Retention: old months of the trail leave at a signed checkpoint that the verification accepts."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Conflict
from minben.foundation.records.ids import UTC

from .checkpoints import sign
from .models import Seal
from .seals import TRAILS
from .verify import verify

CHILDREN = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass ORDER BY 1"


def drop_before(month: dt.date, *, trail: str = "audit") -> int:
    """Drop the monthly partitions of ``trail`` before ``month``; returns how many lines left.

    Needs the role that owns the tables. Raises Conflict unless the trail verifies and those lines are sealed:
    what is not proved must not be thrown away. Seals stay; they hold ids and digests only. Lines that fell
    into the rest partition stay too.
    """
    table = TRAILS[trail]._meta.db_table
    with transaction.atomic():
        partitions = [p for p in _partitions(table) if _month_of(p, table) < f"{month:%Y_%m}"]
        if not partitions:
            return 0
        if verify(trail):
            raise Conflict(
                _("The trail does not verify, so nothing was dropped. See what `minben audit verify` says.")
            )
        lines = sum(_lines_if_sealed(trail, name) for name in partitions)
        sign(trail, dt.datetime(month.year, month.month, 1, tzinfo=UTC), lines)
        _drop(partitions)
    return lines


def _partitions(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(CHILDREN, [table])
        return [row[0] for row in cursor.fetchall() if row[0] != f"{table}_rest"]


def _month_of(partition: str, table: str) -> str:
    return partition.removeprefix(f"{table}_")


def _lines_if_sealed(trail: str, partition: str) -> int:
    last = Seal.objects.filter(trail=trail).order_by("-position").values_list("last_xid", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*), coalesce(max(xid), 0) FROM "{partition}"')
        count, newest = cursor.fetchone() or (0, 0)
    if newest > (last or 0):
        raise Conflict(
            _("There are lines that are not sealed yet. Start the worker, wait a minute, try again.")
        )
    return int(count)


def _drop(partitions: list[str]) -> None:
    with connection.cursor() as cursor:
        for name in partitions:
            cursor.execute(f'DROP TABLE "{name}"')
