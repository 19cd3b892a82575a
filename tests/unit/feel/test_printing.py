"""A tree that is written down with no bracket too many is read as the same tree: precedence is as the standard has it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from minben.foundation.feel import expression, tree
from minben.foundation.feel.strings import quoted
from minben.foundation.feel.tree import Node

LOOSE, OR, AND, COMPARE, ADD, TIMES, POWER, SIGN, ATOM = range(9)
LEVELS = {"+": ADD, "-": ADD, "*": TIMES, "/": TIMES, "**": POWER}


def written(node: Node, least: int = LOOSE) -> str:
    """The text of ``node``, in brackets when it binds more loosely than ``least``."""
    text, level = _written(node)
    return text if level >= least else f"({text})"


def _written(node: Any) -> tuple[str, int]:  # noqa: C901  (one case a kind of node)
    match node:
        case tree.Literal():
            return _value(node.value), ATOM
        case tree.Name():
            return node.name, ATOM
        case tree.Path():
            return f"{written(node.base, ATOM)}.{node.key}", ATOM
        case tree.Filter():
            return f"{written(node.base, ATOM)}[{written(node.condition)}]", ATOM
        case tree.Call():
            return f"{node.function}({_listed(node.arguments)})", ATOM
        case tree.Not():
            return f"not({_listed(node.tests)})", ATOM
        case tree.Listing():
            return f"[{_listed(node.items)}]", ATOM if node.items else LOOSE  # “[] -” could begin a range
        case tree.Context():
            entries = ", ".join(f"{quoted(key)}: {written(value)}" for key, value in node.entries)
            return f"{{{entries}}}", ATOM
        case tree.Negative():
            return f"-{written(node.operand, SIGN)}", SIGN
        case tree.Arithmetic():
            level = LEVELS[node.rest[0][0]]
            rest = "".join(f" {sign} {written(operand, level + 1)}" for sign, operand in node.rest)
            return written(node.first, level + 1) + rest, level
        case tree.Comparison():
            return f"{written(node.left, ADD)} {node.operator} {written(node.right, ADD)}", COMPARE
        case tree.Between():
            parts = (written(part, ADD) for part in (node.operand, node.low, node.high))
            return "{} between {} and {}".format(*parts), COMPARE
        case tree.In():
            tests = ", ".join(_test(test) for test in node.tests)
            return f"{written(node.operand, ADD)} in ({tests})", COMPARE
        case tree.And():
            return " and ".join(written(part, COMPARE) for part in node.parts), AND
        case tree.Or():
            return " or ".join(written(part, AND) for part in node.parts), OR
        case tree.If():
            parts = (written(part) for part in (node.condition, node.then, node.otherwise))
            return "if {} then {} else {}".format(*parts), LOOSE
        case tree.For():
            return f"for {_bound(node.bindings)} return {written(node.body)}", LOOSE
        case tree.Quantified():
            word = "every" if node.every else "some"
            return f"{word} {_bound(node.bindings)} satisfies {written(node.body)}", LOOSE
    raise AssertionError(node)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    return (
        {None: "null", True: "true", False: "false"}.get(value, str(value))
        if not isinstance(value, Decimal)
        else f"{value:f}"
    )


def _listed(nodes: tuple[Node, ...]) -> str:
    return ", ".join(written(node) for node in nodes)


def _test(node: Node) -> str:
    return f"{node.operator} {written(node.operand, ADD)}" if isinstance(node, tree.Test) else written(node)


def _bound(bindings: tuple[tree.Binding, ...]) -> str:
    return ", ".join(
        f"{one.name} in {written(one.domain)}" + (f" .. {written(one.last)}" if one.last else "")
        for one in bindings
    )


names = st.sampled_from(["a", "b2", "年齡", "item", "sum", "iffy", "not_a"])
values = (
    st.none()
    | st.booleans()
    | st.decimals(0, 10**9, places=2).map(lambda number: +number)
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=5)
)
leaves = st.builds(tree.Literal, values) | st.builds(tree.Name, names)


def several(inner: st.SearchStrategy[Any], least: int = 1) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


def _chain(signs: str, inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(tree.Arithmetic, inner, several(st.tuples(st.sampled_from(signs.split()), inner)))


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    bindings = several(st.builds(tree.Binding, names, inner, st.none() | inner))
    tests = several(inner | st.builds(tree.Test, st.sampled_from(["<", ">=", "="]), inner))
    return st.one_of(
        _chain("+ -", inner),
        _chain("* /", inner),
        _chain("**", inner),
        st.builds(tree.Negative, inner),
        st.builds(tree.Comparison, inner, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner),
        st.builds(tree.Between, inner, inner, inner),
        st.builds(tree.In, inner, tests),
        st.builds(tree.And, several(inner, 2)),
        st.builds(tree.Or, several(inner, 2)),
        st.builds(tree.Not, st.tuples(inner)),
        st.builds(tree.If, inner, inner, inner),
        st.builds(tree.For, bindings, inner),
        st.builds(tree.Quantified, st.booleans(), bindings, inner),
        st.builds(tree.Listing, several(inner, 0)),
        st.builds(
            tree.Context,
            several(st.tuples(st.text(st.characters(exclude_categories=("Cs",)), max_size=4), inner), 0),
        ),
        st.builds(tree.Path, inner, names),
        st.builds(tree.Filter, inner, inner),
        st.builds(tree.Call, st.sampled_from(["count", "string length", "is defined"]), st.tuples(inner)),
    )


@settings(deadline=None)
@given(st.recursive(leaves, _grown, max_leaves=12))
def test_what_is_written_is_read_as_the_same_tree(node: Node) -> None:
    assert expression(written(node)).node == node
