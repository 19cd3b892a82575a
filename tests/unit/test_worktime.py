"""Deadlines by hand-checked dates, and by properties that must hold for all of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.foundation.worktime import Calendar, Hours, Unit, after_pause, calendar_for, due, working_minutes
from minben.foundation.worktime import statutory as law

CN = calendar_for("CN")
TW = calendar_for("TW", "Asia/Taipei")
BOSTON = calendar_for("US-MA", "America/New_York", Hours(usual=((dt.time(8), dt.time(17)),)))
MOMENTS = st.datetimes(dt.datetime(2019, 1, 1), dt.datetime(2029, 12, 31), timezones=st.just(dt.UTC))
WHOLE = st.integers(0, 90)
UNITS = st.sampled_from(list(Unit))
CALENDARS = st.sampled_from([CN, TW, BOSTON])


def at(text: str, calendar: Calendar = CN) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


@pytest.mark.parametrize(
    ("start", "amount", "expected", "note"),
    [
        ("2025-09-25 10:00", 1, "2025-09-26 17:30", "Thursday to Friday"),
        ("2025-09-25 10:00", 2, "2025-09-28 17:30", "Sunday 28 September 2025 is made up for National Day"),
        ("2025-09-30 16:00", 1, "2025-10-09 17:30", "National Day and Mid-Autumn: free 1 to 8 October"),
        ("2025-09-30 16:00", 3, "2025-10-11 17:30", "Saturday 11 October 2025 is made up"),
        (
            "2026-02-13 09:00",
            1,
            "2026-02-14 17:30",
            "Saturday 14 February 2026 is made up for Spring Festival",
        ),
        ("2026-02-14 09:00", 1, "2026-02-24 17:30", "Spring Festival: free 15 to 23 February 2026"),
        ("2026-02-14 09:00", 5, "2026-02-28 17:30", "Saturday 28 February 2026 is made up"),
        ("2026-05-08 23:59", 1, "2026-05-09 17:30", "Saturday 9 May 2026 is made up for Labour Day"),
        ("2025-09-27 12:00", 1, "2025-09-28 17:30", "received on a free Saturday"),
        ("2025-12-31 18:00", 1, "2026-01-04 17:30", "New Year: 1 to 3 January 2026, Sunday the 4th made up"),
    ],
)
def test_workdays_on_the_mainland(start: str, amount: int, expected: str, note: str) -> None:
    assert due(at(start), amount, Unit.WORKDAY, CN) == at(expected), note


@pytest.mark.parametrize(
    ("start", "amount", "expected", "note"),
    [
        ("2025-01-24 10:00", 1, "2025-02-03 17:30", "New Year holidays 25 January to 2 February 2025"),
        ("2025-02-07 10:00", 1, "2025-02-08 17:30", "Saturday 8 February 2025 is made up (補班)"),
        ("2026-02-13 10:00", 1, "2026-02-23 17:30", "free 14 to 22 February 2026"),
        ("2014-12-26 10:00", 1, "2014-12-27 17:30", "a December Saturday worked for 2 January 2015"),
    ],
)
def test_workdays_in_taiwan(start: str, amount: int, expected: str, note: str) -> None:
    assert due(at(start, TW), amount, Unit.WORKDAY, TW) == at(expected, TW), note


def test_workdays_in_boston() -> None:
    start, thanksgiving = at("2025-11-26 10:00", BOSTON), at("2025-11-28 17:00", BOSTON)
    assert due(start, 1, Unit.WORKDAY, BOSTON) == thanksgiving
    assert due(at("2026-04-17 10:00", BOSTON), 1, Unit.WORKDAY, BOSTON) == at("2026-04-21 17:00", BOSTON)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected", "note"),
    [
        ("2026-03-02 10:00", 30, "minute", "2026-03-02 10:30", "minutes run at night and at noon"),
        ("2026-03-06 23:30", 2, "hour", "2026-03-07 01:30", "hours run on Saturday"),
        ("2026-03-02 10:00", 3, "day", "2026-03-05 17:30", "the day of the start is not counted"),
        ("2026-03-02 10:00", 5, "day", "2026-03-09 17:30", "would end on Saturday"),
        ("2026-09-28 10:00", 5, "day", "2026-10-08 17:30", "would end inside National Day week"),
        (
            "2026-01-31 10:00",
            1,
            "month",
            "2026-02-28 17:30",
            "no 31 February; the 28th is a made-up Saturday",
        ),
        ("2025-11-30 10:00", 3, "month", "2026-02-28 17:30", "the last day of a shorter month"),
        ("2026-03-02 10:00", 1, "month", "2026-04-02 17:30", "the day of the same number"),
        ("2026-03-02 11:00", 1, "workhour", "2026-03-02 12:00", "ends with the morning, not after lunch"),
        ("2026-03-02 11:30", 1, "workhour", "2026-03-02 14:00", "lunch is not worked"),
        ("2026-03-06 17:00", 1, "workhour", "2026-03-09 09:30", "over a weekend"),
        ("2026-03-07 12:00", 7, "workhour", "2026-03-09 17:30", "begun on a free day"),
        ("2026-02-13 17:00", 1, "workhour", "2026-02-14 09:30", "a made-up Saturday is worked"),
        ("2026-03-02 10:00", 0, "workday", "2026-03-02 10:00", "nothing ends at once"),
    ],
)
def test_other_units(start: str, amount: int, unit: str, expected: str, note: str) -> None:
    assert due(at(start), amount, Unit(unit), CN) == at(expected), note


def test_half_a_workday_is_half_of_its_hours() -> None:
    assert due(at("2026-03-02 10:00"), Decimal("0.5"), Unit.WORKDAY, CN) == at("2026-03-03 14:00")
    assert due(at("2026-03-02 10:00"), Decimal("1.5"), Unit.WORKDAY, CN) == at("2026-03-04 14:00")


@pytest.mark.parametrize(
    ("due_at", "paused", "resumed", "unit", "expected", "note"),
    [
        (
            "2026-03-06 17:30",
            "2026-03-03 10:00",
            "2026-03-05 10:00",
            "workday",
            "2026-03-10 17:30",
            "two workdays",
        ),
        (
            "2026-03-06 17:30",
            "2026-03-06 10:00",
            "2026-03-08 10:00",
            "workday",
            "2026-03-06 17:30",
            "no workday in it",
        ),
        (
            "2026-03-06 17:30",
            "2026-03-03 10:00",
            "2026-03-03 16:00",
            "workday",
            "2026-03-06 17:30",
            "same day",
        ),
        (
            "2026-03-03 14:00",
            "2026-03-02 10:00",
            "2026-03-03 10:00",
            "workday",
            "2026-03-04 14:00",
            "half day kept",
        ),
        (
            "2026-03-06 17:30",
            "2026-03-03 11:00",
            "2026-03-03 14:30",
            "workhour",
            "2026-03-09 11:00",
            "two hours worked",
        ),
        (
            "2026-03-05 17:30",
            "2026-03-03 11:00",
            "2026-03-05 11:00",
            "day",
            "2026-03-09 17:30",
            "lands on Saturday",
        ),
        (
            "2026-03-05 10:00",
            "2026-03-03 11:00",
            "2026-03-03 12:30",
            "hour",
            "2026-03-05 11:30",
            "elapsed time",
        ),
        (
            "2026-03-05 10:00",
            "2026-03-06 11:00",
            "2026-03-09 12:30",
            "hour",
            "2026-03-05 10:00",
            "already late",
        ),
    ],
)
def test_a_pause_moves_the_limit(
    due_at: str, paused: str, resumed: str, unit: str, expected: str, note: str
) -> None:
    assert after_pause(at(due_at), at(paused), at(resumed), Unit(unit), CN) == at(expected), note


def test_clocks_of_the_licensing_law() -> None:
    received = at("2025-09-24 15:00")
    assert law.supplement_until(received, CN) == at("2025-09-30 17:30")
    assert law.decide_until(received, CN) == at("2025-10-28 17:30")
    assert law.decide_until(received, CN, extended=True) == at("2025-11-11 17:30")
    assert law.decide_jointly_until(received, CN) == at("2025-12-02 17:30")
    assert law.decide_jointly_until(received, CN, extended=True) == at("2025-12-23 17:30")
    assert law.deliver_until(received, CN) == at("2025-10-14 17:30")


def test_an_application_counts_as_accepted_when_nothing_was_asked_in_time() -> None:
    received, late = at("2026-03-02 10:00"), at("2026-03-10 09:00")
    assert law.counts_as_accepted(received, None, late, CN)
    assert law.counts_as_accepted(received, late, late, CN)
    assert not law.counts_as_accepted(received, at("2026-03-09 17:30"), late, CN)
    assert not law.counts_as_accepted(received, None, at("2026-03-09 17:30"), CN)


def test_working_minutes_leave_out_noon_nights_and_holidays() -> None:
    assert working_minutes(at("2026-03-02 00:00"), at("2026-03-03 00:00"), CN) == 420
    assert working_minutes(at("2026-02-14 17:00"), at("2026-02-24 09:30"), CN) == 60
    assert working_minutes(at("2026-03-02 11:00"), at("2026-03-02 14:00"), CN) == 90
    assert working_minutes(at("2026-03-03 11:00"), at("2026-03-02 14:00"), CN) == 0


def test_a_jurisdiction_has_exceptions_and_hours_of_its_own() -> None:
    own = calendar_for(
        "CN",
        hours=Hours(by_weekday={4: ((dt.time(9), dt.time(16)),)}),
        exceptions={dt.date(2026, 3, 5): False, dt.date(2026, 3, 7): True},
    )
    assert due(at("2026-03-04 10:00"), 1, Unit.WORKDAY, own) == at("2026-03-06 16:00")
    assert due(at("2026-03-04 10:00"), 2, Unit.WORKDAY, own) == at("2026-03-07 17:30")


def test_summer_time_changes_the_instant_not_the_hour() -> None:
    assert due(at("2026-03-06 10:00", BOSTON), 1, Unit.WORKDAY, BOSTON).hour == 21
    assert due(at("2026-03-05 10:00", BOSTON), 1, Unit.WORKDAY, BOSTON).hour == 22


def test_ten_years_of_holidays_have_about_250_workdays_each() -> None:
    for calendar in (CN, TW, BOSTON, calendar_for("JP", "Asia/Tokyo"), calendar_for("HK", "Asia/Hong_Kong")):
        for year in range(2017, 2027):
            days = [dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(365)]
            assert 238 <= sum(map(calendar.is_workday, days)) <= 254, (calendar.code, year)


@pytest.mark.parametrize(
    "day", ["2017-01-22", "2019-04-28", "2020-10-10", "2021-02-07", "2023-06-25", "2024-02-18", "2026-02-28"]
)
def test_made_up_weekends_are_workdays(day: str) -> None:
    assert CN.is_workday(dt.date.fromisoformat(day))


def test_beyond_the_published_years_fixed_feasts_and_weekends_hold() -> None:
    assert CN.certain_until >= dt.date(2026, 12, 31)
    later = CN.certain_until.year + 4
    assert not CN.is_workday(dt.date(later, 10, 1))
    assert not CN.is_workday(dt.date(later, 5, 1))
    assert due(at(f"{later}-06-20 10:00"), 250, Unit.WORKDAY, CN).year == later + 1


@pytest.mark.parametrize("unit", list(Unit))
def test_naive_moments_are_refused(unit: Unit) -> None:
    naive, aware = dt.datetime(2026, 3, 2), at("2026-03-02 10:00")
    with pytest.raises(ValueError, match="aware"):
        due(naive, 1, unit, CN)
    with pytest.raises(ValueError, match="aware"):
        after_pause(aware, naive, aware, unit, CN)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(-1, Unit.DAY), (Decimal("NaN"), Unit.HOUR), (Decimal("1.5"), Unit.DAY), (Decimal("0.5"), Unit.MONTH)],
)
def test_amounts_that_mean_nothing_are_refused(amount: Decimal, unit: Unit) -> None:
    with pytest.raises(ValueError, match="limit"):
        due(at("2026-03-02 10:00"), amount, unit, CN)


def test_what_does_not_exist_is_refused_with_what_to_write() -> None:
    with pytest.raises(ValueError, match="US-MA"):
        calendar_for("XX")
    with pytest.raises(ValueError, match="Asia/Taipei"):
        calendar_for("CN", "Nowhere/City")
    with pytest.raises(ValueError, match="order"):
        Hours(usual=((dt.time(12), dt.time(9)),))
    with pytest.raises(ValueError, match="before it begins"):
        after_pause(*[at("2026-03-02 10:00")] * 2, at("2026-03-01 10:00"), Unit.HOUR, CN)


@given(MOMENTS, WHOLE, UNITS, CALENDARS)
def test_a_limit_never_ends_before_it_begins(
    start: dt.datetime, amount: int, unit: Unit, calendar: Calendar
) -> None:
    assert due(start, amount, unit, calendar) >= start


@given(MOMENTS, WHOLE, WHOLE, UNITS, CALENDARS)
def test_more_is_never_sooner(
    start: dt.datetime, one: int, other: int, unit: Unit, calendar: Calendar
) -> None:
    less, more = sorted((one, other))
    assert due(start, less, unit, calendar) <= due(start, more, unit, calendar)


@given(MOMENTS, MOMENTS, WHOLE, UNITS, CALENDARS)
def test_later_begun_is_never_sooner_ended(
    one: dt.datetime, other: dt.datetime, amount: int, unit: Unit, calendar: Calendar
) -> None:
    first, second = sorted((one, other))
    assert due(first, amount, unit, calendar) <= due(second, amount, unit, calendar)


@given(MOMENTS, st.integers(0, 60), st.timedeltas(dt.timedelta(), dt.timedelta(days=30)), UNITS, CALENDARS)
def test_a_pause_never_makes_a_limit_earlier(
    paused: dt.datetime, amount: int, length: dt.timedelta, unit: Unit, calendar: Calendar
) -> None:
    before = due(paused, amount, unit, calendar)
    assert after_pause(before, paused, paused + length, unit, calendar) >= before


@given(MOMENTS, st.integers(1, 60), st.integers(1, 60), CALENDARS)
def test_an_extension_of_workdays_counts_on_from_the_due_time(
    start: dt.datetime, first: int, more: int, calendar: Calendar
) -> None:
    once = due(start, first + more, Unit.WORKDAY, calendar)
    assert due(due(start, first, Unit.WORKDAY, calendar), more, Unit.WORKDAY, calendar) == once


@given(MOMENTS, st.integers(1, 300), CALENDARS)
@settings(max_examples=60)
def test_working_hours_used_up_are_the_hours_that_were_given(
    start: dt.datetime, quarters: int, calendar: Calendar
) -> None:
    whole = start.replace(second=0, microsecond=0)
    end = due(whole, Decimal(quarters) / 4, Unit.WORKHOUR, calendar)
    assert working_minutes(whole, end, calendar) == quarters * 15


@given(MOMENTS, st.integers(1, 40))
def test_a_limit_in_workdays_ends_on_a_workday(start: dt.datetime, amount: int) -> None:
    end = due(start, amount, Unit.WORKDAY, CN)
    assert CN.is_workday(end.astimezone(ZoneInfo("Asia/Shanghai")).date())
