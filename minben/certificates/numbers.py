"""The number and the code that stand on a certificate.

``C-2026-000123-4``: a running figure a year with a check digit (ISO/IEC 7064 MOD 11,10), as cases have it. A letter has an
``L`` before it and a figure of the same row, so that the figures alone name one paper. The code follows from the token alone, not from a key: papers outlive keys.
"""

from __future__ import annotations

import hashlib
import re
import secrets

from stdnum.iso7064 import mod_11_10

from minben.foundation.records import prepared

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 10
_WIDE = {ord("０") + n: str(n) for n in range(10)}
_SHAPE = re.compile(r"[CL]?([12][0-9]{3})([0-9]{6,9})([0-9])")
_NEXT = "SELECT minben_next_certificate_serial(%s::int)"


def next_number(year: int, *, letter: bool = False) -> str:
    """A fresh number. One that is not used after all leaves a gap."""
    return written(year, int(prepared.rows(_NEXT, [year])[0][0]), letter=letter)


def written(year: int, serial: int, *, letter: bool = False) -> str:
    figures = f"{year:04d}{serial:06d}"
    first = "L" if letter else "C"
    return f"{first}-{year:04d}-{serial:06d}-{mod_11_10.calc_check_digit(figures)}"


def either(text: str) -> list[str]:
    """What a number that was typed may be, with or without its first letter; none when it cannot be one."""
    found = read(text)
    return [found, f"L{found[1:]}"] if found else []


def read(text: str) -> str | None:
    """The number that was typed, in the form of a certificate; None when it cannot be one or a digit is wrong."""
    found = _SHAPE.fullmatch(re.sub(r"[\s\-－–—_]", "", text).upper().translate(_WIDE))
    if found is None:
        return None
    year, serial, check = found.groups()
    right = mod_11_10.calc_check_digit(year + serial) == check
    return f"C-{year}-{serial}-{check}" if right else None


def new_token() -> str:
    return secrets.token_urlsafe(18)


def code_for(token: str) -> str:
    """Ten unambiguous characters that only whoever has the paper knows."""
    taken = hashlib.sha256(f"minben:certificate:{token}".encode()).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in taken[:CODE_LENGTH])


def clean_code(code: str) -> str:
    return re.sub(r"[\s\-]", "", code).upper()
