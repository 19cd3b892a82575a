"""About how long one waits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minben.visits.waiting import minutes_until, usual

seconds = st.lists(st.floats(0, 7200), max_size=30)


def test_the_set_up_counts_until_enough_visits_were_seen_then_the_median_does() -> None:
    assert usual([60.0] * 4, 900.0) == 900.0
    assert usual([60.0, 60.0, 120.0, 180.0, 6000.0], 900.0) == 120.0


def test_without_a_counter_nobody_can_say() -> None:
    assert minutes_until([60.0], [], 0) is None


def test_a_free_counter_takes_the_next_one_at_once() -> None:
    assert minutes_until([], [], 1) == 0
    assert minutes_until([], [600.0], 2) == 0
    assert minutes_until([], [600.0, 300.0], 2) == 5


def test_each_of_those_ahead_goes_to_the_counter_that_is_free_first() -> None:
    assert minutes_until([600.0, 600.0], [], 1) == 20
    assert minutes_until([600.0, 600.0], [], 2) == 10
    assert minutes_until([600.0, 60.0, 60.0], [], 2) == 2


@given(seconds, seconds, st.integers(1, 6), st.floats(0, 7200))
def test_one_more_ahead_never_shortens_it_and_one_more_counter_never_lengthens_it(
    ahead: list[float], remaining: list[float], counters: int, more: float
) -> None:
    busy = remaining[:counters]
    said = minutes_until(ahead, busy, counters)
    longer = minutes_until([*ahead, more], busy, counters)
    shorter = minutes_until(ahead, busy, counters + 1)
    assert said is not None and longer is not None and shorter is not None
    assert shorter <= said <= longer
