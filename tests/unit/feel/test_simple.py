"""What can be known of a cell without running it agrees with running it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from minben.foundation.feel import Simple, UnaryTests, unary_tests
from tests.unit.feel.facts import NOW

CONSTANTS = ["1", "2.5", "-3", '"a"', '"b"', "true", "null", 'date("2026-01-02")']
PIECES = [
    *CONSTANTS, "< 2", ">= 2.5", "> -3", "[1..2.5]", "(1..3)", "[2..1]", "= 2", '"a"', '>= "b"', '< date("2026-02-01")', "-",
]  # fmt: skip
VALUES: list[Any] = [
    None,
    True,
    False,
    Decimal(1),
    Decimal("2.5"),
    -3,
    2,
    0,
    9,
    "a",
    "b",
    "c",
    dt.date(2026, 1, 2),
]
pieces = st.lists(st.sampled_from(PIECES[:-1]), min_size=1, max_size=3).map(", ".join)
cells = (
    st.sampled_from(["-"])
    | pieces
    | st.lists(st.sampled_from(CONSTANTS), min_size=1, max_size=2).map(lambda some: f"not({', '.join(some)})")
)


def known(cell: UnaryTests) -> Simple:
    assert cell.simple is not None
    return cell.simple


@settings(deadline=None)
@given(cells, st.sampled_from(VALUES))
def test_what_is_known_of_a_cell_is_what_running_it_says(text: str, value: Any) -> None:
    cell = unary_tests(text)
    assume(cell.simple is not None)
    as_known = Decimal(value) if type(value) is int else value
    assert known(cell).holds(as_known) is (cell.matches(value, {}, now=NOW) is True)


@settings(deadline=None)
@given(cells, cells, st.sampled_from(VALUES))
def test_cells_that_a_value_passes_both_meet(one: str, other: str, value: Any) -> None:
    first, second = unary_tests(one), unary_tests(other)
    assume(first.simple is not None and second.simple is not None)
    if first.matches(value, {}, now=NOW) and second.matches(value, {}, now=NOW) and value is not None:
        assert known(first).meets(known(second)) and known(second).meets(known(first))


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("< 5", ">= 5", False),
        ("<= 5", ">= 5", True),
        ("[1..3)", "[3..4]", False),
        ('"a", "b"', '"b"', True),
        ('"a"', '"b"', False),
        ('"a"', 'not("a")', False),
        ('not("a")', 'not("b")', True),
        ("not(1)", "1, < 2", True),
        ("not(1)", "1, [1..1]", False),
        ("-", '"a"', True),
        ("5", '"5"', False),
        ("7", "> 5", True),
        ('"5"', "> 5", False),
    ],
)
def test_cells_meet_or_are_apart(one: str, other: str, meet: bool) -> None:
    assert known(unary_tests(one)).meets(known(unary_tests(other))) is meet


@pytest.mark.parametrize(
    "text", ["a", "< a", "contains(?, 1)", "today()", "not(a)", "not(1), 2", "!= 5", "[1]", "[1..a]"]
)
def test_what_must_be_run_is_not_known(text: str) -> None:
    assert unary_tests(text).simple is None
