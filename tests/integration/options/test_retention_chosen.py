"""The months that were chosen are those that the night and the doctor go by."""

from __future__ import annotations

import datetime as dt

import pytest

from minben.cases.models import Interaction
from minben.cli.checks_of_database import retention
from minben.foundation.access.actor import SYSTEM
from minben.foundation.jobs.jobs import take_away_what_is_too_old
from minben.foundation.options import held
from minben.foundation.options.actions import change
from minben.foundation.records.ids import id_at
from minben.foundation.records.partitions import ensure_partitions

pytestmark = pytest.mark.django_db
TABLE = Interaction._meta.db_table
NOW = dt.datetime(2026, 11, 25, 2, 41, tzinfo=dt.UTC)


@pytest.fixture
def of_2021() -> Interaction:
    ensure_partitions(dt.date(2021, 1, 1), dt.date(2021, 12, 1), tables=[TABLE])
    key = id_at(dt.datetime(2021, 5, 15, tzinfo=dt.UTC))
    return Interaction.objects.create(id=key, direction="in", channel="phone", kind="call", summary="問路燈")


@pytest.mark.parametrize(("months", "stays"), [(180, True), (72, True), (24, False)])
def test_the_night_takes_away_by_the_months_that_were_chosen(
    of_2021: Interaction, months: int, stays: bool
) -> None:
    change(SYSTEM, "retention", {"interaction": months})
    held.forget()
    take_away_what_is_too_old(timestamp=int(NOW.timestamp()))
    assert Interaction.objects.filter(id=of_2021.id).exists() == stays


def test_the_doctor_goes_by_them_too(of_2021: Interaction) -> None:
    assert "nothing is older" in retention().found
    change(SYSTEM, "retention", {"interaction": 24})
    held.forget()
    assert f"{TABLE}_2021" in retention().found
