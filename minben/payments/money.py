"""Sums of money: whole minor units and a currency (ISO 4217). Pure."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

_LOCALES = {"zh-hant": "zh", "zh-hans": "zh", "en": "en"}


def minor(amount: Decimal, currency: str) -> int:
    """12.50 CNY → 1250; 300 JPY → 300. Raises ValueError for a part of the smallest unit."""
    units = amount.scaleb(get_currency_precision(currency))
    if units != units.to_integral_value():
        raise ValueError(f"{amount} {currency} is no whole number of its smallest unit.")
    return int(units)


def major(units: int, currency: str) -> Decimal:
    """1250 CNY → 12.50; 300 JPY → 300."""
    return Decimal(units).scaleb(-get_currency_precision(currency))


def shown(units: int, currency: str, language: str) -> str:
    """As people write it in ``language``: ¥12.50 in Chinese, CN¥12.50 in English."""
    amount = major(units, currency)
    return str(format_currency(amount, currency, locale=_LOCALES.get(language, "en")))
