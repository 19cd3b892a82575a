"""The cells of one column, arranged so that a value finds the rules it passes without running each cell.

Rules are bits of a number: bit 0 is the first rule.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minben.foundation.feel import Bounds, Run, Simple, UnaryTests
from minben.foundation.feel.values import Span, kind

Key = tuple[type | None, Any]


@dataclass(frozen=True)
class Column:
    """``always`` pass whatever comes; ``equal`` pass a value, ``within`` a stretch; ``others`` have to be run."""

    always: int
    equal: Mapping[Key, int]
    within: Mapping[type | None, tuple[tuple[Bounds, int], ...]]
    others: tuple[tuple[UnaryTests, int], ...]
    every: tuple[tuple[UnaryTests, int], ...]

    @classmethod
    def of(cls, cells: Sequence[UnaryTests]) -> Column:
        """The column of these cells, one a rule. Equal cells are one, whatever the number of rules."""
        bits: dict[str, int] = defaultdict(int)
        by_text = {cell.text: cell for cell in cells}
        for number, cell in enumerate(cells):
            bits[cell.text] |= 1 << number
        every = tuple((by_text[text], mask) for text, mask in bits.items())
        quick = [(cell.simple, mask) for cell, mask in every if cell.simple and not cell.simple.but]
        return cls(
            always=_union(mask for found, mask in quick if found.anything),
            equal=_equal(quick),
            within=_within(quick),
            others=tuple((cell, mask) for cell, mask in every if not cell.simple or cell.simple.but),
            every=every,
        )

    def passed(self, value: Any, among: int, facts: Mapping[str, Any], now: dt.datetime, run: Run) -> int:
        """The rules of ``among`` whose cell ``value`` passes. Raises EvaluationError."""
        if isinstance(value, list | Mapping | Span):
            return among & (self.always | self._run(self.every, value, among, facts, now, run))
        what = kind(value)
        found = self.always | self.equal.get((what, value), 0)
        for span, mask in self.within.get(what, ()):
            if mask & among & ~found and span.holds(value):
                found |= mask
        return among & (found | self._run(self.others, value, among & ~found, facts, now, run))

    def _run(
        self,
        cells: Iterable[tuple[UnaryTests, int]],
        value: Any,
        among: int,
        facts: Mapping[str, Any],
        now: dt.datetime,
        run: Run,
    ) -> int:
        return _union(
            mask for cell, mask in cells if mask & among and cell.matches(value, facts, now=now, run=run)
        )


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _equal(quick: Iterable[tuple[Simple, int]]) -> dict[Key, int]:
    found: dict[Key, int] = defaultdict(int)
    for simple, mask in quick:
        for key in simple.values:
            found[key] |= mask
    return dict(found)


def _within(quick: Iterable[tuple[Simple, int]]) -> dict[type | None, tuple[tuple[Bounds, int], ...]]:
    found: dict[type | None, list[tuple[Bounds, int]]] = defaultdict(list)
    for simple, mask in quick:
        for span in simple.bounds:
            found[span.kind].append((span, mask))
    return {what: tuple(spans) for what, spans in found.items()}


def numbers(mask: int) -> list[int]:
    """The places of the bits, lowest first."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
