"""What must hold for every due time, over ten years of holidays of three places."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from minben.foundation.worktime import Calendar, Hours, Unit, after_pause, calendar_for, due, working_minutes
from minben.foundation.worktime import statutory as law

CN = calendar_for("CN")
OWN = calendar_for(
    "CN",
    hours=Hours(by_weekday={4: ((dt.time(9), dt.time(12)),)}),
    exceptions={dt.date(2021, 3, 3): False, dt.date(2021, 3, 6): True, dt.date(2024, 2, 9): False},
)
TW = calendar_for("TW", "Asia/Taipei")
BOSTON = calendar_for("US-MA", "America/New_York", Hours.read(["08:30-17:00"]))
CALENDARS = st.sampled_from([CN, OWN, TW, BOSTON])
DAYS = st.dates(dt.date(2017, 1, 1), dt.date(2026, 12, 31))
MOMENTS = st.datetimes(dt.datetime(2017, 1, 1), dt.datetime(2026, 12, 31), timezones=st.just(dt.UTC))
SPANS = st.timedeltas(dt.timedelta(), dt.timedelta(days=40))
UNITS = st.sampled_from(list(Unit))
ON_WORKDAYS = st.sampled_from([Unit.DAY, Unit.MONTH, Unit.WORKDAY, Unit.WORKHOUR, Unit.OPEN_DAY])
AMOUNTS = st.integers(1, 80)


@given(MOMENTS, AMOUNTS, ON_WORKDAYS, CALENDARS)
def test_what_is_due_is_due_inside_working_hours(
    start: dt.datetime, amount: int, unit: Unit, calendar: Calendar
) -> None:
    end = due(start, amount, unit, calendar)
    spans = calendar.spans(calendar.local_day(end))
    assert any(begin <= end <= stop for begin, stop in spans)


@given(MOMENTS, AMOUNTS, st.sampled_from([Unit.DAY, Unit.MONTH, Unit.WORKDAY]), CALENDARS)
def test_days_of_the_law_end_when_work_ends(
    start: dt.datetime, amount: int, unit: Unit, calendar: Calendar
) -> None:
    end = due(start, amount, unit, calendar)
    assert end == calendar.closing(calendar.local_day(end))


@given(MOMENTS, SPANS, AMOUNTS, UNITS, CALENDARS)
def test_later_begun_is_never_sooner_due(
    start: dt.datetime, later: dt.timedelta, amount: int, unit: Unit, calendar: Calendar
) -> None:
    assert due(start, amount, unit, calendar) <= due(start + later, amount, unit, calendar)


@given(MOMENTS, AMOUNTS, st.integers(0, 40), UNITS, CALENDARS)
def test_more_time_is_never_sooner_due(
    start: dt.datetime, amount: int, more: int, unit: Unit, calendar: Calendar
) -> None:
    assert due(start, amount, unit, calendar) <= due(start, amount + more, unit, calendar)


@given(MOMENTS, AMOUNTS, SPANS, SPANS, SPANS, UNITS, CALENDARS)
def test_a_longer_pause_never_makes_a_limit_sooner_due(
    start: dt.datetime,
    amount: int,
    begun: dt.timedelta,
    length: dt.timedelta,
    more: dt.timedelta,
    unit: Unit,
    calendar: Calendar,
) -> None:
    end, paused = due(start, amount, unit, calendar), start + begun
    short = after_pause(end, paused, paused + length, unit, calendar)
    assert end <= short <= after_pause(end, paused, paused + length + more, unit, calendar)


@given(MOMENTS, AMOUNTS, UNITS, SPANS, CALENDARS)
def test_a_pause_after_the_limit_moves_nothing(
    start: dt.datetime, amount: int, unit: Unit, length: dt.timedelta, calendar: Calendar
) -> None:
    end = due(start, amount, unit, calendar)
    assert after_pause(end, end, end + length, unit, calendar) == end


@given(MOMENTS, AMOUNTS, AMOUNTS, SPANS, SPANS, CALENDARS)
def test_an_extension_after_a_pause_is_a_pause_after_an_extension(
    start: dt.datetime, days: int, more: int, begun: dt.timedelta, length: dt.timedelta, calendar: Calendar
) -> None:
    """The law gives days and leaves days out; it does not say in which order (art. 42, 45)."""
    end, paused = due(start, days, Unit.WORKDAY, calendar), start + begun
    assume(paused < end)
    moved = after_pause(end, paused, paused + length, Unit.WORKDAY, calendar)
    extended = due(end, more, Unit.WORKDAY, calendar)
    assert due(moved, more, Unit.WORKDAY, calendar) == after_pause(
        extended, paused, paused + length, Unit.WORKDAY, calendar
    )


@given(MOMENTS, SPANS, SPANS)
def test_a_decision_left_uncounted_time_keeps_its_extension(
    accepted: dt.datetime, begun: dt.timedelta, length: dt.timedelta
) -> None:
    review = (accepted + begun, accepted + begun + length)
    assume(review[0] < law.decide_until(accepted, CN))
    short = law.decide_until(accepted, CN, uncounted=[review])
    long = law.decide_until(accepted, CN, extended=True, uncounted=[review])
    assert due(short, law.EXTENSION, Unit.WORKDAY, CN) == long


@given(MOMENTS, st.lists(st.tuples(SPANS, SPANS), max_size=4))
def test_the_order_in_which_uncounted_time_is_named_does_not_matter(
    accepted: dt.datetime, found: list[tuple[dt.timedelta, dt.timedelta]]
) -> None:
    periods = [(accepted + begun, accepted + begun + length) for begun, length in found]
    plain = law.decide_until(accepted, CN)
    moved = law.decide_until(accepted, CN, uncounted=periods)
    assert plain <= moved == law.decide_until(accepted, CN, uncounted=periods[::-1])
    assert law.decide_until(accepted, CN, uncounted=periods * 2) == moved


@given(MOMENTS, CALENDARS)
def test_the_clocks_of_the_law_stand_in_order(begun: dt.datetime, calendar: Calendar) -> None:
    found = [
        law.supplement_until(begun, calendar),
        law.deliver_until(begun, calendar),
        law.decide_until(begun, calendar),
        law.decide_until(begun, calendar, extended=True),
        law.decide_jointly_until(begun, calendar),
        law.decide_jointly_until(begun, calendar, extended=True),
    ]
    assert found == sorted(set(found))


@given(MOMENTS, SPANS, SPANS)
def test_what_silence_accepted_stays_accepted(
    received: dt.datetime, passed: dt.timedelta, more: dt.timedelta
) -> None:
    before = law.counts_as_accepted(received, None, received + passed, CN)
    assert before <= law.counts_as_accepted(received, None, received + passed + more, CN)


@given(MOMENTS, SPANS, SPANS, CALENDARS)
def test_working_time_adds_up(
    start: dt.datetime, first: dt.timedelta, second: dt.timedelta, calendar: Calendar
) -> None:
    begin = start.replace(second=0, microsecond=0)
    middle, end = (
        begin + dt.timedelta(minutes=n // dt.timedelta(minutes=1)) for n in (first, first + second)
    )
    parts = working_minutes(begin, middle, calendar) + working_minutes(middle, end, calendar)
    assert parts == working_minutes(begin, end, calendar)


@given(DAYS, st.integers(0, 800), CALENDARS)
def test_workdays_between_two_days_are_those_one_counts_on_the_fingers(
    day: dt.date, length: int, calendar: Calendar
) -> None:
    days = [day + dt.timedelta(days=n) for n in range(1, length + 1)]
    worked = [one for one in days if calendar.is_workday(one)]
    assert calendar.workdays_between(day, day + dt.timedelta(days=length)) == len(worked)
    following = calendar.workdays_after(day)
    assert [next(following) for _one in worked] == worked


@pytest.mark.parametrize("year", range(2017, 2027))
def test_no_day_is_lost_at_the_turn_of_a_year(year: int) -> None:
    last = dt.date(year, 12, 31)
    assert next(CN.workdays_after(last)) == CN.workday_from(last + dt.timedelta(days=1))
