"""Functions of numbers."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ..limits import Run
from ..moments import Months
from ..values import DIGITS, NUMBERS
from .rule import Rule


def _rounded(rounding: str) -> Callable[..., Decimal | None]:
    """Rounding to ``scale`` places after the point; before it when negative."""

    def answer(run: Run, number: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
        if scale != int(scale) or abs(scale) > DIGITS:
            return None
        if -int(number.as_tuple().exponent) <= scale:
            return number
        return number.quantize(Decimal((0, (1,), -int(scale))), rounding=rounding, context=NUMBERS)

    return answer


def _modulo(run: Run, number: Decimal, divisor: Decimal) -> Decimal:
    """The rest has the sign of the divisor."""
    rest = NUMBERS.remainder(number, divisor)
    return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


def _size(run: Run, value: Any) -> Any:
    return Months(abs(value.months)) if isinstance(value, Months) else abs(value)


def _scaled(rounding: str) -> tuple[Rule, ...]:
    answer = _rounded(rounding)
    return Rule((Decimal,), answer), Rule((Decimal, Decimal), answer)


RULES: dict[str, tuple[Rule, ...]] = {
    "floor": _scaled(decimal.ROUND_FLOOR),
    "ceiling": _scaled(decimal.ROUND_CEILING),
    "round half up": _scaled(decimal.ROUND_HALF_UP)[1:],
    "abs": tuple(Rule((known,), _size) for known in (Decimal, dt.timedelta, Months)),
    "modulo": (Rule((Decimal, Decimal), _modulo),),
}
