"""Hot writes: new rows of many tables at once, a few in one statement, hundreds by COPY; changes of one row.

The rows are model objects, made by the same functions as ever; only the way into the database differs. They must not
depend on what the database would answer: keys are made here, and columns that the database fills are left to it.
"""

from __future__ import annotations

import functools
import json
import operator
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import orjson
import psycopg
from django.db import connection, models

from . import prepared
from .copying import as_text

_LENGTH = re.compile(r"\(.*\)")
_AS_IT_IS = (
    models.UUIDField, models.ForeignKey, models.BooleanField, models.DateTimeField, models.DateField,
    models.IntegerField, models.DecimalField, models.FloatField,
)  # fmt: skip
Line = tuple[type[models.Model], str]
"""A table, and a row of it in the text form of COPY."""
Shape = tuple[tuple[type[models.Model], int], ...]


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
    if isinstance(field, models.JSONField):
        return _json_by(field.encoder)
    if field.db_type(connection) == "tsvector":
        return _text
    return lambda value: field.get_db_prep_save(value, connection)


def _json_by(encoder: type[json.JSONEncoder] | None) -> Callable[[Any], str]:
    """Plain values by orjson, ten times as fast; what it does not know as the field's encoder would write it."""

    def text(value: Any) -> str:
        try:
            return orjson.dumps(value, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()
        except TypeError:
            return json.dumps(value, cls=encoder, ensure_ascii=False)

    return text


def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    return str.__str__(value) if isinstance(value, str) else str(value)


@functools.cache
def _columns(model: type[models.Model]) -> tuple[_Column, ...]:
    """What is written: every column but those the database fills itself."""
    fields = model._meta.concrete_fields
    return tuple(_Column(field) for field in fields if field.db_default is models.NOT_PROVIDED)


def insert(rows: Iterable[models.Model], *, unless: models.Model | None = None) -> bool:
    """Write a few ``rows`` of any tables in one prepared statement.

    ``unless`` goes first: when a row like it stands there already (by any unique rule), nothing is written at all and
    the answer is False; a transaction that is writing one at this moment is waited for.
    """
    groups = _grouped(rows)
    shape = tuple((model, len(held)) for model, held in groups.items())
    statement = _statement(shape, type(unless) if unless is not None else None)
    given = values(unless) if unless is not None else []
    for held in groups.values():
        for row in held:
            given += values(row)
    with prepared.cursor() as cursor:
        cursor.execute(statement, given)
        return bool(cursor.fetchone()[0])


def update(row: models.Model, names: Iterable[str]) -> None:
    """Write these attributes of a ``row`` that is there already, by its key, in a prepared statement."""
    wanted = tuple(names)
    given = [as_written(type(row), name, row.__dict__[name]) for name in wanted]
    prepared.run(_update(type(row), wanted), [*given, row.pk])


@functools.lru_cache(maxsize=500)
def _update(model: type[models.Model], names: tuple[str, ...]) -> str:
    columns = [_by_attribute(model)[name] for name in names]
    changes = ", ".join(f"{column.name} = %s::{column.type}" for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    return f"UPDATE {table} SET {changes} WHERE id = %s::uuid"


def line_of(row: models.Model) -> Line:
    """A row as COPY reads it, with the table that it is for."""
    return type(row), "\t".join(as_text(_literal(value)) for value in values(row)) + "\n"


def _literal(value: Any) -> Any:
    """Lists and bytes as PostgreSQL writes them; everything else stays."""
    if isinstance(value, list):
        return "{" + ",".join(map(_element, value)) + "}"
    if isinstance(value, psycopg.Binary):
        return "\\x" + bytes(value.obj).hex()
    return value


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def copy_lines(lines: Iterable[Line]) -> None:
    """Write any number of rows, each table by one COPY, in the caller's transaction."""
    texts: dict[type[models.Model], list[str]] = {}
    for model, text in lines:
        texts.setdefault(model, []).append(text)
    with prepared.cursor(prepared=False) as cursor:
        for model, held in texts.items():
            with cursor.copy(f"COPY {target(model)} FROM STDIN") as copy:
                copy.write("".join(held))


def _grouped(rows: Iterable[models.Model]) -> dict[type[models.Model], list[models.Model]]:
    groups: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    return groups


@functools.lru_cache(maxsize=500)
def _statement(shape: Shape, guard: type[models.Model] | None) -> str:
    parts = [f"guard AS ({_guarding(guard)})"]
    parts += [f"part{n} AS ({_insert(model, count)})" for n, (model, count) in enumerate(shape)]
    return prepared.native(f"WITH {', '.join(parts)} SELECT count(*)::int FROM guard")


def _guarding(model: type[models.Model] | None) -> str:
    if model is None:
        return "SELECT 1"
    return f"INSERT INTO {target(model)} VALUES {placeholders(model)} ON CONFLICT DO NOTHING RETURNING 1"


def _insert(model: type[models.Model], count: int) -> str:
    rows = ", ".join([placeholders(model)] * count)
    return f"INSERT INTO {target(model)} SELECT part.* FROM guard, (VALUES {rows}) AS part"


def target(model: type[models.Model]) -> str:
    """The table with the columns that are written."""
    names = ", ".join(column.name for column in _columns(model))
    return f"{connection.ops.quote_name(model._meta.db_table)} ({names})"


def attributes(model: type[models.Model]) -> tuple[str, ...]:
    """The attribute behind each of these columns, in the order of :func:`values`."""
    return tuple(column.attribute for column in _columns(model))


def as_written(model: type[models.Model], attribute: str, value: Any) -> Any:
    """One value as :func:`values` gives it."""
    return _by_attribute(model)[attribute].value(value)


@functools.cache
def _by_attribute(model: type[models.Model]) -> dict[str, _Column]:
    return {column.attribute: column for column in _columns(model)}


def placeholders(model: type[models.Model]) -> str:
    """A value for each of these columns, cast to its type."""
    return f"({', '.join(f'%s::{column.type}' for column in _columns(model))})"


def values(row: models.Model) -> list[Any]:
    """What stands in these columns."""
    reader = _row_reader(type(row))
    found = list(reader.fields(row.__dict__))
    for place, read in reader.readings:
        found[place] = read(found[place])
    return found


class _RowReader(NamedTuple):
    """How the values of a row are read: all of them at once, and then those that must be put another way."""

    fields: Callable[[dict[str, Any]], tuple[Any, ...]]
    readings: tuple[tuple[int, Callable[[Any], Any]], ...]


@functools.cache
def _row_reader(model: type[models.Model]) -> _RowReader:
    columns = _columns(model)
    others = ((place, column.value) for place, column in enumerate(columns) if column.value is not _same)
    return _RowReader(operator.itemgetter(*(column.attribute for column in columns)), tuple(others))
