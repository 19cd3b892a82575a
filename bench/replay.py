"""The bare loop: the very rows an action writes, written by psycopg alone with fresh keys, one transaction a time."""

from __future__ import annotations

import os
import secrets
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import psycopg
from django.db import connection
from django.db.models import Model

from minben.foundation.records import writing
from minben.foundation.records.ids import new_id

Written = list[tuple[str, tuple[Any, ...]]]


def inserts_of(rows: Iterable[Model]) -> Written:
    """An INSERT of its own for each row, as a program without any framework would send it."""
    return [
        (
            f"INSERT INTO {writing.target(type(row))} VALUES {writing.placeholders(type(row))}",
            tuple(writing.values(row)),
        )
        for row in rows
    ]


def statements_of(action: Callable[[], object]) -> int:
    """How many statements ``action`` sends."""
    count = 0

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        action()
    return count


class Bare:
    """A connection of its own for each thread; every call is one transaction with the recorded inserts."""

    def __init__(self, inserts: Written) -> None:
        self.inserts = inserts
        self.fresh = _fresh_values(inserts)
        self._here = threading.local()

    def __call__(self) -> None:
        held = self._connection()
        changed = {value: make() for value, make in self.fresh.items()}
        with held.transaction():
            for sql, params in self.inserts:
                held.execute(sql, [_put(value, changed) for value in params])

    def _connection(self) -> psycopg.Connection[Any]:
        held = getattr(self._here, "connection", None)
        if held is None:
            held = self._here.connection = psycopg.connect(os.environ["MINBEN_DATABASE_URL"], autocommit=True)
        return held


def _put(value: Any, changed: dict[Any, Any]) -> Any:
    if isinstance(value, list | tuple):
        return [_put(item, changed) for item in value]
    return changed.get(value, value) if isinstance(value, str | uuid.UUID) else value


def _fresh_values(inserts: Written) -> dict[Any, Callable[[], Any]]:
    """Every value that may stand only once: keys made by the action, its number, token and idempotency key."""
    fresh: dict[Any, Callable[[], Any]] = {}
    for _sql, params in inserts:
        for value in _flat(params):
            if isinstance(value, uuid.UUID) and value not in KNOWN:
                fresh[value] = new_id
            elif isinstance(value, str) and value.startswith("MB-"):
                fresh[value] = lambda: secrets.token_hex(10)
            elif isinstance(value, str) and value.startswith("case:"):
                fresh[value] = lambda: "case:" + secrets.token_hex(16)
            elif isinstance(value, str) and len(value) == 24 and " " not in value:
                fresh[value] = lambda: secrets.token_urlsafe(18)
    return fresh


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    """Values and, one by one, those of lists: rows written in bulk go as an array for each column."""
    for value in values:
        if isinstance(value, list | tuple):
            yield from value
        else:
            yield value


KNOWN: set[uuid.UUID] = set()
"""Keys that were there before: departments, staff, parties."""
