"""Who is called next: fair by construction, whoever comes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import uuid

from hypothesis import given
from hypothesis import strategies as st

from minben.visits.fairness import Rules, Waiting, choose

NINE = dt.datetime(2026, 3, 3, 1, 0, tzinfo=dt.UTC)
minutes = st.integers(0, 240).map(lambda n: NINE + dt.timedelta(minutes=n))
people = st.builds(
    Waiting,
    key=st.uuids(),
    since=minutes,
    statutory=st.booleans(),
    booked=st.none() | minutes,
    passed=st.booleans(),
)
lines = st.lists(people, max_size=30, unique_by=lambda one: one.key)
rules = st.builds(Rules, early=st.integers(0, 60), late=st.integers(0, 60), ordinary_every=st.integers(2, 6))


def person(minute: int, **facts: object) -> Waiting:
    made = Waiting(uuid.uuid4(), NINE + dt.timedelta(minutes=minute))
    return dataclasses.replace(made, **facts)  # type: ignore[arg-type]


def test_the_queue_is_given_arrival_priority_by_law_and_the_booked_time_and_nothing_else() -> None:
    names = {field.name for field in dataclasses.fields(Waiting)}
    assert names == {"key", "since", "statutory", "booked", "passed"}


@given(lines, rules, minutes, st.integers(0, 10))
def test_everybody_stands_in_the_order_once_and_it_does_not_depend_on_how_they_were_read(
    line: list[Waiting], by: Rules, now: dt.datetime, run: int
) -> None:
    choice = choose(line, by, now, run=run)
    assert sorted(choice.order) == sorted(one.key for one in line)
    mixed = random.Random(1).sample(line, len(line))
    assert choose(mixed, by, now, run=run) == choice


@given(lines, rules, minutes)
def test_priority_by_law_goes_first_and_among_equals_who_came_first(
    line: list[Waiting], by: Rules, now: dt.datetime
) -> None:
    order = choose(line, by, now, run=0).order
    known = {one.key: one for one in line}
    ranked = [known[key] for key in order]
    assert [one.statutory for one in ranked] == sorted((one.statutory for one in line), reverse=True)
    first = [one for one in ranked if one.statutory]
    assert [one.since for one in first] == sorted(one.since for one in first)
    plain = [one for one in ranked if not one.statutory and one.booked is None and not one.passed]
    assert [one.since for one in plain] == sorted(one.since for one in plain)


@given(lines, rules, minutes)
def test_taking_priority_away_never_moves_anybody_forward(
    line: list[Waiting], by: Rules, now: dt.datetime
) -> None:
    entitled = next((one for one in line if one.statutory), None)
    if entitled is None:
        return
    plain = [dataclasses.replace(one, statutory=False) if one is entitled else one for one in line]
    before = choose(line, by, now, run=0).order.index(entitled.key)
    assert choose(plain, by, now, run=0).order.index(entitled.key) >= before


@given(
    st.integers(2, 6),
    st.integers(0, 6),
    st.lists(st.sampled_from(["law", "booked", "passed"]), min_size=1, max_size=4),
)
def test_nobody_starves_while_people_with_priority_never_stop_coming(
    every: int, ahead: int, flood: list[str]
) -> None:
    """One counter; before each call more people with a better claim come. ``ahead`` ordinary ones came before."""
    by = Rules(early=30, late=30, ordinary_every=every)
    patient = person(ahead)
    line = [*(person(n) for n in range(ahead)), patient]
    run, now, calls = 0, NINE + dt.timedelta(minutes=ahead), 0
    while patient in line:
        now += dt.timedelta(minutes=1)
        arrived = int((now - NINE).total_seconds() // 60)
        claims = {
            "law": {"statutory": True},
            "booked": {"booked": now},
            "passed": {"passed": True},
        }
        line += [person(arrived, **claims[kind]) for kind in flood]
        choice = choose(line, by, now, run=run)
        key, calls = choice.order[0], calls + 1
        run = choice.runs[key]
        line = [one for one in line if one.key != key]
        assert calls <= every * (ahead + 1)


def test_a_booked_time_counts_inside_its_window_only() -> None:
    by, walked = Rules(early=15, late=15), person(0)
    early = person(1, booked=NINE + dt.timedelta(minutes=60))
    late = person(50, booked=NINE + dt.timedelta(minutes=30))
    now = NINE + dt.timedelta(minutes=44)
    assert choose([early, walked], by, now, run=0).order[0] == walked.key
    assert choose([early, walked], by, now + dt.timedelta(minutes=1), run=0).order[0] == early.key
    assert choose([late, walked], by, now + dt.timedelta(minutes=10), run=0).order[0] == walked.key


def test_who_came_in_time_keeps_the_place_however_long_the_office_is_behind() -> None:
    booked, walked = person(20, booked=NINE + dt.timedelta(minutes=25)), person(0)
    assert choose([walked, booked], Rules(), NINE + dt.timedelta(hours=2), run=0).order[0] == booked.key
