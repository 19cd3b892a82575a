"""Secondary indexes of the tables a large load fills: put aside before it, built again after it, by the owner.

What was put aside stands in a file of the data directory until it is built again, so a killed load loses none.
Primary keys and unique rules stay: a load may rely on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from minben.config.database import owner_url
from minben.config.environment import Environment

STATE = "indexes-put-aside.json"
TABLES = (
    "parties_party",
    "parties_identifier",
    "parties_contactpoint",
    "parties_address",
    "parties_priority",
    "parties_relationship",
    "cases_interaction",
)
PLAIN = """
SELECT c.relname, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = ANY(%s::text[]::regclass[]) AND NOT i.indisunique ORDER BY c.relname
"""


@contextmanager
def put_aside(env: Environment, *, wanted: bool) -> Iterator[None]:
    """Without these indexes for as long as the block lasts. What an earlier, killed load put aside is built too."""
    kept = env.data_dir / STATE
    with psycopg.connect(owner_url(env), autocommit=True) as connection:
        if wanted:
            _drop(connection, kept)
        yield
        _build(connection, kept)


def _drop(connection: psycopg.Connection, kept: Path) -> None:
    known: dict[str, str] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    rows = connection.execute(PLAIN, [list(TABLES)]).fetchall()
    found: dict[str, str] = {str(name): str(definition) for name, definition in rows}
    kept.write_text(json.dumps(known | found, indent=1), encoding="utf-8")
    for name in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))


def _build(connection: psycopg.Connection, kept: Path) -> None:
    if not kept.exists():
        return
    there = {
        str(row[0]) for row in connection.execute("SELECT relname FROM pg_class WHERE relkind IN ('i', 'I')")
    }
    connection.execute("SET maintenance_work_mem = '512MB'")
    for name, definition in json.loads(kept.read_text(encoding="utf-8")).items():
        if name not in there:
            connection.execute(definition.encode())
    kept.unlink()
    connection.execute("ANALYZE")
