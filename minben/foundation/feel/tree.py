"""The tree of an expression: the only thing that is ever run.

``start`` and ``end`` are places in the text that was read; ``depth`` bounds the recursion of whoever walks the tree.
Chains (``a + b - c``, ``a and b and c``) are one node, so that a long sum is not a deep one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Node:
    start: int = field(default=0, compare=False, kw_only=True)
    end: int = field(default=0, compare=False, kw_only=True)
    depth: int = field(default=1, compare=False, kw_only=True)


@dataclass(frozen=True)
class Literal(Node):
    value: Any


@dataclass(frozen=True)
class Name(Node):
    name: str


@dataclass(frozen=True)
class Path(Node):
    base: Node
    key: str


@dataclass(frozen=True)
class Filter(Node):
    base: Node
    condition: Node


@dataclass(frozen=True)
class Arithmetic(Node):
    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class Negative(Node):
    operand: Node


@dataclass(frozen=True)
class Comparison(Node):
    left: Node
    operator: str
    right: Node


@dataclass(frozen=True)
class Between(Node):
    operand: Node
    low: Node
    high: Node


@dataclass(frozen=True)
class In(Node):
    operand: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True)
class And(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    """``not(a)``; as a unary test ``not(1, > 5)``, too."""

    tests: tuple[Node, ...]


@dataclass(frozen=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class Binding(Node):
    """``name in domain``, or ``name in domain..last``."""

    name: str
    domain: Node
    last: Node | None = None


@dataclass(frozen=True)
class For(Node):
    bindings: tuple[Binding, ...]
    body: Node


@dataclass(frozen=True)
class Quantified(Node):
    """``every`` when ``every``, else ``some``."""

    every: bool
    bindings: tuple[Binding, ...]
    body: Node


@dataclass(frozen=True)
class Listing(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Context(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class Interval(Node):
    low: Node
    high: Node
    low_open: bool
    high_open: bool


@dataclass(frozen=True)
class Call(Node):
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Test(Node):
    """``> 5``: what is tested is compared with ``operand``."""

    operator: str
    operand: Node


@dataclass(frozen=True)
class Condition(Node):
    """A test in which ``?`` stands for what is tested, like ``? > 5``."""

    holds: Node


@dataclass(frozen=True)
class Anything(Node):
    """``-``"""


THE_TESTED = "?"


def children(node: Node) -> list[Node]:
    """The nodes right below ``node``, in the order of the text."""
    return nodes_in(tuple(getattr(node, name) for name in node.__dataclass_fields__))


def nodes_in(values: tuple[Any, ...]) -> list[Node]:
    """The nodes among ``values``, and in tuples among them."""
    found: list[Node] = []
    for value in values:
        if isinstance(value, Node):
            found.append(value)
        elif isinstance(value, tuple):
            found += nodes_in(value)
    return found


def mentions(node: Node, name: str) -> bool:
    """Whether ``name`` is read anywhere under ``node``."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Name) and one.name == name:
            return True
        waiting += children(one)
    return False
