"""The oracle: due times of Boston 311 are computed again from the time of opening."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from minben.foundation.worktime import Unit
from minben.foundation.worktime.fitting import Fit, Promise
from minben.importing import mapping, promises
from minben.importing.promises import Found
from tests.conftest import REAL_DATA

BOSTON = REAL_DATA / "cases" / "boston_311_2015.csv.gz"
SLOW = 60


@pytest.fixture(scope="module")
def whole() -> Found:
    started = time.monotonic()
    found = promises.examine(BOSTON, mapping.load("boston-311"))
    assert time.monotonic() - started < SLOW
    return found


def best(found: Found, name: str) -> tuple[Fit, int]:
    tally = found.types[name]
    fit = tally.best()
    assert fit is not None
    return fit, tally.rows


@pytest.mark.parametrize(
    ("name", "days", "unit"),
    [
        ("Building Inspection Request", 3, Unit.OPEN_DAY),
        ("General Comments For a Program or Policy", 10, Unit.OPEN_DAY),
        ("CE Collection", 1, Unit.OPEN_DAY),
        ("Empty Litter Basket", 1, Unit.OPEN_DAY),
        ("Sign Repair", 10, Unit.OPEN_DAY),
        ("Unsatisfactory Living Conditions", 120, Unit.FULL_DAY),
    ],
)
def test_what_is_promised_is_found_and_fits_to_the_minute(
    whole: Found, name: str, days: int, unit: Unit
) -> None:
    fit, rows = best(whole, name)
    assert (fit.promise.amount, fit.promise.unit) == (days, unit)
    assert fit.exact / rows >= 0.985


def test_trees_were_promised_another_time_first_and_fit_by_the_promise_of_their_day(whole: Found) -> None:
    """Some of their openings are shown without seconds: any moment of that minute (docs/how-to/check-a-clock.md)."""
    tally = whole.types["Tree Maintenance Requests"]
    dated = tally.dated()
    assert dated is not None
    assert (dated.before, dated.now) == (Promise(545, Unit.FULL_DAY), Promise(365, Unit.FULL_DAY))
    assert dated.changed == dt.date(2015, 2, 17)
    kept = tally.kept(dated)
    assert kept.exact / tally.rows >= 0.985
    assert kept.near / tally.rows >= 0.985
    assert kept.same_day / tally.rows >= 0.999


def test_of_all_rows_with_a_target_most_are_due_at_the_minute(whole: Found) -> None:
    checked = sum(tally.rows for tally in whole.types.values())
    exact = sum(tally.kept(dated).exact for tally in whole.types.values() if (dated := tally.dated()))
    assert (whole.read, whole.unreadable, checked) == (121_145, 0, 94_154)
    assert exact / checked >= 0.97
