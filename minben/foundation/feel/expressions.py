"""The doors: an expression, the tests of a cell, the assignments of a script."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from lark import Token

from . import reading
from .errors import ExpressionError
from .explaining import Explainer, Reason
from .limits import Run, known
from .naming import names
from .running import Scope, any_passes, evaluated
from .simple import Simple, constant, simple
from .tree import THE_TESTED, Node


@dataclass(frozen=True)
class Expression:
    """An expression that was read; ``source`` is the text that the places in ``node`` count in."""

    text: str
    node: Node
    source: str

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The dotted paths that it reads from the facts. In a filter a bare name counts, although it may be a key."""
        return names(self.node)

    @property
    def constant(self) -> tuple[bool, Any]:
        """Whether it is a single value that was written down, and which."""
        return constant(self.node)

    def evaluate(self, facts: Mapping[str, Any], *, now: dt.datetime, run: Run | None = None) -> Any:
        """The value: Decimal, str, bool, None, a date or time, timedelta, Months, list, dict, Span.

        ``now`` carries the time zone in which ``today()`` is meant. What has the wrong kind gives None. Several
        expressions may share the steps of one ``run``. Raises EvaluationError when a limit is exceeded.
        """
        return evaluated(self.node, Scope(facts), run or Run(now))


@dataclass(frozen=True)
class UnaryTests:
    """What stands in a cell of a decision table: ``-``, ``"a", "b"``, ``< 5``, ``[1..3]``, ``not("a")``."""

    text: str
    tests: tuple[Node, ...]

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The dotted paths that the tests read from the facts."""
        return frozenset[str]().union(*map(names, self.tests))

    @functools.cached_property
    def simple(self) -> Simple | None:
        """What the tests let through, when that can be known without running them."""
        return simple(self.tests)

    def matches(
        self, value: Any, facts: Mapping[str, Any], *, now: dt.datetime, run: Run | None = None
    ) -> bool | None:
        """Whether ``value`` passes one of the tests; None when that cannot be said (a text against a number).

        Raises EvaluationError when a limit is exceeded.
        """
        value = known(value)
        return any_passes(self.tests, value, Scope({THE_TESTED: value}, Scope(facts)), run or Run(now))


@functools.lru_cache(maxsize=4_096)
def expression(text: str) -> Expression:
    """The expression that ``text`` is. Raises ExpressionError for anything outside the subset, saying what and where."""
    return Expression(text, reading.read(text, reading.EXPRESSION), text)


@functools.lru_cache(maxsize=16_384)
def unary_tests(text: str) -> UnaryTests:
    """The tests that ``text`` lists. Raises ExpressionError."""
    return UnaryTests(text, reading.read(text, reading.TESTS))


@functools.lru_cache(maxsize=1_024)
def assignments(text: str) -> tuple[tuple[str, Expression], ...]:
    """The ``name = expression`` of a script, one a line or parted by semicolons. Raises ExpressionError.

    The second sees what the first has set only if the caller puts it into the facts.
    """
    found: list[tuple[str, Expression]] = []
    ended = 0
    for part in reading.read(text, reading.SCRIPT):
        if isinstance(part, Token):
            ended = -1
            continue
        first, path, node = part
        start = first.start_pos or 0
        if found and ended >= 0 and "\n" not in text[ended:start]:
            raise ExpressionError(
                _("Begin a new line, or write “;” before this."), reading.position(text, start)
            )
        ended = node.end
        found.append((path, Expression(text[node.start : node.end], node, text)))
    return tuple(found)


def because(expression: Expression, facts: Mapping[str, Any], now: dt.datetime) -> list[Reason]:
    """The smallest set of conditions that made the result what it is, in the order of the text.

    An ``and`` that failed is explained by one part that failed, an ``or`` that held by one that held: by the one that
    needs the fewest conditions. ``if`` is explained by its condition, then by the branch taken when that is a condition.
    What reads no fact explains nothing. Raises EvaluationError as evaluating does.
    """
    return Explainer(expression.source, Scope(facts), Run(now)).why(expression.node)[1]
