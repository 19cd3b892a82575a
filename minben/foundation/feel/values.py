"""The values that expressions work with, and how two of them compare.

Decimal, str, bool, None, date, time, datetime, timedelta, Months, list, Mapping, Span. Whatever else the facts hold reads
as null, and no attribute of any object is ever looked up.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from .moments import Months

DIGITS = 34
LONGEST_LIST = 10_000
LONGEST_TEXT = 100_000
NUMBERS = Context(prec=DIGITS, Emax=DIGITS - 1, Emin=-99, traps=[Overflow, InvalidOperation, DivisionByZero])
"""Every number has at most 34 digits before the point; beyond is Overflow."""

ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Span:
    """A range as a value: ``[low..high]``, each end open or not."""

    low: Any
    high: Any
    low_open: bool
    high_open: bool


def kind(value: Any) -> type | None:
    """The kind that decides what a value may be compared with; None for what expressions do not know."""
    for known in (
        bool,
        Decimal,
        str,
        dt.datetime,
        dt.date,
        dt.time,
        dt.timedelta,
        Months,
        list,
        Mapping,
        Span,
    ):
        if isinstance(value, known):
            return known
    return None


def taken(value: Any) -> Any:
    """A value out of the facts as expressions know it. Raises Overflow for a number beyond the limit."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, tuple):
        return list(value)
    return value if kind(value) else None


def _number(value: float | Decimal) -> Decimal | None:
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    return NUMBERS.plus(number) if number.is_finite() else None


def ordered(left: Any, sign: str, right: Any) -> bool | None:
    """``left < right`` and its like: null unless both are of one kind that has an order."""
    if kind(left) != kind(right) or kind(left) in {None, bool, list, Mapping, Span}:
        return None
    try:
        return bool(ORDERS[sign](left, right))
    except TypeError:  # one moment has a time zone, the other none
        return None


def within(value: Any, span: Span) -> bool | None:
    """Whether ``value`` lies in ``span``; null when it cannot be compared with an end."""
    above = ordered(value, ">" if span.low_open else ">=", span.low)
    below = ordered(value, "<" if span.high_open else "<=", span.high)
    return both(above, below)


def both(one: bool | None, other: bool | None) -> bool | None:
    """``and`` of three values."""
    if one is False or other is False:
        return False
    return True if one and other else None


def either(one: bool | None, other: bool | None) -> bool | None:
    """``or`` of three values."""
    if one is True or other is True:
        return True
    return False if one is False and other is False else None
