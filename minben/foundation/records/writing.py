"""New rows of many tables in one statement: one round trip, all or nothing, however many rows there are.

The rows are model objects, made by the same functions as ever; only the way into the database differs. Several
rows of one table travel as one array for each column, so that the statement's text depends on the tables alone and
can be prepared.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from . import prepared

_LENGTH = re.compile(r"\(.*\)")
_AS_IT_IS = (
    models.UUIDField, models.ForeignKey, models.BooleanField, models.DateTimeField, models.DateField,
    models.IntegerField, models.DecimalField, models.FloatField,
)  # fmt: skip
Shape = tuple[tuple[type[models.Model], bool], ...]


class _Column:
    """One column: its name, the type a value is cast to (without a length, so that too long a text is an error)."""

    def __init__(self, field: models.Field[Any, Any]) -> None:
        self.name, self.attribute = connection.ops.quote_name(str(field.column)), field.attname
        self.type = _LENGTH.sub("", field.db_type(connection) or "text")
        self.value = _reader(field)


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, _AS_IT_IS):
        return _same
    if isinstance(field, models.CharField | models.TextField):
        return _text
    if field.db_type(connection) == "tsvector":
        return _text
    return lambda value: field.get_db_prep_save(value, connection)


def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> str | None:
    return value if value is None or type(value) is str else str(value)


@functools.cache
def _columns(model: type[models.Model]) -> tuple[_Column, ...]:
    """What is written: every column but those the database fills itself."""
    fields = model._meta.concrete_fields
    return tuple(_Column(field) for field in fields if field.db_default is models.NOT_PROVIDED)


def insert(rows: Iterable[models.Model], *, unless: models.Model | None = None, keep: bool = True) -> bool:
    """Write ``rows`` in one statement; they must not depend on what the database would answer.

    ``unless`` goes first: when a row like it stands there already (by any unique rule), nothing is written at all and
    the answer is False; a transaction that is writing one at this moment is waited for. ``keep`` prepares the
    statement: for shapes that come again and again.
    """
    groups = _grouped(rows)
    shape = tuple((model, len(held) > 1) for model, held in groups.items())
    statement = _statement(shape, type(unless) if unless is not None else None)
    values = _values([unless], many=False) if unless is not None else []
    for model, many in shape:
        values += _values(groups[model], many=many)
    with prepared.cursor(prepared=keep) as held_cursor:
        held_cursor.execute(statement, values)
        return bool(held_cursor.fetchone()[0])


def _grouped(rows: Iterable[models.Model]) -> dict[type[models.Model], list[models.Model]]:
    groups: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    return groups


@functools.lru_cache(maxsize=500)
def _statement(shape: Shape, guard: type[models.Model] | None) -> str:
    parts = [f"guard AS ({_guarding(guard)})"]
    parts += [f"part{n} AS ({_insert(model, many)})" for n, (model, many) in enumerate(shape)]
    return prepared.native(f"WITH {', '.join(parts)} SELECT count(*)::int FROM guard")


def _guarding(model: type[models.Model] | None) -> str:
    if model is None:
        return "SELECT 1"
    return f"{_into(model)} VALUES ({_casts(model, '')}) ON CONFLICT DO NOTHING RETURNING 1"


def _insert(model: type[models.Model], many: bool) -> str:
    if not many:
        return f"{_into(model)} SELECT {_casts(model, '')} FROM guard"
    if any(isinstance(field, ArrayField) for field in model._meta.concrete_fields):
        raise TypeError(f"Rows of {model.__name__} hold arrays; write them one by one.")
    return f"{_into(model)} SELECT row.* FROM guard, unnest({_casts(model, '[]')}) AS row"


def _into(model: type[models.Model]) -> str:
    names = ", ".join(column.name for column in _columns(model))
    return f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names})"


def _casts(model: type[models.Model], suffix: str) -> str:
    return ", ".join(f"%s::{column.type}{suffix}" for column in _columns(model))


def _values(rows: Sequence[models.Model], *, many: bool) -> list[Any]:
    columns = _columns(type(rows[0]))
    if many:
        return [[c.value(getattr(row, c.attribute)) for row in rows] for c in columns]
    return [c.value(getattr(rows[0], c.attribute)) for c in columns]
