"""Tests that compare with constants only: what they let through can be known without running them.

Decision tables look values up by it, and find rules that overlap and values that no rule takes.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import tree
from .arithmetic import negated
from .tree import Node
from .values import kind

ORDERED = frozenset({Decimal, str, dt.date})
"""Kinds of which any two can be compared; moments with and without a time zone cannot."""

Key = tuple[type | None, Any]


@dataclass(frozen=True)
class Bounds:
    """A stretch of an order; an end that is None is open without limit."""

    low: Any
    low_open: bool
    high: Any
    high_open: bool

    def holds(self, value: Any) -> bool:
        """Whether ``value``, of the same kind as the ends, lies in it."""
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return self.high is None or value < self.high or (not self.high_open and value == self.high)

    @property
    def kind(self) -> type | None:
        return kind(self.high if self.low is None else self.low)

    def meets(self, other: Bounds) -> bool:
        """Whether one value may lie in both; between two ends that differ there is one, as numbers are dense."""
        if self.kind is not other.kind:
            return False
        return not (self._before(other) or other._before(self))

    def _before(self, other: Bounds) -> bool:
        if self.high is None or other.low is None:
            return False
        touching = self.high == other.low and (self.high_open or other.low_open)
        return bool(self.high < other.low) or touching


@dataclass(frozen=True)
class Simple:
    """What a list of tests lets through: everything, some values, some stretches, or (``but``) all of a kind but some."""

    anything: bool = False
    values: frozenset[Key] = frozenset()
    bounds: tuple[Bounds, ...] = ()
    but: frozenset[Key] = frozenset()

    @property
    def kinds(self) -> frozenset[type | None]:
        """Of the values that are written in the tests."""
        written = frozenset(what for what, _value in self.values | self.but)
        return written | {span.kind for span in self.bounds}

    def holds(self, value: Any) -> bool:
        """Whether a value (no list, no context) passes. Null is not the same as any value, so it passes ``not("a")``."""
        what = kind(value)
        if self.anything or (what, value) in self.values:
            return True
        if self.but and (what, value) not in self.but:
            return what is None or what in self.kinds
        return any(span.kind is what and span.holds(value) for span in self.bounds)

    def meets(self, other: Simple) -> bool:
        """Whether one value may pass both."""
        if self.anything or other.anything:
            return True
        if any(other.holds(value) for _kind, value in self.values):
            return True
        if any(self.holds(value) for _kind, value in other.values):
            return True
        if self.but and other.but:
            return bool(self.kinds & other.kinds)
        if any(self._lets_through(span) for span in other.bounds) or any(
            map(other._lets_through, self.bounds)
        ):
            return True
        return any(one.meets(span) for one in self.bounds for span in other.bounds)

    def _lets_through(self, span: Bounds) -> bool:
        """Whether all but some leaves something of a stretch: of a single point only if it is not that one."""
        point = span.low is not None and span.low == span.high
        return (
            bool(self.but) and span.kind in self.kinds and not (point and (span.kind, span.low) in self.but)
        )


def simple(tests: tuple[Node, ...]) -> Simple | None:
    """The tests as what they let through, or None when one of them must be run to know."""
    found = [_one(test) for test in tests]
    if None in found or (len(found) > 1 and any(one and one.but for one in found)):
        return None
    return functools.reduce(_joined, (one for one in found if one is not None), Simple())


def _joined(one: Simple, other: Simple) -> Simple:
    return Simple(
        one.anything or other.anything,
        one.values | other.values,
        one.bounds + other.bounds,
        one.but | other.but,
    )


def _one(node: Node) -> Simple | None:
    match node:
        case tree.Anything():
            return Simple(anything=True)
        case tree.Test():
            return _comparison(node)
        case tree.Interval():
            return _interval(node)
        case tree.Not():
            return _all_but(node)
    known, value = constant(node)
    return Simple(values=frozenset({(kind(value), value)})) if known else None


def _all_but(node: tree.Not) -> Simple | None:
    """``not("a", "b")`` of values of one kind."""
    found = simple(node.tests)
    if found is None or found.anything or found.bounds or found.but or len(found.kinds) != 1:
        return None
    return Simple(but=found.values) if found.kinds <= ORDERED else None


def _comparison(node: tree.Test) -> Simple | None:
    known, value = constant(node.operand)
    if not known or kind(value) not in ORDERED:
        return None
    match node.operator:
        case "=":
            return Simple(values=frozenset({(kind(value), value)}))
        case "<" | "<=":
            return Simple(bounds=(Bounds(None, True, value, node.operator == "<"),))
        case ">" | ">=":
            return Simple(bounds=(Bounds(value, node.operator == ">", None, True),))
    return None


def _interval(node: tree.Interval) -> Simple | None:
    (low_known, low), (high_known, high) = constant(node.low), constant(node.high)
    if not (low_known and high_known) or kind(low) is not kind(high) or kind(low) not in ORDERED:
        return None
    return Simple(bounds=(Bounds(low, node.low_open, high, node.high_open),))


def constant(node: Node) -> tuple[bool, Any]:
    """Whether the node is a single value that was written down, and which."""
    if isinstance(node, tree.Literal):
        return True, node.value
    if isinstance(node, tree.Negative) and isinstance(node.operand, tree.Literal):
        return True, negated(node.operand.value)
    return False, None
