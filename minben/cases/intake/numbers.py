"""The number that people quote, and the code that proves a tracker.

How a number is written is chosen on a screen (``numbering``); numbers of every form there ever was are read.
"""

from __future__ import annotations

import re
import secrets

from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from minben.foundation import keys
from minben.foundation.options import held
from minben.foundation.records import prepared
from minben.foundation.records.errors import Invalid, Text

from .formats import Format, bare

NAME = "numbers"
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 8
_WEIGHTS = tuple(len(_ALPHABET) ** place for place in range(CODE_LENGTH))


def standing() -> Format:
    """The form of new numbers."""
    return Format.chosen(held.of(NAME))


def every_format() -> list[Format]:
    """The form of new numbers, those that held before, and the one that Minben came with."""
    known = [standing(), *(Format.chosen(values) for values in held.ever(NAME)), Format()]
    return list(dict.fromkeys(known))


def written_forms(text: str) -> list[str]:
    """The numbers that ``text`` may mean; several only where its prefix was left out and was changed once.

    Raises Invalid when it cannot be a number, or the check digit is wrong.
    """
    plain = bare(text)
    found = [read for known in every_format() if (read := known.read(plain)) is not None]
    if not found:
        sentence = _("A case number looks like {number}. Check the letter or message it came in.")
        raise Invalid(format_lazy(sentence, number=example()))
    right = [number for number, is_right in found if is_right]
    if not right:
        raise Invalid(_("One digit of this case number is wrong. Please compare it once more."))
    return right


def format_number(year: int, serial: int) -> str:
    """A number in the form that holds now. Raises ValueError for a serial outside 1 … 999,999,999."""
    return standing().written(year, serial)


def example() -> Text:
    """A number as they are written now, for hints; asked for when it is shown."""
    return lazystr(_Example())


class _Example:
    def __str__(self) -> str:
        return standing().written(2026, 123)


def next_number(year: int) -> str:
    return next_numbers(year, 1)[0]


def next_numbers(year: int, count: int) -> list[str]:
    """So many fresh numbers, in order. One statement. A number that is not used after all leaves a gap."""
    found, form = prepared.rows(_NEXT, [year, count]), standing()
    return [form.written(year, int(serial)) for (serial,) in found]


_NEXT = "SELECT minben_next_case_serial(%s::int) FROM generate_series(1, %s::int)"


def last_serial(year: int) -> int:
    """The running figure given last in a year; 0 before the first. Takes none."""
    found = prepared.rows("SELECT minben_last_case_serial(%s::int)", [year])
    return int(found[0][0])


def new_token() -> str:
    return secrets.token_urlsafe(18)


def code_for(token: str) -> str:
    """The tracker's code of a case, eight unambiguous characters, derived from its token by the keyed digest."""
    value = int(keys.digest(f"track:{token}"), 16)
    return "".join([_ALPHABET[value // weight % len(_ALPHABET)] for weight in _WEIGHTS])


def code_digest(code: str) -> str:
    return keys.digest("code:" + clean_code(code))


def clean_code(code: str) -> str:
    return re.sub(r"[\s\-]", "", code).upper()
