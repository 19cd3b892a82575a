"""How a case number is written: prefix, year, a running figure, a check digit. Pure; which form holds says ``numbers``.

``MB-2026-000000123-7``: the check digit (ISO/IEC 7064 MOD 11,10) is over year and figure as they are written, so that
one wrong digit or two swapped ones are noticed when a number is read out. The running figure comes from one sequence
a year whatever the form, and the parts stand between hyphens, so two forms never write the same number twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stdnum.iso7064 import mod_11_10

LARGEST = 999_999_999
MINGUO = 1911
"""The year before the first of the Republic's calendar."""
_WIDE = {ord("０") + n: str(n) for n in range(10)}


@dataclass(frozen=True)
class Format:
    """``minguo``: years of the Republic (115) instead of the common era (2026). ``digits``: at least so many."""

    prefix: str = "MB"
    minguo: bool = False
    digits: int = 9

    @classmethod
    def chosen(cls, values: Mapping[str, Any]) -> Format:
        return cls(values["prefix"], values["year"] == "minguo", values["digits"])

    def written(self, year: int, serial: int) -> str:
        """Raises ValueError for a serial outside 1 … 999,999,999."""
        if not 1 <= serial <= LARGEST:
            raise ValueError("A case serial has one to nine digits.")
        counted, running = self.year(year), f"{serial:0{self.digits}d}"
        return f"{self.prefix}-{counted}-{running}-{mod_11_10.calc_check_digit(counted + running)}"

    def year(self, year: int) -> str:
        return f"{year - MINGUO:03d}" if self.minguo else f"{year:04d}"

    def read(self, bare: str) -> tuple[str, bool] | None:
        """(the number, whether its check digit is right) when ``bare`` has this form, its prefix may be left out."""
        found = self._shape().match(bare)
        if found is None:
            return None
        counted, running, check = found.groups()
        if len(running) > self.digits and running.startswith("0"):
            return None
        right = mod_11_10.calc_check_digit(counted + running) == check
        return f"{self.prefix}-{counted}-{running}-{check}", right

    def _shape(self) -> re.Pattern[str]:
        year = "[01][0-9]{2}" if self.minguo else "[12][0-9]{3}"
        return re.compile(rf"^(?:{self.prefix})?({year})([0-9]{{{self.digits},9}})([0-9])$")


def bare(text: str) -> str:
    """What was typed or read out, without marks between the parts, in capitals and narrow figures."""
    return re.sub(r"[\s\-－–—_]", "", text).upper().translate(_WIDE)
