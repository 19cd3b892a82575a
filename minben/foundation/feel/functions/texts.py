"""Functions of texts. There are no patterns: nothing that an author writes can run for ever."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from ..limits import Run, check_text
from ..moments import Months, written
from ..values import NUMBERS
from .rule import Rule

_NUMBER = re.compile(r"-?(?:\d{1,40}(?:\.\d{1,40})?|\.\d{1,40})", re.ASCII)
_SEPARATORS = frozenset({" ", ",", "."})


def _upper(run: Run, text: str) -> str:
    check_text(len(text))
    return text.upper()


def _lower(run: Run, text: str) -> str:
    check_text(len(text))
    return text.lower()


def _substring(run: Run, text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    """From the character ``start``, counted from 1, or from the end when negative."""
    if start != int(start) or not 1 <= abs(start) <= len(text) or (length is not None and length < 1):
        return None
    first = int(start) - 1 if start > 0 else len(text) + int(start)
    return text[first:] if length is None else text[first : first + int(length)]


def _number(run: Run, text: str, group: str | None = None, point: str | None = None) -> Decimal | None:
    """The number that the text is, written with these separators."""
    if (group == point and group is not None) or not {group, point} <= _SEPARATORS | {None} or point == " ":
        return None
    plain = text.strip().replace(group, "") if group else text.strip()
    plain = plain.replace(point, ".") if point else plain
    return NUMBERS.create_decimal(plain) if _NUMBER.fullmatch(plain) else None


def _same_number(run: Run, number: Decimal) -> Decimal:
    return number


def text_of(value: Any) -> str | None:
    """A single value as text; null for lists and contexts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date | dt.time | dt.timedelta | Months):
        return written(value)
    return value if isinstance(value, str) else None


RULES: dict[str, tuple[Rule, ...]] = {
    "contains": (Rule((str, str), lambda run, text, part: part in text),),
    "starts with": (Rule((str, str), lambda run, text, part: text.startswith(part)),),
    "ends with": (Rule((str, str), lambda run, text, part: text.endswith(part)),),
    "upper case": (Rule((str,), _upper),),
    "lower case": (Rule((str,), _lower),),
    "string length": (Rule((str,), lambda run, text: Decimal(len(text))),),
    "substring": (Rule((str, Decimal), _substring), Rule((str, Decimal, Decimal), _substring)),
    "string": (Rule((object,), lambda run, value: text_of(value)),),
    "number": (
        Rule((str,), _number),
        Rule((Decimal,), _same_number),
        Rule((str, object, object), _number),
    ),
}
