"""Many rows at once by COPY: what an import and a large practice city write with.

The rows are those that ``bulk_create`` would write, without its statements: no signals, no expressions, every value
already as it is stored. A search vector is given as its literal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, models
from psycopg import sql

Prepare = Callable[[Any], Any]


def copy_in(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Write new rows of one model, in the running transaction. Raises Django's IntegrityError as an insert would."""
    columns = columns_of(model)
    read, special = _reading(model)
    _stamp(model, rows := list(rows))
    with _copying(model._meta.db_table, columns) as write:
        for row in rows:
            values = list(read(row))
            for place, prepare in special:
                values[place] = prepare(values[place])
            write(values)


def columns_of(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def copy_values(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows given as plain values in the order of ``columns``."""
    with _copying(table, columns) as write:
        for row in rows:
            write(row)


def copy_text(table: str, columns: Sequence[str], lines: str) -> None:
    """Write rows that are written in the text form of COPY already (see :func:`as_text`)."""
    order = _order(table, columns)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.cursor.copy(order) as copy:
        copy.write(lines)


def as_text(value: Any) -> str:
    """One value as COPY reads it: tabs, line ends and strokes escaped, NULL as a sign of its own."""
    if type(value) is not str:
        if value is None:
            return r"\N"
        if isinstance(value, bool):
            return "t" if value else "f"
        value = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    text: str = value
    return text.translate(_ESCAPED) if _SPECIAL.search(text) else text


_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = {ord("\\"): r"\\", ord("\t"): r"\t", ord("\n"): r"\n", ord("\r"): r"\r"}


def _order(table: str, columns: Sequence[str]) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)


class _copying:
    """COPY … FROM STDIN for as long as the block lasts; gives the function that writes one row."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self.order = _order(table, columns)

    def __enter__(self) -> Callable[[Sequence[Any]], None]:
        self.cursor = connection.cursor()
        self.errors = connection.wrap_database_errors
        with self.errors:
            self.copy = self.cursor.cursor.copy(self.order)
            return self.copy.__enter__().write_row  # type: ignore[no-any-return]

    def __exit__(self, *problem: Any) -> None:
        try:
            with self.errors:
                self.copy.__exit__(*problem)
        finally:
            self.cursor.close()


@cache
def _reading(model: type[models.Model]) -> tuple[Callable[[Any], Sequence[Any]], list[tuple[int, Prepare]]]:
    fields = model._meta.concrete_fields
    special: list[tuple[int, Prepare]] = [
        (place, _as_json) for place, field in enumerate(fields) if isinstance(field, models.JSONField)
    ]
    return attrgetter(*(field.attname for field in fields)), special


def _as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _stamp(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Fields that set themselves on an insert (``auto_now``)."""
    for field in model._meta.concrete_fields:
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            for row in rows:
                field.pre_save(row, True)
