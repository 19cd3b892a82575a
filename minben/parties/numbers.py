"""Numbers that authorities give, normalised and checked. Pure: values in, values out.

Sources: GB 11643-1999 and ISO 7064 MOD 11-2 (resident number), GB 32100-2015 (credit code), the rule of
Taiwan's household registration for national id and resident-certificate numbers (letter as two digits,
weights 1 9 8 7 6 5 4 3 2 1 1, sum divisible by 10), the Ministry of Finance's rule for business numbers.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError
from stdnum.tw import ubn

from minben.foundation.records.errors import Invalid, Text

from .models import Identifier

Kind = Identifier.Kind
_LETTERS = {letter: value for value, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO", start=10)}
_TAIWAN_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)


def wrong(message: Text) -> Invalid:
    return Invalid(message, fields={"number": message})


def plain(text: str) -> str:
    """Full-width forms narrowed, spaces and dashes out, letters upper-case."""
    return re.sub(r"[\s\-‐–—·.]", "", unicodedata.normalize("NFKC", text)).upper()


def normalise(kind: str, number: str) -> str:
    """The one written form of ``number``; raises Invalid at the field ``number`` saying what is wrong."""
    if kind not in Kind.values:
        raise Invalid(_("Choose the kind of number."), fields={"kind": _("Choose the kind of number.")})
    value = plain(number)
    if not value:
        raise wrong(_("Enter the number."))
    return _checks.get(kind, _other)(value)


def kinds_of(text: str) -> list[tuple[str, str]]:
    """Every (kind, normalised number) that ``text`` may be; empty when it can be none."""
    found = []
    for kind in (Kind.RESIDENT, Kind.CREDIT, Kind.TAIWAN, Kind.TAIWAN_BAN):
        try:
            found.append((kind.value, normalise(kind, text)))
        except Invalid:
            continue
    value = plain(text)
    if re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{5,30}", value):
        found += [(kind.value, value) for kind in (Kind.PASSPORT, Kind.SOCIAL, Kind.OTHER)]
    return found


def birth_date(resident: str) -> dt.date:
    """The birth date inside an 18-character resident number."""
    return dt.date(int(resident[6:10]), int(resident[10:12]), int(resident[12:14]))


def _resident(value: str) -> str:
    """GB 11643: 18 characters; 15-digit numbers of before 1999 get the century 19 and their check character.

    The division code is not checked: divisions are renamed and merged, the numbers given under them stay.
    """
    if re.fullmatch(r"[0-9]{15}", value):
        value = f"{value[:6]}19{value[6:]}0"
        value = value[:17] + ric.calc_check_digit(value)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
        raise wrong(_("A resident identity number has 18 characters (15 before 1999). Count them again."))
    if value[17] != ric.calc_check_digit(value):
        raise wrong(_("The last character does not fit the others. One of them is mistyped."))
    _real_birth_date(value)
    return value


def _real_birth_date(value: str) -> None:
    message = _("Characters 7 to 14 are the date of birth, and this is no such date.")
    try:
        day = birth_date(value)
    except ValueError as error:
        raise wrong(message) from error
    if not dt.date(1850, 1, 1) <= day <= dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
        raise wrong(message)


def _credit(value: str) -> str:
    try:
        return str(uscc.validate(value))
    except ValidationError as error:
        raise wrong(
            _("This is no valid unified social credit code (18 characters, the last one checks the others).")
        ) from error


def _taiwan(value: str) -> str:
    """National id and resident certificate: a letter, nine digits; old certificates have a second letter A–D."""
    if not re.fullmatch(r"[A-Z][1289A-D][0-9]{8}", value):
        raise wrong(_("A Taiwan identity number is one letter and nine digits."))
    first = _LETTERS[value[0]]
    second = _LETTERS[value[1]] % 10 if value[1].isalpha() else int(value[1])
    digits = (first // 10, first % 10, second, *(int(c) for c in value[2:]))
    if sum(d * w for d, w in zip(digits, _TAIWAN_WEIGHTS, strict=True)) % 10:
        raise wrong(_("The last digit does not fit the others. One of them is mistyped."))
    return value


def _business(value: str) -> str:
    try:
        return str(ubn.validate(value))
    except ValidationError as error:
        raise wrong(_("This is no valid Taiwan business number (8 digits, checked).")) from error


def _other(value: str) -> str:
    if not re.fullmatch(r"[A-Z0-9/()]{3,40}", value):
        raise wrong(_("Use 3 to 40 letters and digits."))
    return value


_checks: dict[str, Callable[[str], str]] = {
    Kind.RESIDENT: _resident,
    Kind.CREDIT: _credit,
    Kind.TAIWAN: _taiwan,
    Kind.TAIWAN_BAN: _business,
}
