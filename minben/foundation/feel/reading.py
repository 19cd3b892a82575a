"""From text to tree. What is not in the grammar is refused here, with its place; nothing is run."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from lark import Lark, UnexpectedInput
from lark.exceptions import VisitError

from . import tree
from .building import Builder, Wrong
from .errors import ExpressionError, Position
from .refusing import refusal
from .signatures import SIGNATURES
from .tree import Node

LONGEST = 4_000
EXPRESSION, TESTS, SCRIPT = "expression_only", "tests_only", "script"


def read(text: str, start: str) -> Any:
    """What the rule ``start`` of the grammar makes of ``text``. Raises ExpressionError."""
    _check_length(text)
    try:
        found = Builder().transform(_parser().parse(text, start=start))
        _check(found, start)
    except UnexpectedInput as unexpected:
        raise refusal(text, unexpected) from unexpected
    except VisitError as wrapped:
        raise _placed(text, wrapped.orig_exc) from wrapped
    except Wrong as wrong:
        raise _placed(text, wrong) from wrong
    return found


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        said = _("The text has %(length)d characters; at most %(longest)d are taken.")
        raise ExpressionError(said % {"length": len(text), "longest": LONGEST}, Position(1, 1))


def _placed(text: str, error: Exception) -> Exception:
    return ExpressionError(error.what, position(text, error.start)) if isinstance(error, Wrong) else error


def position(text: str, start: int) -> Position:
    """The line and column of the character ``start``."""
    before = text[:start]
    return Position(before.count("\n") + 1, start - before.rfind("\n"))


@functools.cache
def _parser() -> Lark:
    rules = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        f"{rules}\nFUNCTION.2: {_function_names()}\n",
        parser="lalr",
        lexer="basic",
        start=[EXPRESSION, TESTS, SCRIPT],
        propagate_positions=True,
    )


def _function_names() -> str:
    """Names of functions have blanks: a name is one only before its bracket, and the longest wins."""
    names = sorted((name.replace(" ", r"\s+") for name in SIGNATURES), key=len, reverse=True)
    return rf"/(?:{'|'.join(names)})(?=\s*\()/"


def _check(found: Any, start: str) -> None:
    """Where ``?`` and tests may stand depends on what is around them."""
    tests = start == TESTS
    waiting: list[tuple[Node, bool]]
    if start == SCRIPT:
        waiting = [(entry[2], False) for entry in found if isinstance(entry, tuple)]
    else:
        waiting = [(node, tests) for node in (found if tests else (found,))]
    while waiting:
        node, is_test = waiting.pop()
        _check_one(node, is_test=is_test, tested=tests)
        as_tests = isinstance(node, tree.In) or (isinstance(node, tree.Not) and is_test)
        under = node.tests if isinstance(node, tree.In | tree.Not) else ()
        waiting += [(child, as_tests and any(child is one for one in under)) for child in tree.children(node)]


def _check_one(node: Node, *, is_test: bool, tested: bool) -> None:
    if isinstance(node, tree.Name) and node.name == tree.THE_TESTED and not tested:
        raise Wrong(_("“?” stands for the value that a cell tests; there is none here."), node.start)
    if isinstance(node, tree.Not) and not is_test and (len(node.tests) > 1 or _is_test(node.tests[0])):
        raise Wrong(_("Here “not” takes one condition, like not(a > 5)."), node.start)


def _is_test(node: Node) -> bool:
    return isinstance(node, tree.Test)
