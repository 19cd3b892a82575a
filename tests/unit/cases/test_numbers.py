"""The number that people quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.cases.numbers import CODE_LENGTH, clean_code, code_for, format_number, parse_number
from minben.foundation.records.errors import Invalid

SERIALS = st.integers(1, 999_999_999)
YEARS = st.integers(2000, 2199)


@given(year=YEARS, serial=SERIALS)
def test_a_number_is_read_back_as_it_was_written(year: int, serial: int) -> None:
    number = format_number(year, serial)
    assert parse_number(number) == number
    assert parse_number(number.lower().replace("-", " ")) == number
    assert parse_number(number.removeprefix("MB-")) == number


@given(year=YEARS, serial=SERIALS, place=st.integers(3, 16), digit=st.integers(0, 9))
def test_one_wrong_digit_is_always_noticed(year: int, serial: int, place: int, digit: int) -> None:
    number = format_number(year, serial)
    if number[place] == "-" or number[place] == str(digit):
        return
    with pytest.raises(Invalid):
        parse_number(number[:place] + str(digit) + number[place + 1 :])


@given(text=st.text(max_size=40))
def test_anything_typed_is_a_number_or_a_clear_no(text: str) -> None:
    try:
        assert parse_number(text).startswith("MB-")
    except Invalid as problem:
        assert str(problem.message)


def test_the_code_of_a_case_is_short_unambiguous_and_its_own() -> None:
    codes = {code_for(f"token {n}") for n in range(500)}
    assert len(codes) == 500
    assert all(len(code) == CODE_LENGTH and not set(code) & set("01IO") for code in codes)
    assert clean_code(" ab-cd ") == "ABCD"
