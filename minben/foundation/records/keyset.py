"""Lists by keyset: flat at any depth (DESIGN §3: lists)."""

from __future__ import annotations

import base64
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .errors import Invalid
from .hostile import NO_JSON

M = TypeVar("M", bound=Model)
T = TypeVar("T")
COUNT_LIMIT = 1000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page. ``next``/``previous`` are opaque cursors or "" when there is none."""

    items: list[T]
    next: str
    previous: str
    at_start: bool


@dataclass(frozen=True)
class Count:
    """Exact up to 1,000, then "more than 1,000"."""

    number: int
    more: bool


def count_up_to(query: QuerySet[Any], limit: int = COUNT_LIMIT) -> Count:
    return count_of(query.order_by()[: limit + 1].count(), limit)


def count_of(number: int, limit: int = COUNT_LIMIT) -> Count:
    return Count(min(number, limit), number > limit)


def encode_cursor(values: list[Any], backwards: bool) -> str:
    text = json.dumps([backwards, *(str(v) for v in values)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[bool, list[str]]:
    """Raises Invalid for anything that is not a cursor made here."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        backwards, *values = json.loads(raw)
        if not isinstance(backwards, bool) or not all(isinstance(v, str) and "\0" not in v for v in values):
            raise ValueError("wrong shape")
    except (*NO_JSON, TypeError) as error:
        raise Invalid(
            _("This page address is not valid any more. Start again from the first page.")
        ) from error
    return backwards, values


def keyset_page(
    query: QuerySet[M],
    *,
    order: tuple[str, ...],
    cursor: str = "",
    size: int = 20,
    read: Callable[[M], list[Any]] | None = None,
    fetch: Callable[[QuerySet[M]], list[Any]] = list,
) -> Page[M]:
    """A page of ``query`` ordered by ``order`` (all fields in one direction, the last one unique).

    ``order`` is like ("-sort_key", "-id"). Raises Invalid for a cursor not made here.
    """
    fields = [name.lstrip("-") for name in order]
    descending = order[0].startswith("-")
    backwards, values = decode_cursor(cursor) if cursor else (False, [])
    if cursor and len(values) != len(fields):
        raise _of_another_list()
    if values:
        query = _after(query, fields, values, less=descending != backwards)
    sign = "-" if descending != backwards else ""
    rows = fetch(query.order_by(*(sign + name for name in fields))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    return _page(rows, fields, more, backwards, bool(values), read)


def page_of(rows: Sequence[T], *, key: Callable[[T], list[str]], cursor: str = "", size: int = 20) -> Page[T]:
    """A page of what was put together in memory and stands in ascending order of ``key``, by the same cursors.

    Raises Invalid for a cursor not made here.
    """
    keys = [key(row) for row in rows]
    backwards, values = decode_cursor(cursor) if cursor else (False, [])
    if cursor and keys and len(values) != len(keys[0]):
        raise _of_another_list()
    if backwards:
        end = bisect_left(keys, values)
        start = max(0, end - size)
    else:
        start = bisect_right(keys, values) if cursor else 0
        end = min(start + size, len(rows))
    shown = list(rows[start:end])
    return Page(
        items=shown,
        next=encode_cursor(keys[end - 1], False) if shown and end < len(rows) else "",
        previous=encode_cursor(keys[start], True) if shown and start else "",
        at_start=not (shown and start),
    )


def _of_another_list() -> Invalid:
    return Invalid(_("This page address belongs to another list. Start again from the first page."))


def _after(query: QuerySet[M], fields: list[str], values: list[str], *, less: bool) -> QuerySet[M]:
    """Raises Invalid when a value is none of its field's kind: somebody wrote the cursor."""
    try:
        return query.filter(_beyond(fields, values, less=less))
    except (ValidationError, ValueError) as error:
        raise Invalid(
            _("This page address is not valid any more. Start again from the first page.")
        ) from error


def _page(
    rows: list[M],
    fields: list[str],
    more: bool,
    backwards: bool,
    moved: bool,
    read: Callable[[M], list[Any]] | None,
) -> Page[M]:
    key = read or (lambda row: [_value(row, name) for name in fields])
    has_next = bool(rows) and (moved if backwards else more)
    has_previous = bool(rows) and (more if backwards else moved)
    return Page(
        items=rows,
        next=encode_cursor(key(rows[-1]), False) if has_next else "",
        previous=encode_cursor(key(rows[0]), True) if has_previous else "",
        at_start=not has_previous,
    )


def _value(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part)
    return row.isoformat() if hasattr(row, "isoformat") else row


def _beyond(fields: list[str], values: list[str], *, less: bool) -> Q:
    """After these values. The bound on the first field alone says nothing new, but an index can start there: with
    the alternatives alone every row before the page is read, and a deep page is slow."""
    compare = "lt" if less else "gt"
    clause = Q(**{f"{fields[-1]}__{compare}": values[-1]})
    for name, value in reversed(list(zip(fields[:-1], values[:-1], strict=True))):
        clause = Q(**{f"{name}__{compare}": value}) | (Q(**{name: value}) & clause)
    return clause if len(fields) == 1 else Q(**{f"{fields[0]}__{compare}e": values[0]}) & clause


def counts_up_to(queries: dict[str, QuerySet[Any]], limit: int = 99) -> dict[str, int]:
    """Several counts in one statement, each exact to ``limit`` and then one more; a query that asks for nothing is 0."""
    parts, params, counts = [], list[Any](), dict.fromkeys(queries, 0)
    for name, query in queries.items():
        try:
            sql, given = query.order_by().values("pk")[: limit + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append((name, f"(SELECT count(*) FROM ({sql}) AS counted)"))
        params.extend(given)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(sql for _name, sql in parts), params)
            counts |= dict(zip((name for name, _sql in parts), cursor.fetchone() or (), strict=True))
    return counts
