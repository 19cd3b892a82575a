"""More cases than a small city has: copies of its own, so that lists are deep. By plain SQL, as the tables' owner."""

from __future__ import annotations

import psycopg
from django.db.models import Model

from minben.cases.models import Case, CaseScope, CaseSearch, Interaction
from minben.parties.models import Party

FRESH_ID = "overlay({id}::text placing substr(md5(random()::text), 1, 12) from 25)::uuid"
"""The same moment, another key."""


def deepen(cases: int, owner_url: str) -> None:
    """Copy every case and its scope rows until there are at least ``cases`` of them, then let the planner look."""
    have = Case.objects.count()
    copies = max(0, -(-cases // have) - 1)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        if copies:
            connection.execute(
                f"CREATE TEMP TABLE twin AS SELECT id AS old, {FRESH_ID.format(id='id')} AS new "
                f"FROM cases_case CROSS JOIN generate_series(1, {copies})"
            )
            connection.execute(
                _copy(
                    Case,
                    {
                        "id": "twin.new",
                        "number": "'copy ' || substr(md5(twin.new::text), 1, 16)",
                        "track_token": "substr(md5(twin.new::text), 1, 24)",
                        "source_key": "''",
                    },
                    "twin.old = t.id",
                )
            )
            fresh = FRESH_ID.format(id="t.id")
            connection.execute(
                _copy(
                    CaseScope,
                    {
                        "id": fresh,
                        "case_id": "twin.new",
                        "sort_key": "twin.new",
                    },
                    "twin.old = t.case_id",
                )
            )
            connection.execute(
                _copy(Interaction, {"id": fresh, "case_id": "twin.new"}, "twin.old = t.case_id")
            )
            connection.execute(_copy(CaseSearch, {"case_id": "twin.new"}, "twin.old = t.case_id"))
        connection.execute("VACUUM ANALYZE")


def _copy(model: type[Model], other: dict[str, str], join: str) -> str:
    columns = [str(field.column) for field in model._meta.concrete_fields]
    values = ", ".join(other.get(name, f"t.{name}") for name in columns)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} t JOIN twin ON {join}"


def counts() -> str:
    rows = ((Party, "parties"), (Case, "cases"), (CaseScope, "scope rows"), (Interaction, "contacts"))
    return ", ".join(f"{model._default_manager.count():,} {name}" for model, name in rows)
