"""Tables that only grow are partitioned by month of their UUIDv7 key (DESIGN §3).

``CreatePartitionedModel`` makes such a table in a migration exactly as Django would, with
``PARTITION BY RANGE (id)`` behind it, and a DEFAULT partition so that no insert can ever fail for want of a
month. ``ensure_partitions`` makes months ahead (a job) or behind (an import of old history).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from .ids import UTC, lowest_id
from .models import GrowingRecord


class CreatePartitionedModel(migrations.CreateModel):
    """CreateModel for a :class:`GrowingRecord`."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        with _partitioned_by_id(schema_editor):
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        table = to_state.apps.get_model(app_label, self.name)._meta.db_table
        schema_editor.execute(f'CREATE TABLE "{table}_rest" PARTITION OF "{table}" DEFAULT')


@contextmanager
def _partitioned_by_id(schema_editor: BaseDatabaseSchemaEditor) -> Iterator[None]:
    plain = schema_editor.sql_create_table
    schema_editor.sql_create_table = plain + " PARTITION BY RANGE (id)"
    try:
        yield
    finally:
        schema_editor.sql_create_table = plain


def growing_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if issubclass(m, GrowingRecord)]


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """First days of every month from ``first``'s to ``last``'s, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [_month_after(first, n) for n in range(max(count, 0))]


def _month_after(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, 1)


def ensure_partitions(first: dt.date, last: dt.date, *, tables: list[str] | None = None) -> int:
    """Make the monthly partitions from ``first`` to ``last`` of all growing tables; returns how many were new.

    Rows that already fell into the DEFAULT partition of a month keep that month there: the database refuses to
    make it then, and it is left out (the rows stay readable, only pruning is coarser).
    """
    names = tables if tables is not None else [m._meta.db_table for m in growing_models()]
    made = 0
    with connection.cursor() as cursor:
        for table in names:
            for month in months_between(first, last):
                cursor.execute("SELECT minben_make_partition(%s, %s, %s, %s)", _bounds(table, month))
                made += int((cursor.fetchone() or (0,))[0])
    return made


def missing_ahead(today: dt.date, *, months: int) -> list[str]:
    """Partitions that should be there for this month and ``months`` more, and are not."""
    wanted = [
        f"{model._meta.db_table}_{month:%Y_%m}"
        for model in growing_models()
        for month in months_between(today, _month_after(today, months))
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n FROM unnest(%s::text[]) n WHERE to_regclass(quote_ident(n)) IS NULL", [wanted]
        )
        return sorted(str(row[0]) for row in cursor.fetchall())


def _bounds(table: str, month: dt.date) -> tuple[str, str, str, str]:
    start, end = (
        lowest_id(dt.datetime(d.year, d.month, 1, tzinfo=UTC)) for d in (month, _month_after(month, 1))
    )
    return table, f"{table}_{month:%Y_%m}", str(start), str(end)
