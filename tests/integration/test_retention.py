"""Partitions of years gone are merged, and what is past its retention goes."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from minben.cases.models import Interaction
from minben.foundation.audit.models import AuditLine
from minben.foundation.jobs.jobs import take_away_what_is_too_old
from minben.foundation.options import kept
from minben.foundation.records.ids import id_at
from minben.foundation.records.partitions import ensure_partitions, merge_years, partitions_of
from minben.foundation.records.retention import past_retention, prune
from tests.factories.cases import in_progress
from tests.factories.town import make_town

pytestmark = pytest.mark.django_db
TABLE = Interaction._meta.db_table
NOW = dt.datetime(2026, 11, 25, 2, 41, tzinfo=dt.UTC)


@pytest.fixture
def contacts() -> list[uuid.UUID]:
    """Three contacts in months of their own of a year that is over."""
    for month in (3, 4, 11):
        _month(2021, month)
    return [_contact(2021, month).id for month in (3, 4, 11)]


def _month(year: int, month: int) -> None:
    """As an earlier release made it: a partition of one month."""
    low, high = (
        str(id_at(dt.datetime(y, m, 1, tzinfo=dt.UTC)))[:13] + "-0000-0000-000000000000"
        for y, m in ((year, month), (year + month // 12, month % 12 + 1))
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT minben_make_partition(%s, %s, %s, %s)", [TABLE, f"{TABLE}_{year}_{month:02}", low, high]
        )


def _contact(year: int, month: int, case_id: uuid.UUID | None = None) -> Interaction:
    moment = dt.datetime(year, month, 15, 9, tzinfo=dt.UTC)
    return Interaction.objects.create(
        id=id_at(moment), case_id=case_id, direction="in", channel="phone", kind="call", summary="問路燈"
    )


def _place_of(key: uuid.UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tableoid::regclass::text FROM {TABLE} WHERE id = %s", [key])
        return str(cursor.fetchone()[0])


def test_months_of_a_year_that_is_over_become_one_partition_and_nothing_is_lost(
    contacts: list[uuid.UUID],
) -> None:
    assert merge_years(NOW) >= 3
    assert {_place_of(key) for key in contacts} == {f"{TABLE}_2021"}
    assert set(Interaction.objects.values_list("id", flat=True)) == set(contacts)
    assert f"{TABLE}_2021_03" not in partitions_of(TABLE)
    assert merge_years(NOW) == 0


def test_last_years_months_stay(contacts: list[uuid.UUID]) -> None:
    assert merge_years(dt.datetime(2022, 6, 1, tzinfo=dt.UTC)) == 0
    assert _place_of(contacts[0]) == f"{TABLE}_2021_03"


def test_a_year_that_is_not_over_is_refused_by_the_database() -> None:
    with pytest.raises(DatabaseError, match="not over"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT minben_merge_year(%s, %s, %s, %s)", [TABLE, timezone.now().year, "x", "y"])


def test_history_of_an_old_year_comes_into_one_partition_unless_its_months_are_there(
    contacts: list[uuid.UUID],
) -> None:
    ensure_partitions(dt.date(2019, 1, 1), dt.date(2021, 12, 1), tables=[TABLE])
    names = partitions_of(TABLE)
    assert f"{TABLE}_2019" in names
    assert f"{TABLE}_2021_12" in names
    assert f"{TABLE}_2021" not in names


def test_what_is_past_its_retention_goes_and_the_young_stays(contacts: list[uuid.UUID]) -> None:
    ensure_partitions(dt.date(2010, 1, 1), dt.date(2010, 12, 1), tables=[TABLE])
    old = _contact(2010, 5)
    take_away_what_is_too_old(timestamp=int(NOW.timestamp()))
    assert not Interaction.objects.filter(id=old.id).exists()
    assert Interaction.objects.filter(id__in=contacts).count() == 3
    assert AuditLine.objects.get(action="records.pruned").reason == f"{TABLE}_2010"


def test_contacts_of_an_open_case_stay_however_old() -> None:
    ensure_partitions(dt.date(2010, 1, 1), dt.date(2010, 12, 1), tables=[TABLE])
    old = _contact(2010, 5, in_progress(make_town()).id)
    assert [found.needed for found in past_retention(NOW, kept.months())] == [True]
    assert prune(NOW, kept.months()) == []
    assert Interaction.objects.filter(id=old.id).exists()


@pytest.mark.parametrize(
    ("table", "part", "says"),
    [
        ("audit_auditline", "audit_auditline_rest", "append-only"),
        (TABLE, f"{TABLE}_rest", "no partition"),
        (TABLE, "parties_party", "no partition"),
        (TABLE, f"{TABLE}_{dt.datetime.now(dt.UTC):%Y_%m}", "last year"),
    ],
)
def test_the_database_drops_nothing_else(table: str, part: str, says: str) -> None:
    ensure_partitions(timezone.now().date(), timezone.now().date(), tables=[TABLE])
    with pytest.raises(DatabaseError, match=says), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT minben_drop_partition(%s, %s)", [table, part])
