"""How a timer of a drawing is written."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from minben.foundation.worktime import Unit

CYCLE = re.compile(r"R(\d{1,3})/(P.+)")
"""A timer that goes off several times: ``R3/PT1H``."""

_AMOUNT = re.compile(r"(\d{1,5}(?:\.\d{1,2})?)\s*(" + "|".join(Unit) + r")s?", re.IGNORECASE)
_ISO = re.compile(
    r"P(?=.)(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,8})S)?)?"
)


def due_of(text: str) -> dt.timedelta | dt.datetime | tuple[Decimal, Unit] | None:
    """What is written literally, or None for an expression.

    ``3 workdays``, ``4 workhours``, ``30 days``, ``2 hours`` (counted by law, :mod:`~minben.foundation.worktime`);
    ``P3DT4H`` (ISO 8601, elapsed time); ``2026-10-01T09:00:00+08:00`` (a moment with its zone).
    """
    amount = _AMOUNT.fullmatch(text.strip())
    if amount:
        return Decimal(amount[1]), Unit(amount[2].lower())
    length = _ISO.fullmatch(text.strip())
    if length:
        return dt.timedelta(**{name: int(value) for name, value in length.groupdict().items() if value})
    return _moment(text.strip())


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
