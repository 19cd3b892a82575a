"""Drawing and marking: pure, the same every time."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.cases.quality.drawing import draw, wanted_of
from minben.cases.quality.marking import Mark, Outcome, outcome_of

LINES = [
    {"key": "answer", "weight": 25, "critical": True},
    {"key": "record", "weight": 15},
    {"key": "law", "weight": 10},
]


@given(
    pool=st.lists(st.uuids(), max_size=40, unique=True), number=st.integers(0, 50), seed=st.text(max_size=5)
)
def test_the_same_pool_and_seed_draw_the_same_whatever_the_order(
    pool: list[uuid.UUID], number: int, seed: str
) -> None:
    drawn = draw(pool, number, seed=seed)
    assert drawn == draw(list(reversed(pool)), number, seed=seed)
    assert len(set(drawn)) == min(number, len(pool))
    assert set(drawn) <= set(pool)


@pytest.mark.parametrize(
    ("pool", "share", "number", "wanted"),
    [(100, 5, 0, 5), (101, 5, 0, 6), (10, 5, 3, 3), (2, 5, 3, 2), (0, 100, 9, 0), (7, 0, 0, 0)],
)
def test_how_many_are_drawn(pool: int, share: int, number: int, wanted: int) -> None:
    assert wanted_of(pool, share=share, number=number) == wanted


@pytest.mark.parametrize(
    ("marks", "outcome"),
    [
        (("yes", "yes", "yes"), Outcome(100, False)),
        (("yes", "partly", "none"), Outcome(81, False)),
        (("partly", "no", "no"), Outcome(25, False)),
        (("no", "yes", "yes"), Outcome(0, True)),
        (("none", "none", "none"), Outcome(None, False)),
    ],
)
def test_points_follow_the_weights_and_a_critical_error_fails_all(
    marks: tuple[str, ...], outcome: Outcome
) -> None:
    keyed = {line["key"]: mark for line, mark in zip(LINES, marks, strict=True)}
    assert outcome_of(LINES, keyed) == outcome  # type: ignore[arg-type]


def test_every_line_needs_a_mark_that_exists() -> None:
    with pytest.raises(KeyError):
        outcome_of(LINES, {"answer": Mark.YES})
    with pytest.raises(ValueError, match="maybe"):
        outcome_of(LINES, {"answer": "maybe", "record": "yes", "law": "yes"})
