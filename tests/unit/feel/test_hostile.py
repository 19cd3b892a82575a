"""What somebody might write to break in, or to make the machine wait. Nothing here may run long, and nothing reach out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minben.foundation.feel import (
    EvaluationError,
    ExpressionError,
    assignments,
    because,
    expression,
    unary_tests,
)
from tests.unit.feel.facts import NOW, value

REFUSED = {
    "a walk over Python's own names": "().__class__.__base__.__subclasses__()",
    "a dunder as a path": "applicant.__class__.__init__.__globals__",
    "a dunder as a name": "__builtins__",
    "a dunder as a key": "{__class__: 1}",
    "a dunder that a loop binds": "for __x__ in [1] return 1",
    "an import": '__import__("os").system("id")',
    "eval": 'eval("1")',
    "a lambda": "lambda: 1",
    "an attribute call": '"a".upper()',
    "a format string": 'f"{x}"',
    "percent formatting": '"%s" % x',
    "a statement": "import os",
    "an assignment in an expression": "a := 1",
    "a null byte": "a\x00b",
    "a null byte in a call": "today(\x00)",
    "a lone surrogate": "\ud800",
    "a bell": "\x07",
    "deep brackets": "(" * 1_999 + "1" + ")" * 1_999,
    "deep lists": "[" * 1_999 + "]" * 1_999,
    "open brackets": "[" * 4_000,
    "deep negation": "not(" * 500 + "true" + ")" * 500,
    "many minus signs": "-" * 3_999 + "1",
    "a long path": "a" + ".a" * 1_900,
    "many filters": "a" + "[1]" * 1_300,
    "deep ifs": "if a then b else " * 200 + "1",
    "deep contexts": "{a:" * 900 + "1" + "}" * 900,
    "many loops in one": "for " + ",".join(f"a{i} in 1..1" for i in range(200)) + " return 1",
    "too long": "1" + " " * 4_000,
    "a number of many digits": "9" * 35,
    "an unfinished text": '"' + "\\" * 3_000,
}
TOO_MUCH = {
    "a tower of powers": "9 ** 9 ** 9",
    "a huge exponent": "2 ** 1000000",
    "a small huge exponent": "1.0000001 ** 999999999999",
    "a large number": "9999999999 * 9999999999 * 9999999999 * 9999999999",
    "a loop over a huge range": "for i in 1..1000000000 return i",
    "a loop over a range downwards": "for i in 1000000000..1 return i",
    "loops in loops": "for a in 1..1000, b in 1..1000, c in 1..1000 return a",
    "loops in bodies": "for a in 1..1000 return for b in 1..1000 return b",
    "a search in loops": "some a in 1..9999, b in 1..9999 satisfies a + b < 0",
    "a list that doubles": "{a: for i in 1..4000 return i, b: concatenate(a, a), c: concatenate(b, b, a)}",
    "a text that doubles": "{a0: base, "
    + ", ".join(f"a{i}: a{i - 1} + a{i - 1}" for i in range(1, 30))
    + "}",
    "lists of the same list": "{a0: [1], "
    + ", ".join(f"a{i}: [a{i - 1}, a{i - 1}]" for i in range(1, 40))
    + ", z: flatten(a39)}",
    "comparing what nests without end": "{a0: [1], b0: [1], "
    + ", ".join(f"a{i}: [a{i - 1}, a{i - 1}], b{i}: [b{i - 1}, b{i - 1}]" for i in range(1, 38))
    + ", z: a37 = b37}",
    "comparing what is deep": "{a0: [1], "
    + ", ".join(f"a{i}: [a{i - 1}]" for i in range(1, 99))
    + ", z: a98 = [a97]}",
    "flattening what is deep": "flatten(deep)",
    "a number of the facts": "huge + 1",
    "a list of the facts": "count(many)",
}


def deep_list(levels: int) -> list[Any]:
    inner: list[Any] = [1]
    for _level in range(levels):
        inner = [inner]
    return inner


FACTS: dict[str, Any] = {"base": "x" * 50, "deep": deep_list(5_000), "huge": 10**40, "many": [1] * 20_000}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_when_it_is_read(name: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        expression(REFUSED[name])
    assert refused.value.position.line >= 1 and refused.value.position.column >= 1


@pytest.mark.parametrize("name", TOO_MUCH)
def test_it_ends_at_a_limit(name: str) -> None:
    with pytest.raises(EvaluationError):
        value(TOO_MUCH[name], FACTS)


class Trap:
    """Would tell if anybody looked into it."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was looked up")

    def __str__(self) -> str:
        raise AssertionError("it was written")

    def __eq__(self, other: object) -> bool:
        raise AssertionError("it was compared")

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    "text",
    ["x", "x.secret", "x = x", "x < 1", "string(x)", "x[1]", "[x].secret", "distinct values([x, x])", "x in (1, x)",
     "for a in x return a", "list contains([x], x)", "{a: x}.a.secret", "is defined(x.secret)"],
)  # fmt: skip
def test_an_object_that_expressions_do_not_know_is_null_and_never_touched(text: str) -> None:
    value(text, {"x": Trap()})


def test_only_keys_are_read_and_no_attributes() -> None:
    facts = {"d": {"keys": 1}, "day": dt.date(2026, 1, 2), "text": "abc"}
    assert value("[d.keys, d.items, day.year, day.resolution, text.upper]", facts) == [
        1,
        None,
        2026,
        None,
        None,
    ]


WORDS = st.sampled_from(
    ["a", "b.c", "年齡", "1", "2.5", '"x"', "true", "null", "(", ")", "[", "]", "{", "}", ":", ",", ";", "..", ".", "?", "-",
     "+", "*", "/", "**", "=", "!=", "<", "<=", " and ", " or ", "not(", " in ", " between ", "if ", " then ", " else ",
     "for x in ", " return ", "some x in ", " satisfies ", "count(", "date(", "string length(", '@"P1D"', "\n", "item", "1..3",
     "sum(", "substring(", "is defined(", "flatten(", "__a", "（", "“"]
)  # fmt: skip
TEXTS = st.lists(WORDS | st.text(max_size=3), max_size=25).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("a[")
@example("a in (1..2")
@example("{a: a}")
def test_any_text_is_read_or_refused_and_runs_to_an_end(text: str) -> None:
    try:
        read = expression(text)
    except ExpressionError as refused:
        assert str(refused) and refused.position.line >= 1
        return
    facts = {"a": 3, "b": {"c": [1, "x", None]}, "年齡": 66}
    try:
        found = read.evaluate(facts, now=NOW)
        reasons = because(read, facts, NOW)
    except EvaluationError:
        return
    assert all(reason.text in text and set(reason.names) <= read.names for reason in reasons), found


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.none() | st.integers() | st.text(max_size=3) | st.booleans() | st.dates())
def test_any_cell_is_read_or_refused(text: str, tested: object) -> None:
    try:
        assert unary_tests(text).matches(tested, {"a": 3}, now=NOW) in {True, False, None}
    except (ExpressionError, EvaluationError):
        return


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_script_is_read_or_refused(text: str) -> None:
    try:
        read = assignments(text)
    except ExpressionError:
        return
    assert all(one.text in text for _name, one in read)
