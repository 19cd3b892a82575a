"""What a file of decisions holds, as data: decisions, tables, columns, rules. Checked when it is read."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from minben.foundation.feel import Expression, UnaryTests

from .indexing import Column


class HitPolicy(StrEnum):
    """Which of the rules that hold give the answer."""

    UNIQUE = "U"
    ANY = "A"
    FIRST = "F"
    PRIORITY = "P"
    RULE_ORDER = "R"
    COLLECT = "C"
    SUM = "C+"
    LEAST = "C<"
    GREATEST = "C>"
    COUNT = "C#"

    @property
    def gives_many(self) -> bool:
        """Whether the answer is a list."""
        return self in {HitPolicy.RULE_ORDER, HitPolicy.COLLECT}

    @property
    def aggregates(self) -> bool:
        return len(self.value) == 2


@dataclass(frozen=True)
class InputData:
    id: str
    name: str


@dataclass(frozen=True)
class Input:
    """A column that is tested. ``allowed`` are the values that may come, where the author listed them."""

    id: str
    label: str
    expression: Expression
    type: str = ""
    allowed: UnaryTests | None = None

    @property
    def shown(self) -> str:
        return self.label or self.expression.text


@dataclass(frozen=True)
class Output:
    """A column that is given. ``values`` in order of priority; ``default`` when no rule holds."""

    id: str
    label: str
    name: str
    type: str = ""
    values: tuple[Expression, ...] = ()
    default: Expression | None = None

    @property
    def shown(self) -> str:
        return self.label or self.name


@dataclass(frozen=True)
class Rule:
    """A line: ``number`` from 1, as it is shown. ``outputs`` None: the cell is empty."""

    id: str
    number: int
    tests: tuple[UnaryTests, ...]
    outputs: tuple[Expression | None, ...]
    description: str = ""
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    id: str
    policy: HitPolicy
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    annotations: tuple[str, ...] = ()

    @functools.cached_property
    def columns(self) -> tuple[tuple[int, Column], ...]:
        """Each input's place and cells, arranged for looking up; those with the fewest cells to run come first."""
        found = [(n, Column.of([rule.tests[n] for rule in self.rules])) for n in range(len(self.inputs))]
        return tuple(sorted(found, key=lambda placed: len(placed[1].others)))

    @property
    def names(self) -> frozenset[str]:
        """The facts that its cells read."""
        cells = [column.expression.names for column in self.inputs]
        for rule in self.rules:
            cells += [test.names for test in rule.tests]
            cells += [given.names for given in rule.outputs if given is not None]
        return frozenset[str]().union(*cells)


@dataclass(frozen=True)
class Formula:
    """A literal expression."""

    id: str
    expression: Expression

    @property
    def names(self) -> frozenset[str]:
        return self.expression.names


@dataclass(frozen=True)
class Decision:
    """``variable`` names the answer for the decisions that require it; so do ``name`` and ``id``."""

    id: str
    name: str
    variable: str
    logic: Table | Formula
    requires: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()

    @property
    def known_as(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in (self.id, self.name, self.variable) if name))

    @property
    def names(self) -> frozenset[str]:
        """The dotted paths that it reads, of facts and of the decisions that it requires."""
        return self.logic.names


@dataclass(frozen=True)
class Hit:
    """A rule that gave the answer, and its author's reason for it."""

    decision: str
    rule: str
    number: int
    description: str
    annotations: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The reason as it is shown: the description, else the annotations."""
        return self.description or "; ".join(text for text in self.annotations.values() if text)


@dataclass(frozen=True)
class Outcome:
    """An answer. ``value`` is it as FEEL sees it; ``values`` the same by the names of the outputs.

    ``inputs`` are the values tested, by column. ``required`` holds the outcomes of the decisions that it rests on.
    """

    value: object
    values: Mapping[str, object]
    rules: tuple[Hit, ...]
    inputs: Mapping[str, object]
    required: Mapping[str, Outcome] = field(default_factory=dict)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What the authors wrote beside the rules that gave the answer."""
        return tuple(hit.reason for hit in self.rules if hit.reason)
