"""From marks to points: yes counts fully, partly counts half, what does not apply counts nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Mark(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NONE = "none"


_WORTH = {Mark.YES: 2, Mark.PARTLY: 1, Mark.NO: 0}


@dataclass(frozen=True)
class Outcome:
    """``points`` of 100; None when no criterion applied. A critical error fails everything."""

    points: int | None
    failed: bool


def outcome_of(criteria: Iterable[Mapping[str, Any]], marks: Mapping[str, str]) -> Outcome:
    """Raises KeyError for a criterion without a mark, ValueError for a mark that there is not."""
    reached = possible = 0
    failed = False
    for one in criteria:
        mark = Mark(marks[one["key"]])
        if mark == Mark.NONE:
            continue
        possible += 2 * one["weight"]
        reached += _WORTH[mark] * one["weight"]
        failed = failed or (bool(one.get("critical")) and mark == Mark.NO)
    if failed:
        return Outcome(0, True)
    return Outcome(round(100 * reached / possible) if possible else None, False)
