"""Rules of a unique table that may hold together, and values that no rule takes: found where cells are simple.

Both are warnings: the facts may never come so.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from minben.foundation.feel import Bounds, Simple, UnaryTests

from .gathering import Gathered
from .indexing import numbers
from .parts import HitPolicy, Input, Table
from .problems import at_rule
from .showing import stretch

TOLD = 5
MOST_RULES = 500
MOST_REGIONS = 50_000
ELSE = "\0"
"""Stands for every text that no cell names: a null cannot be written in a cell."""


def look_over(table: Table, into: Gathered) -> None:
    """Warn of a table without rules; of overlaps and gaps of a unique one, at most five of each."""
    if not table.rules:
        into.add(_("The table has no rules yet."), element=table.id, warning=True)
        return
    if table.policy is not HitPolicy.UNIQUE or len(table.rules) > MOST_RULES:
        return
    for one, other in itertools.islice(_overlaps(table), TOLD):
        said = _("It may hold together with rule %(other)d, but only one may.") % {"other": other}
        into.add(said, where=at_rule(one), element=table.rules[one - 1].id, warning=True)
    if any(output.default is not None for output in table.outputs):
        return
    for gap in itertools.islice(_gaps(table), TOLD):
        into.add(_("No rule takes this: %(gap)s.") % {"gap": gap}, element=table.id, warning=True)


def _overlaps(table: Table) -> Iterator[tuple[int, int]]:
    """Pairs of rules, by number. A cell that is not simple counts as apart: nothing is claimed that is not known."""
    columns = [_Neighbours(rule.tests[place] for rule in table.rules) for place in range(len(table.inputs))]
    for place, rule in enumerate(table.rules):
        left = (1 << len(table.rules)) - (1 << place + 1)
        for column, cell in zip(columns, rule.tests, strict=True):
            left = column.meeting(cell, left)
        yield from ((place + 1, other + 1) for other in numbers(left))


class _Neighbours:
    """A column; two different cells are compared once, however many rules have them."""

    def __init__(self, cells: Iterable[UnaryTests]) -> None:
        self.rules: dict[str, int] = defaultdict(int)
        self.simple: dict[str, Simple | None] = {}
        self.known: dict[tuple[str, str], bool] = {}
        for place, cell in enumerate(cells):
            self.rules[cell.text] |= 1 << place
            self.simple[cell.text] = cell.simple

    def meeting(self, cell: UnaryTests, among: int) -> int:
        """The rules of ``among`` whose cell lets a value through that ``cell`` does, too."""
        return sum(
            mask & among for text, mask in self.rules.items() if mask & among and self._meet(cell.text, text)
        )

    def _meet(self, one: str, other: str) -> bool:
        pair = (one, other)
        if pair not in self.known:
            first, second = self.simple[one], self.simple[other]
            self.known[pair] = first is not None and second is not None and first.meets(second)
        return self.known[pair]


@dataclass(frozen=True)
class Region:
    """Values that no cell of a column tells apart: in words, and the rules (as bits) that take them."""

    words: str
    rules: int


def _gaps(table: Table) -> Iterator[str]:
    columns = [_regions(column, place, table) for place, column in enumerate(table.inputs)]
    known = [column for column in columns if column is not None]
    if len(known) < len(columns) or not columns:
        return
    size = 1
    for column in known:
        size *= len(column)
    if 0 < size <= MOST_REGIONS:
        everything = (1 << len(table.rules)) - 1
        yield from _uncovered(known, [column.shown for column in table.inputs], everything, [])


def _uncovered(
    columns: Sequence[Sequence[Region]], labels: Sequence[str], rules: int, path: list[str]
) -> Iterator[str]:
    """Combinations that no rule takes; as soon as none is left, the columns after do not matter."""
    if not rules:
        yield ", ".join(filter(None, path))
    elif len(path) < len(columns):
        label = labels[len(path)]
        for region in columns[len(path)]:
            step = f"{label}: {region.words}" if region.words else ""
            yield from _uncovered(columns, labels, rules & region.rules, [*path, step])


def _regions(column: Input, place: int, table: Table) -> list[Region] | None:
    """None when a cell must be run to know, or kinds are mixed."""
    cells = [rule.tests[place].simple for rule in table.rules]
    simple = [cell for cell in cells if cell is not None]
    allowed = Simple(anything=True) if column.allowed is None else column.allowed.simple
    if len(simple) < len(cells) or allowed is None:
        return None
    kinds = allowed.kinds.union(*(cell.kinds for cell in simple))
    split = _SPLITS.get(next(iter(kinds), None)) if len(kinds) < 2 else None
    if split is None:
        return None
    pieces = [piece for piece in split([*simple, allowed]) if allowed.holds(piece[1])]
    rules: dict[Simple, int] = defaultdict(int)
    for number, cell in enumerate(simple):
        rules[cell] |= 1 << number
    return _merged([(what, _taking(rules, value)) for what, value in pieces])


def _taking(rules: Mapping[Simple, int], value: object) -> int:
    return sum(mask for cell, mask in rules.items() if cell.holds(value))


def _merged(pieces: Sequence[tuple[str | Bounds, int]]) -> list[Region]:
    """Neighbours on the line of numbers that the same rules take are one."""
    found: list[Region] = []
    last: Bounds | None = None
    for what, rules in pieces:
        if isinstance(what, str):
            found.append(Region(what, rules))
            continue
        if last is not None and found[-1].rules == rules:
            what = Bounds(last.low, last.low_open, what.high, what.high_open)
            found.pop()
        found.append(Region(stretch(what), rules))
        last = what
    return found


Piece = tuple[str | Bounds, object]


def _everything(cells: Sequence[Simple]) -> list[Piece]:
    """A column that only has ``-``."""
    return [("", None)]


def _truths(cells: Sequence[Simple]) -> list[Piece]:
    return [(_("yes"), True), (_("no"), False)]


def _texts(cells: Sequence[Simple]) -> list[Piece]:
    """The texts that are written, and all others. Of a stretch of texts (``< "M"``) nothing is claimed."""
    if any(cell.bounds for cell in cells):
        return []
    texts = sorted({value for cell in cells for _kind, value in cell.values | cell.but})
    return [*((text, text) for text in texts), (_("anything else"), ELSE)]


def _numbers(cells: Sequence[Simple]) -> list[Piece]:
    """Each end and each value, and what lies between two of them."""
    ends = {end for cell in cells for bounds in cell.bounds for end in (bounds.low, bounds.high)}
    written = {value for cell in cells for _kind, value in cell.values | cell.but}
    points = sorted(end for end in ends | written if end is not None)
    found: list[Piece] = [(Bounds(None, True, points[0], True), points[0] - 1)]
    for point, after in itertools.pairwise([*points, None]):
        found.append((Bounds(point, False, point, False), point))
        between = point + 1 if after is None else (point + after) / 2
        found.append((Bounds(point, True, after, True), between))
    return found


_SPLITS: dict[type | None, Callable[[Sequence[Simple]], list[Piece]]] = {
    None: _everything,
    bool: _truths,
    str: _texts,
    Decimal: _numbers,
}
