"""Days and moments as other systems write them, among them spreadsheet serials and years of the Republic.

Pure functions. A pattern is ``iso``, ``excel`` (days since 1899-12-30), ``excel1904``, ``roc`` (民國年, 104/01/06) or
one of ``strptime``.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Sequence

from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid

NAMED = frozenset({"iso", "excel", "excel1904", "roc"})
_EPOCHS = {"excel": dt.datetime(1899, 12, 30), "excel1904": dt.datetime(1904, 1, 1)}
_LAST_SERIAL = 2_958_465
"""9999-12-31, the last day a spreadsheet knows."""
_ROC = re.compile(r"^(?:民國)?(\d{1,3})[年/.-](\d{1,2})[月/.-](\d{1,2})日?$")


def moment(text: str, patterns: Sequence[str], zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """An aware moment; one written without a zone is of ``zone``. Raises Invalid saying what was expected."""
    found = next((m for p in patterns if (m := _try(text.strip(), p)) is not None), None)
    if found is None:
        raise Invalid(
            _("“%(text)s” is no date like %(patterns)s.")
            % {"text": text[:40], "patterns": ", ".join(patterns)}
        )
    return found if found.tzinfo else found.replace(tzinfo=zone)


def day(text: str, patterns: Sequence[str]) -> dt.date:
    """A day, without any zone: what is written is what is meant."""
    return moment(text, patterns, zoneinfo.ZoneInfo("UTC")).date()


def _try(text: str, pattern: str) -> dt.datetime | None:
    try:
        if pattern == "iso":
            return dt.datetime.fromisoformat(text)
        if pattern in _EPOCHS:
            return _serial(text, _EPOCHS[pattern])
        if pattern == "roc":
            return _roc(text)
        return dt.datetime.strptime(text, pattern)
    except (ValueError, OverflowError, re.error):
        return None


def _serial(text: str, epoch: dt.datetime) -> dt.datetime | None:
    """Spreadsheets count a 29 February 1900 that never was, so the days before 1 March 1900 are refused."""
    value = float(text)
    lowest = 61 if epoch.year < 1900 else 0
    if not lowest <= value <= _LAST_SERIAL:
        return None
    return epoch + dt.timedelta(seconds=round(value * 86_400))


def _roc(text: str) -> dt.datetime | None:
    found = _ROC.match(text)
    if found is None:
        return None
    year, month, date = (int(part) for part in found.groups())
    if not year:
        return None  # there is no year 0: 1911 was one before the Republic
    return dt.datetime(year + 1911, month, date)
