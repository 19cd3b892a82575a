"""What a database holds, counted: the measure of a backup and of the restore made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import LiteralString

import psycopg
from psycopg import sql

_TABLES: LiteralString = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname
"""
_TRANSACTIONS: LiteralString = """
SELECT table_name, column_name FROM information_schema.columns
JOIN pg_class ON relname = table_name AND relnamespace = 'public'::regnamespace AND NOT relispartition
WHERE table_schema = 'public' AND column_name IN ('xid', 'last_xid') AND relkind IN ('r', 'p')
"""
_CLOCKS: dict[str, LiteralString] = {
    "minben_xid": "pg_current_xact_id()",
    "minben_xmin": "pg_snapshot_xmin(pg_current_snapshot())",
}
_COUNTER = sql.SQL(
    "CREATE OR REPLACE FUNCTION {}() RETURNS bigint LANGUAGE sql VOLATILE AS $$SELECT {}::text::bigint + {}$$"
)
UNSAVED = ("django_session",)
"""Sign-ins are not part of a backup: a restored one would let somebody in again who has left since."""


@dataclass(frozen=True)
class Frozen:
    """One moment of the database, for as long as its transaction lasts."""

    snapshot: str
    server: str
    tables: Mapping[str, int]

    @property
    def major(self) -> int:
        return int(self.server.split(".")[0])


@contextmanager
def frozen(url: str) -> Iterator[Frozen]:
    """A snapshot that ``pg_dump`` can share, with every table counted in it."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        (name,) = _row(connection, "SELECT pg_export_snapshot()")
        yield Frozen(str(name), server(connection), counted(connection))


def server(connection: psycopg.Connection) -> str:
    number = connection.info.server_version
    return f"{number // 10000}.{number % 10000}"


def counted(connection: psycopg.Connection) -> dict[str, int]:
    """Rows of every table, partitions within their table."""
    names = [name for (name,) in connection.execute(_TABLES) if name not in UNSAVED]
    return {
        name: int(_row(connection, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))[0])
        for name in names
    }


def is_empty(connection: psycopg.Connection) -> bool:
    return connection.execute(_TABLES).fetchone() is None


def differences(wanted: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    """What is not as the backup counted it."""
    return [
        f"{name}: {found.get(name, 0):,} rows, the backup had {count:,}"
        for name, count in wanted.items()
        if found.get(name) != count
    ]


def go_on_counting(connection: psycopg.Connection) -> int:
    """Lift the transaction numbers of a new cluster above every one that is stored; returns the offset.

    Cursors of news and seals compare them, and a new cluster starts again at a small number.
    """
    edge = max(
        (_greatest(connection, *place) for place in list(connection.execute(_TRANSACTIONS))), default=0
    )
    (now,) = _row(connection, "SELECT pg_current_xact_id()::text::bigint")
    offset = max(0, edge + 1 - int(now))
    for name, source in _CLOCKS.items():
        connection.execute(_COUNTER.format(sql.Identifier(name), sql.SQL(source), sql.Literal(offset)))
    return offset


def _greatest(connection: psycopg.Connection, table: str, column: str) -> int:
    query = sql.SQL("SELECT coalesce(max({}), 0) FROM {}")
    return int(_row(connection, query.format(sql.Identifier(column), sql.Identifier(table)))[0])


def _row(connection: psycopg.Connection, query: LiteralString | sql.Composed) -> tuple:
    return tuple(connection.execute(query).fetchone() or ())
