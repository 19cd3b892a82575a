"""Sums in whole minor units."""

from __future__ import annotations

from decimal import Decimal

import pytest

from minben.payments.money import minor, shown


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("12.50", "CNY", 1250),
        ("0", "CNY", 0),
        ("300", "JPY", 300),
        ("300.00", "JPY", 300),
        ("1.234", "KWD", 1234),
    ],
)
def test_an_amount_is_a_whole_number_of_its_smallest_unit(amount: str, currency: str, units: int) -> None:
    assert minor(Decimal(amount), currency) == units


@pytest.mark.parametrize(("amount", "currency"), [("12.505", "CNY"), ("0.5", "JPY")])
def test_a_part_of_the_smallest_unit_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        minor(Decimal(amount), currency)


def test_a_sum_is_written_as_people_write_it() -> None:
    assert shown(1250, "CNY", "zh-hant") == "¥12.50"
    assert shown(1250, "CNY", "en") == "CN¥12.50"
    assert shown(300, "JPY", "en") == "¥300"
