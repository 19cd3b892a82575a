"""Model objects out of prepared statements: for hot reads whose SQL is written by hand."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, TypeVar

import orjson
from django.db import models
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)


@functools.cache
def columns(model: type[models.Model], alias: str, only: tuple[str, ...] = ()) -> str:
    """Columns of ``model`` (all, or ``only`` those attributes) as a list for SELECT, in the order that :func:`made` reads."""
    return ", ".join(f'{alias}."{field.column}"' for field in _fields(model, only))


def _fields(model: type[models.Model], only: tuple[str, ...]) -> list[models.Field[Any, Any]]:
    fields = model._meta.concrete_fields
    return [field for field in fields if not only or field.attname in only]


@functools.cache
def width(model: type[models.Model]) -> int:
    return len(model._meta.concrete_fields)


def made(model: type[M], row: Sequence[Any], at: int = 0, only: tuple[str, ...] = ()) -> M:
    """The object whose columns stand in ``row`` from place ``at`` on, without signals, which nobody here hears.

    What ``only`` leaves out is deferred, as Django calls it: asked for when somebody reads it after all.
    """
    names, jsons = _names(model, only)
    found = model.__new__(model)
    held = found.__dict__
    held["_state"] = state = ModelState()
    state.adding, state.db = False, "default"
    held.update(zip(names, row[at : at + len(names)], strict=True))
    for name in jsons:
        if isinstance(held[name], str):
            held[name] = orjson.loads(held[name])
    return found


def newest_of_each(model: type[models.Model], owner: str) -> str:
    """A statement for the newest rows of several owners: (owner ids, older than this key, how many).

    Each owner's rows come in order out of an index on (owner, id), in any number of partitions; with ``owner IN (…)``
    the database would collect all of them first and sort.
    """
    inner = columns(model, "x")
    return f"""
SELECT {columns(model, "t")} FROM unnest($1::uuid[]) AS asked(id) CROSS JOIN LATERAL (
  SELECT {inner} FROM {model._meta.db_table} x WHERE x.{owner} = asked.id AND x.id < $2::uuid ORDER BY x.id DESC LIMIT $3::int
) t ORDER BY t.id DESC LIMIT $3
"""


@functools.cache
def _names(model: type[models.Model], only: tuple[str, ...]) -> tuple[list[str], list[str]]:
    fields = _fields(model, only)
    return [f.attname for f in fields], [f.attname for f in fields if isinstance(f, models.JSONField)]
