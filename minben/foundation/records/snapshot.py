"""Which transactions are surely over: the safe edge behind which a reader misses nothing."""

from __future__ import annotations

from django.db import connection


def safe_edge() -> int:
    """Every row with a smaller ``xid`` is committed or gone, in any statement after this one.

    It must be a statement of its own before the rows are read: inside the reading statement the function would
    look at a later moment than the rows, and a transaction that ended in between would be skipped for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT minben_xmin()")
        return int((cursor.fetchone() or (0,))[0])
