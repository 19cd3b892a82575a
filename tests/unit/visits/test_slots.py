"""Which times can be booked."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from minben.visits.slots import HALF, Places, Taken, covered, day_slots, half_hours

NINE = dt.datetime(2026, 3, 3, 1, 0, tzinfo=dt.UTC)
EARLY = NINE - dt.timedelta(days=1)
DAY = [
    (NINE, NINE + dt.timedelta(hours=3)),
    (NINE + dt.timedelta(hours=4, minutes=30), NINE + dt.timedelta(hours=8)),
]


def test_half_hours_lie_wholly_in_opening_hours() -> None:
    odd = [(NINE, NINE + dt.timedelta(minutes=80))]
    assert half_hours(odd) == [NINE, NINE + HALF]
    assert half_hours([(NINE, NINE + dt.timedelta(minutes=29))]) == []


def test_a_long_visit_does_not_run_into_the_lunch_break_or_past_closing() -> None:
    starts = [slot.starts_at for slot in day_slots(DAY, 60, Places(1, 1), [], after=EARLY)]
    assert NINE + dt.timedelta(hours=2) in starts
    assert NINE + dt.timedelta(hours=2, minutes=30) not in starts
    assert NINE + dt.timedelta(hours=7, minutes=30) not in starts


def test_what_is_over_is_left_out_and_what_is_full_says_so() -> None:
    taken = [Taken(NINE + HALF, 30)]
    slots = day_slots(DAY, 30, Places(1, 1), taken, after=NINE)
    assert slots[0].starts_at == NINE + HALF
    assert slots[0].free == 0
    assert slots[1].free == 1


def test_a_booking_from_before_hours_moved_takes_the_place_that_it_overlaps() -> None:
    """It stood at 9:15 while the office opened at a quarter past; now it opens at nine."""
    slots = day_slots(DAY, 30, Places(1, 1), [Taken(NINE + dt.timedelta(minutes=15), 30)], after=EARLY)
    assert [slot.free for slot in slots[:3]] == [0, 0, 1]


def test_counters_of_their_own_are_counted_apart() -> None:
    other = [Taken(NINE, 30, same=False)]
    assert day_slots(DAY, 30, Places(3, 1), other, after=EARLY)[0].free == 1
    assert day_slots(DAY, 30, Places(3, 1), [Taken(NINE, 30)], after=EARLY)[0].free == 0


@given(
    st.integers(1, 4),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 120)), max_size=40),
)
def test_however_people_book_no_half_hour_ever_holds_more_than_its_places(
    places: int, wanted: list[tuple[int, int]]
) -> None:
    taken: list[Taken] = []
    for choice, minutes in wanted:
        free = [s for s in day_slots(DAY, minutes, Places(places, places), taken, after=EARLY) if s.free]
        if free:
            taken.append(Taken(free[choice % len(free)].starts_at, minutes))
    for half in half_hours(DAY):
        assert sum(half in covered(one.starts_at, one.minutes) for one in taken) <= places
    assert all(
        any(a <= s.starts_at and covered(s.starts_at, s.minutes)[-1] + HALF <= b for a, b in DAY)
        for s in taken
    )
