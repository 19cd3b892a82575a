"""Hot statements are prepared: parsed once for each connection, planned a few times, then only run.

Django binds values on the client and prepares nothing, which suits statements that are made anew each time. The
few that run hundreds of times a second go through here, with values bound by the server.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from typing import Any

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.models import QuerySet
from psycopg import RawCursor
from psycopg.types.json import set_json_loads

PREPARE_AT_ONCE = 0
set_json_loads(orjson.loads)
"""For answers in the binary form: Django reads those of its own cursors itself."""


class _PreparingCursor(RawCursor[Any]):
    """Answers come in the binary form: moments as text are read by a loader of Django's that is written in Python."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True, binary=True)


class _Logged(CursorDebugWrapper):
    """Logs the statement as it is: values travel beside it."""

    def debug_sql(self, sql: Any = None, params: Any = None, *_rest: Any, **options: Any) -> Any:
        return super().debug_sql(sql, None, many=bool(options.get("many")))


def rows(statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Every row of a prepared statement. Cast each placeholder whose type the statement does not tell: ``%s::uuid``."""
    with cursor() as held:
        held.execute(native(statement), values)
        return list(held.fetchall())


def run(statement: str, values: Sequence[object] = ()) -> None:
    """Run a prepared statement that answers nothing."""
    with cursor() as held:
        held.execute(native(statement), values)


def values(query: QuerySet[Any, Any]) -> list[dict[str, Any]]:
    """The rows of a ``.values(…)`` query of plain columns, by a prepared statement: nothing is planned again.

    A query that can have no rows (``… IN ()``) has no statement either.
    """
    names = [*query.query.values_select, *query.query.annotation_select]
    try:
        statement, given = query.query.sql_with_params()
    except EmptyResultSet:
        return []
    return [dict(zip(names, row, strict=True)) for row in rows(statement, list(given))]


@functools.lru_cache(maxsize=500)
def native(statement: str) -> str:
    """The statement with the server's own placeholders: ``%s`` becomes ``$1``, ``$2``, … so nothing parses it again."""
    numbers = itertools.count(1)
    return re.sub("%s", lambda _found: f"${next(numbers)}", statement).replace("%%", "%")


def cursor(*, prepared: bool = True) -> Any:
    """A cursor that binds on the server; seen by query logs and counted in statement budgets like any other."""
    connection.ensure_connection()
    raw: Any = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = PREPARE_AT_ONCE
    held: Any = (_PreparingCursor if prepared else RawCursor)(raw)
    return (_Logged if connection.queries_logged else CursorWrapper)(held, connection)
