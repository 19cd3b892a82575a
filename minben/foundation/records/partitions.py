"""Tables that only grow are partitioned by month of their UUIDv7 key (DESIGN §3).

``CreatePartitionedModel`` makes such a table in a migration exactly as Django would, with
``PARTITION BY RANGE (id)`` behind it, and a DEFAULT partition so that no insert can ever fail for want of a
month. ``ensure_partitions`` makes months ahead (a job) or behind (an import of old history). Years gone become one partition
where the table says so; what is older than its retention goes (``retention``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, migrations
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


def growing_models() -> list[type[GrowingRecord]]:
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
    made = 0
    for model in growing_models():
        if tables is None or model._meta.db_table in tables:
            made += sum(_ensure(model, month) for month in months_between(first, last))
    return made


def _ensure(model: type[GrowingRecord], month: dt.date) -> int:
    """The partition for a month: of its whole year where that is over and the table is kept by year.

    Asks first whether it is there: making one waits for everybody who writes.
    """
    table = model._meta.db_table
    if model.BY_YEAR and month.year <= _last_merged(dt.datetime.now(UTC)):
        year = _year_bounds(table, month.year)
        if _called("minben_make_partition", year):
            return 1
        if _is_there(year[1]):
            return 0
    return _called("minben_make_partition", _bounds(table, month))


def _is_there(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(quote_ident(%s)) IS NOT NULL", [table])
        return bool((cursor.fetchone() or (False,))[0])


def merge_years(now: dt.datetime) -> int:
    """Merge the months of the years that are over, all but the last one; returns how many months went.

    A year is copied while it can be read, and swapped at once. Raises OperationalError when somebody holds the table
    for more than five seconds: nothing is changed then, and the next run tries again.
    """
    return sum(_merge(model, now) for model in growing_models() if model.BY_YEAR)


def _merge(model: type[GrowingRecord], now: dt.datetime) -> int:
    table, merged = model._meta.db_table, 0
    for year in sorted({int(name[-7:-3]) for name in _months_of(table)}):
        if year <= _last_merged(now):
            _table, _name, low, high = _year_bounds(table, year)
            merged += _called("minben_merge_year", (table, year, low, high))
    return merged


def _months_of(table: str) -> list[str]:
    return [name for name in partitions_of(table) if re.fullmatch(rf"{table}_\d{{4}}_\d\d", name)]


def partitions_of(table: str) -> list[str]:
    """The names of a table's partitions, oldest first; the rest partition last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass ORDER BY 1",
            [table],
        )
        return [str(row[0]) for row in cursor.fetchall()]


def _last_merged(now: dt.datetime) -> int:
    """The months of last year stay: most looks end there, and its rows still change."""
    return now.year - 2


def _called(function: str, values: Sequence[str | int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(values))})", values)
        return int((cursor.fetchone() or (0,))[0] or 0)


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
    return table, f"{table}_{month:%Y_%m}", _lowest(month), _lowest(_month_after(month, 1))


def _year_bounds(table: str, year: int) -> tuple[str, str, str, str]:
    return table, f"{table}_{year}", _lowest(dt.date(year, 1, 1)), _lowest(dt.date(year + 1, 1, 1))


def _lowest(day: dt.date) -> str:
    return str(lowest_id(dt.datetime(day.year, day.month, day.day, tzinfo=UTC)))
