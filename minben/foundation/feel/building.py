"""Our tree out of the parser's, bottom up and without recursion, so that no nesting can exhaust the stack."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from lark import Token, Transformer_NonRecursive, v_args
from lark.tree import Meta

from . import moments, tree
from .signatures import MANY, SIGNATURES
from .strings import unescaped
from .tree import Node

DEEPEST = 40
DIGITS = 34
RESERVED = frozenset({"not", "function", "instance", "external"})
OF_TEXT = {
    "date": moments.date,
    "time": moments.time,
    "date and time": moments.date_and_time,
    "duration": moments.duration,
}
"""Called with a literal, these are read at once, so that ``date("2026-13-01")`` is refused and not null."""


class Wrong(Exception):
    """What the grammar allows but the subset does not."""

    def __init__(self, what: str, start: int) -> None:
        super().__init__(what)
        self.what = what
        self.start = start


def _made(kind: type[Node], meta: Meta, *values: Any) -> Any:
    depth = 1 + max((child.depth for child in tree.nodes_in(values)), default=0)
    _check_depth(depth, meta.start_pos)
    return kind(*values, start=meta.start_pos, end=meta.end_pos, depth=depth)


def _check_depth(depth: int, start: int) -> None:
    if depth > DEEPEST:
        raise Wrong(_("This is nested deeper than %(deepest)d levels.") % {"deepest": DEEPEST}, start)


def _at_depth(node: Node, depth: int) -> Node:
    _check_depth(depth, node.start)
    return replace(node, depth=depth)


def _named(token: Token) -> str:
    if token.startswith("__") or token in RESERVED:
        raise Wrong(_("“%(name)s” is no name that can be used.") % {"name": token}, token.start_pos or 0)
    return str(token)


@v_args(meta=True)
class Builder(Transformer_NonRecursive):  # type: ignore[type-arg]
    """One method for each rule of ``grammar.lark``."""

    def expression_only(self, meta: Meta, found: list[Node]) -> Node:
        return found[0]

    def tests_only(self, meta: Meta, found: list[Any]) -> tuple[Node, ...]:
        return (_made(tree.Anything, meta),) if isinstance(found[0], Token) else found[0]

    def script(self, meta: Meta, found: list[Any]) -> list[Any]:
        return found

    def assignment(self, meta: Meta, found: list[Any]) -> tuple[Token, str, Node]:
        (first, path), _equal, value = found
        return first, path, value

    def target(self, meta: Meta, found: list[Token]) -> tuple[Token, str]:
        return found[0], ".".join(_named(token) for token in found)

    def conditional(self, meta: Meta, found: list[Node]) -> Any:
        return _made(tree.If, meta, *found)

    def iteration(self, meta: Meta, found: list[Any]) -> Any:
        return _with_bindings(_made(tree.For, meta, *found))

    def quantified(self, meta: Meta, found: list[Any]) -> Any:
        kind, bindings, body = found
        return _with_bindings(_made(tree.Quantified, meta, kind == "every", bindings, body))

    def bindings(self, meta: Meta, found: list[Any]) -> tuple[Any, ...]:
        return tuple(found)

    def binding(self, meta: Meta, found: list[Any]) -> Any:
        return _made(tree.Binding, meta, _named(found[0]), *found[1:])

    def disjunction(self, meta: Meta, found: list[Node]) -> Any:
        return _made(tree.Or, meta, tuple(found))

    def conjunction(self, meta: Meta, found: list[Node]) -> Any:
        return _made(tree.And, meta, tuple(found))

    def compared(self, meta: Meta, found: list[Any]) -> Any:
        left, operator, right = found
        return _made(tree.Comparison, meta, left, str(operator), right)

    def between(self, meta: Meta, found: list[Node]) -> Any:
        return _made(tree.Between, meta, *found)

    def membership(self, meta: Meta, found: list[Any]) -> Any:
        operand, tested = found
        return _made(tree.In, meta, operand, tested if isinstance(tested, tuple) else (tested,))

    def tests(self, meta: Meta, found: list[Node]) -> tuple[Node, ...]:
        return tuple(_as_condition(node) for node in found)

    def test(self, meta: Meta, found: list[Any]) -> Any:
        operator, operand = found
        return _made(tree.Test, meta, str(operator), operand)

    def additive(self, meta: Meta, found: list[Any]) -> Any:
        rest = tuple((str(sign), operand) for sign, operand in zip(found[1::2], found[2::2], strict=True))
        return _made(tree.Arithmetic, meta, found[0], rest)

    multiplicative = power = additive

    def negative(self, meta: Meta, found: list[Any]) -> Any:
        return _made(tree.Negative, meta, found[1])

    def parenthesis(self, meta: Meta, found: list[Node]) -> Node:
        return _at_depth(found[0], found[0].depth + 1)

    def interval_open(self, meta: Meta, found: list[Any]) -> Any:
        low, high, high_open = found
        return _made(tree.Interval, meta, low, high, True, high_open)

    def interval_closed(self, meta: Meta, found: list[Any]) -> Any:
        low, high, high_open = found
        return _made(tree.Interval, meta, low, high, False, high_open)

    def opened(self, meta: Meta, found: list[Any]) -> bool:
        return True

    def closed(self, meta: Meta, found: list[Any]) -> bool:
        return False

    def path(self, meta: Meta, found: list[Any]) -> Any:
        return _made(tree.Path, meta, found[0], _named(found[1]))

    def filter(self, meta: Meta, found: list[Node]) -> Any:
        return _made(tree.Filter, meta, *found)

    def name(self, meta: Meta, found: list[Token]) -> Any:
        return _made(tree.Name, meta, _named(found[0]))

    def number(self, meta: Meta, found: list[Token]) -> Any:
        if len(found[0].replace(".", "").lstrip("0")) > DIGITS:
            raise Wrong(_("A number has at most %(digits)d digits.") % {"digits": DIGITS}, meta.start_pos)
        return _made(tree.Literal, meta, Decimal(found[0]))

    def string(self, meta: Meta, found: list[Token]) -> Any:
        return _made(tree.Literal, meta, unescaped(found[0]))

    def moment(self, meta: Meta, found: list[Token]) -> Any:
        return _made(tree.Literal, meta, _read_now(moments.moment(found[0][2:-1]), str(found[0]), meta))

    def constant(self, meta: Meta, found: list[Token]) -> Any:
        return _made(tree.Literal, meta, {"true": True, "false": False}.get(found[0]))

    def call(self, meta: Meta, found: list[Any]) -> Any:
        name, arguments = " ".join(found[0].split()), tuple(found[1:])
        _check_arguments(name, len(arguments), meta)
        if name in OF_TEXT and len(arguments) == 1 and _is_text(arguments[0]):
            text = arguments[0].value
            return _made(tree.Literal, meta, _read_now(OF_TEXT[name](text), f'{name}("{text}")', meta))
        return _made(tree.Call, meta, name, arguments)

    def negation(self, meta: Meta, found: list[Any]) -> Any:
        return _made(tree.Not, meta, found[0])

    def listing(self, meta: Meta, found: list[Node]) -> Any:
        return _made(tree.Listing, meta, tuple(found))

    def context(self, meta: Meta, found: list[Any]) -> Any:
        return _made(tree.Context, meta, tuple(found))

    def entry(self, meta: Meta, found: list[Any]) -> tuple[str, Node]:
        key, value = found
        return unescaped(key) if key.type == "STRING" else _named(key), value


def _with_bindings(node: tree.For | tree.Quantified) -> Node:
    """Each name bound is a level of its own."""
    return _at_depth(node, node.depth + len(node.bindings))


def _as_condition(node: Node) -> Node:
    plain = isinstance(node, tree.Name | tree.Not | tree.Test)
    if plain or not tree.mentions(node, tree.THE_TESTED):
        return node
    return tree.Condition(node, start=node.start, end=node.end, depth=node.depth)


def _is_text(node: Node) -> bool:
    return isinstance(node, tree.Literal) and isinstance(node.value, str)


def _read_now(value: Any, said: str, meta: Meta) -> Any:
    if value is None:
        raise Wrong(
            _("%(text)s is no date, time or duration. Write them like 2026-03-31, 08:30:00, P3D.")
            % {"text": said},
            meta.start_pos,
        )
    return value


def _check_arguments(name: str, given: int, meta: Meta) -> None:
    least, most = SIGNATURES[name]
    if least <= given <= most:
        return
    wanted = str(least) if least == most else f"{least}–{most if most < MANY else '…'}"
    raise Wrong(
        _("“%(name)s” takes %(wanted)s arguments, not %(given)d.")
        % {"name": name, "wanted": wanted, "given": given},
        meta.start_pos,
    )
