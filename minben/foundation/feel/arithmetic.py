"""Adding, multiplying and their like for every kind of value; null for kinds that do not go together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from django.utils.translation import gettext as _

from .errors import EvaluationError
from .limits import check_text, too_large
from .moments import Months, later
from .values import NUMBERS, kind

LARGEST_EXPONENT = 1_000
_MICRO = dt.timedelta(microseconds=1)


def calculated(left: Any, sign: str, right: Any) -> Any:
    """``left sign right``; null where FEEL knows no answer (other kinds, division by zero, no such day).

    Raises EvaluationError for a number beyond 34 digits, a power beyond 1,000, a text beyond 100,000 characters.
    """
    rule = _RULES.get((kind(left), sign, kind(right)))
    if rule is None:
        return None
    try:
        return rule(left, right)
    except Overflow as error:
        raise too_large() from error
    except (InvalidOperation, DivisionByZero, OverflowError, TypeError):
        return None


def negated(value: Any) -> Any:
    """``-value``, or null."""
    zero = {Decimal: Decimal(), Months: Months(0), dt.timedelta: dt.timedelta()}.get(kind(value) or str)
    return None if zero is None else calculated(zero, "-", value)


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if abs(exponent) > LARGEST_EXPONENT:
        raise EvaluationError(_("An exponent is at most %(most)d.") % {"most": LARGEST_EXPONENT})
    return NUMBERS.power(base, exponent)


def _joined(left: str, right: str) -> str:
    check_text(len(left) + len(right))
    return left + right


def _times(length: dt.timedelta, number: Decimal) -> dt.timedelta:
    return _MICRO * int(NUMBERS.multiply(Decimal(length // _MICRO), number))


def _parts(length: dt.timedelta, number: Decimal) -> dt.timedelta:
    return _MICRO * int(NUMBERS.divide(Decimal(length // _MICRO), number))


def _ratio(left: dt.timedelta, right: dt.timedelta) -> Decimal:
    return NUMBERS.divide(Decimal(left // _MICRO), Decimal(right // _MICRO))


_Rule = Callable[[Any, Any], Any]
_RULES: dict[tuple[type | None, str, type | None], _Rule] = {
    (Decimal, "+", Decimal): NUMBERS.add,
    (Decimal, "-", Decimal): NUMBERS.subtract,
    (Decimal, "*", Decimal): NUMBERS.multiply,
    (Decimal, "/", Decimal): NUMBERS.divide,
    (Decimal, "**", Decimal): _power,
    (str, "+", str): _joined,
    (Months, "+", Months): lambda a, b: Months(a.months + b.months),
    (Months, "-", Months): lambda a, b: Months(a.months - b.months),
    (Months, "*", Decimal): lambda a, b: Months(int(NUMBERS.multiply(Decimal(a.months), b))),
    (Decimal, "*", Months): lambda a, b: Months(int(NUMBERS.multiply(Decimal(b.months), a))),
    (Months, "/", Decimal): lambda a, b: Months(int(NUMBERS.divide(Decimal(a.months), b))),
    (Months, "/", Months): lambda a, b: NUMBERS.divide(Decimal(a.months), Decimal(b.months)),
    (dt.timedelta, "+", dt.timedelta): lambda a, b: a + b,
    (dt.timedelta, "-", dt.timedelta): lambda a, b: a - b,
    (dt.timedelta, "*", Decimal): _times,
    (Decimal, "*", dt.timedelta): lambda a, b: _times(b, a),
    (dt.timedelta, "/", Decimal): _parts,
    (dt.timedelta, "/", dt.timedelta): _ratio,
    (dt.date, "-", dt.date): lambda a, b: a - b,
    (dt.datetime, "-", dt.datetime): lambda a, b: a - b,
}
for _day in (dt.date, dt.datetime):
    _RULES |= {
        (_day, "+", dt.timedelta): lambda a, b: a + b,
        (dt.timedelta, "+", _day): lambda a, b: b + a,
        (_day, "-", dt.timedelta): lambda a, b: a - b,
        (_day, "+", Months): lambda a, b: later(a, b.months),
        (Months, "+", _day): lambda a, b: later(b, a.months),
        (_day, "-", Months): lambda a, b: later(a, -b.months),
    }
