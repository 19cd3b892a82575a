"""The number that people quote, and the code that proves a tracker.

``MB-2026-000000123-7``: year, nine digits from a sequence per year, and a check digit (ISO/IEC 7064 MOD 11,10)
over year and digits, so that one wrong digit or two swapped ones are noticed when a number is read out.
"""

from __future__ import annotations

import re
import secrets

from django.utils.translation import gettext_lazy as _
from stdnum.iso7064 import mod_11_10

from minben.foundation import keys
from minben.foundation.records import prepared
from minben.foundation.records.errors import Invalid

_SHAPE = re.compile(r"^(?:MB)?([0-9]{4})([0-9]{9})([0-9])$")
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 8
_WEIGHTS = tuple(len(_ALPHABET) ** place for place in range(CODE_LENGTH))


def format_number(year: int, serial: int) -> str:
    """Raises ValueError for a serial outside 1 … 999,999,999."""
    if not 1 <= serial <= 999_999_999:
        raise ValueError("A case serial has one to nine digits.")
    return f"MB-{year}-{serial:09d}-{mod_11_10.calc_check_digit(f'{year}{serial:09d}')}"


def parse_number(text: str) -> str:
    """The number in its one written form. Raises Invalid when it cannot be one, or the check digit is wrong."""
    bare = re.sub(r"[\s\-－–—_]", "", text).upper().translate(_WIDE)
    found = _SHAPE.match(bare)
    if found is None:
        raise Invalid(
            _("A case number looks like MB-2026-000000123-7. Check the letter or message it came in.")
        )
    year, serial, check = found.groups()
    if mod_11_10.calc_check_digit(year + serial) != check:
        raise Invalid(_("One digit of this case number is wrong. Please compare it once more."))
    return f"MB-{year}-{serial}-{check}"


_WIDE = {ord("０") + n: str(n) for n in range(10)}


def next_number(year: int) -> str:
    return next_numbers(year, 1)[0]


def next_numbers(year: int, count: int) -> list[str]:
    """So many fresh numbers, in order. One statement. A number that is not used after all leaves a gap."""
    found = prepared.rows(_NEXT, [year, count])
    return [format_number(year, int(serial)) for (serial,) in found]


_NEXT = "SELECT minben_next_case_serial(%s::int) FROM generate_series(1, %s::int)"


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
