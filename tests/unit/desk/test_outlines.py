"""In which district a point lies."""

from __future__ import annotations

import pytest

from minben.desk.presenters.outlines import district_at, inside, outlines
from minben.foundation.records.translated import LANGUAGES

SQUARE = ((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0))


@pytest.mark.parametrize(
    ("point", "held"),
    [
        ((1.0, 1.0), True),
        ((3.0, 1.0), False),
        ((-1.0, 1.0), False),
        ((1.0, 3.0), False),
        ((1.0, -1.0), False),
    ],
    ids=["in the middle", "east", "west", "north", "south"],
)
def test_a_point_is_inside_or_not(point: tuple[float, float], held: bool) -> None:
    assert inside(point, SQUARE) is held


def test_a_notch_is_outside() -> None:
    notched = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0), (0.0, 0.0))
    assert not inside((2.0, 3.0), notched)
    assert inside((0.5, 2.0), notched)


def test_every_outline_is_closed_and_named_in_all_languages() -> None:
    assert len(outlines()) == 3
    assert all(one.edge[0] == one.edge[-1] and set(one.names) == set(LANGUAGES) for one in outlines())


def test_far_away_is_no_district() -> None:
    assert district_at(north=30.05, east=150.03) == "棠溪區"
    assert district_at(north=-40.0, east=10.0) is None
