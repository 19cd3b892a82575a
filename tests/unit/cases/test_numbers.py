"""The number that people quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.cases.intake.formats import Format, bare
from minben.cases.intake.numbers import CODE_LENGTH, clean_code, code_for

SERIALS = st.integers(1, 999_999_999)
YEARS = st.integers(1990, 2100)
FORMATS = st.builds(
    Format,
    prefix=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=6),
    minguo=st.booleans(),
    digits=st.integers(6, 9),
)


@given(form=FORMATS, year=YEARS, serial=SERIALS)
def test_a_number_is_read_back_as_it_was_written(form: Format, year: int, serial: int) -> None:
    number = form.written(year, serial)
    assert form.read(bare(number)) == (number, True)
    assert form.read(bare(number.lower().replace("-", " "))) == (number, True)
    assert form.read(bare(number.removeprefix(f"{form.prefix}-"))) == (number, True)


@given(form=FORMATS, year=YEARS, serial=SERIALS, place=st.integers(2, 24), digit=st.integers(0, 9))
def test_one_wrong_digit_is_always_noticed(
    form: Format, year: int, serial: int, place: int, digit: int
) -> None:
    number = form.written(year, serial)
    wrong = number[:place] + str(digit) + number[place + 1 :]
    if place >= len(number) or not number[place].isdigit() or wrong == number:
        return
    assert (form.read(bare(wrong)) or (wrong, False))[1] is False


@given(form=FORMATS, text=st.text(max_size=40))
def test_anything_typed_is_a_number_of_a_form_or_none(form: Format, text: str) -> None:
    found = form.read(bare(text))
    assert found is None or found[0].startswith(f"{form.prefix}-")


@given(
    one=FORMATS,
    other=FORMATS,
    first=st.tuples(YEARS, SERIALS),
    second=st.tuples(YEARS, SERIALS),
)
def test_two_forms_never_write_the_same_number_for_different_cases(
    one: Format, other: Format, first: tuple[int, int], second: tuple[int, int]
) -> None:
    assert first == second or one.written(*first) != other.written(*second)


@pytest.mark.parametrize(
    ("form", "number"),
    [
        (Format(), "MB-2026-000000123-6"),
        (Format(prefix="TN", minguo=True, digits=6), "TN-115-000123-"),
        (Format(digits=6), "MB-2026-000123-"),
    ],
)
def test_a_form_shows_in_the_number(form: Format, number: str) -> None:
    assert form.written(2026, 123).startswith(number)


def test_a_year_with_more_cases_than_fit_makes_longer_numbers() -> None:
    form = Format(digits=6)
    assert form.written(2026, 1_000_000).startswith("MB-2026-1000000-")
    assert len(Format(prefix="ABCDEF").written(2199, 999_999_999)) <= 24


def test_the_code_of_a_case_is_short_unambiguous_and_its_own() -> None:
    codes = {code_for(f"token {n}") for n in range(500)}
    assert len(codes) == 500
    assert all(len(code) == CODE_LENGTH and not set(code) & set("01IO") for code in codes)
    assert clean_code(" ab-cd ") == "ABCD"
