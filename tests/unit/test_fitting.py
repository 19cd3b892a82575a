"""A promise is found again from what it led to; days are counted as a city elsewhere counts them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.foundation.worktime import Hours, Unit, calendar_for, due
from minben.foundation.worktime.fitting import Dated, Kept, Promise, Tally, candidates

TOWN = calendar_for("US-MA", "America/New_York", Hours.read(["08:30-17:00"]))
LUNCH = calendar_for("US-MA", "America/New_York", Hours.read(["08:30-12:00", "13:00-17:00"]))
MOMENTS = st.datetimes(dt.datetime(2016, 1, 1), dt.datetime(2025, 12, 31), timezones=st.just(dt.UTC))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=TOWN.zone)


@pytest.mark.parametrize(
    ("opened", "days", "expected", "note"),
    [
        ("2024-06-04 10:25", 3, "2024-06-07 10:25", "Tuesday to Friday at the same minute"),
        ("2024-06-06 16:59", 1, "2024-06-07 16:59", "up to the last minute of work"),
        ("2024-06-06 17:00", 1, "2024-06-10 08:30", "at closing it counts as come on Friday morning"),
        ("2024-06-06 06:10", 1, "2024-06-07 08:30", "before work: as come at half past eight"),
        ("2024-06-08 14:00", 1, "2024-06-11 08:30", "Saturday counts as Monday morning"),
        ("2024-07-03 11:00", 1, "2024-07-05 11:00", "Independence Day is free"),
        ("2024-07-04 11:00", 1, "2024-07-08 08:30", "opened on Independence Day, a Thursday"),
        ("2024-04-12 09:00", 1, "2024-04-16 09:00", "Patriots' Day, Monday 15 April 2024, is free here"),
        (
            "2024-03-08 10:00",
            1,
            "2024-03-11 10:00",
            "summer time begins in between; the clock on the wall stays",
        ),
    ],
)
def test_open_days_run_from_working_minute_to_working_minute(
    opened: str, days: int, expected: str, note: str
) -> None:
    assert due(at(opened), days, Unit.OPEN_DAY, TOWN) == at(expected), note


@pytest.mark.parametrize(
    ("opened", "days", "expected", "note"),
    [
        ("2024-06-04 10:25", 4, "2024-06-08 10:25", "may end on a Saturday"),
        ("2024-07-01 23:50", 3, "2024-07-04 23:50", "may end on a holiday, at night"),
        ("2024-03-08 10:00", 3, "2024-03-11 10:00", "71 hours: the clocks were put forward"),
        (
            "2024-03-09 02:30",
            1,
            "2024-03-10 03:00",
            "half past two does not exist: when they were put forward",
        ),
        ("2024-02-28 09:00", 1, "2024-02-29 09:00", "a leap day is a day"),
    ],
)
def test_full_days_run_to_the_same_time_on_the_wall(opened: str, days: int, expected: str, note: str) -> None:
    assert due(at(opened), days, Unit.FULL_DAY, TOWN) == at(expected), note


def test_an_open_day_that_would_end_at_noon_of_a_short_day_ends_with_it() -> None:
    short = calendar_for(
        "US-MA", "America/New_York", Hours(Hours.read(["08:30-17:00"]).usual, {4: LUNCH.hours.usual[:1]})
    )
    assert due(at("2024-06-06 15:00"), 1, Unit.OPEN_DAY, short) == at("2024-06-07 12:00")


def tally_of(*pairs: tuple[str, str]) -> Tally:
    tally = Tally()
    for opened, due_at in pairs:
        tally.add(at(opened), at(due_at), TOWN)
    return tally


def test_the_number_that_fits_most_rows_wins_and_the_other_is_told_with_its_days() -> None:
    tally = tally_of(
        ("2024-06-03 10:00", "2024-06-05 10:00"),
        ("2024-06-10 10:00", "2024-06-11 10:00"),
        ("2024-06-13 10:00", "2024-06-14 10:00:59"),  # seconds do not count
        ("2024-06-14 10:00", "2024-06-17 10:00"),
        ("2024-06-14 11:00", "2024-06-17 11:07"),  # the right day, seven minutes off
    )
    best = tally.best()
    assert best is not None
    assert (best.promise, best.exact) == (Promise(1, Unit.OPEN_DAY), 3)
    assert tally.kept(Dated(best.promise)).same_day == 4
    other = tally.best(beside=best.promise)
    assert other is not None
    assert (other.promise.amount, other.exact, other.first) == (2, 1, at("2024-06-03 10:00"))


def test_a_tie_goes_to_the_smaller_number_and_then_to_workdays() -> None:
    best = tally_of(("2024-06-07 10:00", "2024-06-10 10:00")).best()  # 1 workday or 3 natural days
    assert best is not None
    assert best.promise == Promise(1, Unit.OPEN_DAY)
    even = tally_of(("2024-06-04 10:00", "2024-06-05 10:00")).best()  # 1 of both
    assert even is not None
    assert even.promise.unit == Unit.OPEN_DAY


@pytest.mark.parametrize(
    ("opened", "due_at", "note"),
    [
        ("2024-06-04 10:00", "2024-06-04 10:00", "due at once"),
        ("2024-06-04 10:00", "2024-06-03 10:00", "due before"),
        ("2024-06-04 10:00", "2024-06-04 16:00", "the same day"),
        ("2024-06-04 10:00", "9000-06-04 16:00", "no promise of days"),
    ],
)
def test_what_is_no_promise_of_days_has_no_candidate(opened: str, due_at: str, note: str) -> None:
    assert candidates(at(opened), at(due_at), TOWN) == (), note
    assert tally_of((opened, due_at)).best() is None


@given(
    MOMENTS,
    st.integers(1, 200),
    st.sampled_from([Unit.OPEN_DAY, Unit.FULL_DAY]),
    st.sampled_from([TOWN, LUNCH]),
)
def test_every_promise_is_among_its_own_candidates(
    opened: dt.datetime, days: int, unit: Unit, calendar
) -> None:
    found = candidates(opened, due(opened, days, unit, calendar), calendar)
    assert Promise(days, unit) in [one.promise for one in found if one.exact]


@pytest.mark.parametrize("hours", ["8-17", "", "17:00-08:30", "08:30", "08:30–17:00"])
def test_hours_that_cannot_be_read_are_refused(hours: str) -> None:
    with pytest.raises(ValueError, match="hours"):
        Hours.read([hours])


def opened_daily(first: str, days: int, promised: int) -> list[tuple[str, str]]:
    begun = dt.datetime.fromisoformat(f"{first} 10:00")
    moments = [begun + dt.timedelta(days=number) for number in range(days)]
    return [
        (f"{one:%Y-%m-%d %H:%M}", f"{one + dt.timedelta(days=promised):%Y-%m-%d %H:%M}") for one in moments
    ]


def test_a_promise_that_was_changed_is_found_with_the_day() -> None:
    tally = tally_of(*opened_daily("2024-05-01", 8, 90), *opened_daily("2024-05-09", 20, 30))
    dated = tally.dated()
    assert dated == Dated(
        Promise(30, Unit.FULL_DAY), Promise(90, Unit.FULL_DAY), dt.date.fromisoformat("2024-05-09")
    )
    assert [dated.on(dt.date(2024, 5, day)).amount for day in (8, 9)] == [90, 30]
    assert tally.kept(dated) == Kept(exact=28, near=28, same_day=28)


def test_a_promise_that_became_longer_is_found_too() -> None:
    tally = tally_of(*opened_daily("2024-05-01", 20, 30), *opened_daily("2024-05-21", 8, 90))
    dated = tally.dated()
    assert dated is not None
    assert (dated.before, dated.now) == (Promise(30, Unit.FULL_DAY), Promise(90, Unit.FULL_DAY))
    assert tally.kept(dated).exact == 28


def test_two_promises_given_side_by_side_are_no_change() -> None:
    tally = tally_of(*opened_daily("2024-05-01", 20, 30), *opened_daily("2024-05-01", 8, 90)[3:5])
    assert tally.dated() == Dated(Promise(30, Unit.FULL_DAY))
    assert Tally().dated() is None


def test_a_minute_and_a_half_is_near_and_two_are_not() -> None:
    tally = tally_of(
        ("2024-06-03 10:00:01", "2024-07-03 10:00:01"),
        ("2024-06-03 10:00:01", "2024-07-03 10:01:31"),
        ("2024-06-03 10:00:01", "2024-07-03 10:02:01"),
    )
    dated = tally.dated()
    assert dated is not None
    assert tally.kept(dated) == Kept(exact=1, near=2, same_day=3)


@pytest.mark.parametrize(
    ("due_at", "exact"),
    [("09:59:00", 0), ("09:59:01", 1), ("10:00:59", 1), ("10:01:58", 1), ("10:01:59", 0), ("10:02:30", 0)],
)
def test_an_opening_without_seconds_was_at_any_moment_of_its_minute(due_at: str, exact: int) -> None:
    """Opened between 10:00:00 and 10:00:59: due less than a minute from that, a month later."""
    tally = tally_of(("2024-06-03 10:00", f"2024-07-03 {due_at}"))
    assert tally.kept(Dated(Promise(30, Unit.FULL_DAY))).exact == exact
