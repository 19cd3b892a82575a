"""What is written about models holds in the database too."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection, models

from minben.foundation.records.partitions import growing_models

pytestmark = pytest.mark.django_db


def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def partitioned() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace"
        )
        return {str(row[0]) for row in cursor.fetchall()}


def test_every_growing_model_is_partitioned_and_nothing_else_is() -> None:
    assert {model._meta.db_table for model in growing_models()} == partitioned()


@pytest.mark.parametrize("model", growing_models(), ids=lambda m: m._meta.label)
def test_a_growing_table_is_cut_by_its_key_and_has_room_for_every_month(model: type[models.Model]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_partkeydef(to_regclass(%s)), to_regclass(%s)", [table, f"{table}_rest"])
        assert cursor.fetchone() == ("RANGE (id)", f"{table}_rest")
