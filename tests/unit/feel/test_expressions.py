"""What expressions give beyond the examples of the reference page, and what their authors are told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from minben.foundation.feel import ExpressionError, Months, assignments, because, expression, unary_tests
from minben.foundation.feel.moments import duration, written
from tests.english import english
from tests.unit.feel.facts import NOW, value

__all__ = ["english"]

VALUES: list[tuple[str, Any, str]] = [
    ("(1 + 2) * 3", 9, "brackets first"),
    ("10 - 3 - 2", 5, "from the left"),
    ("2 ** 3 ** 2", 64, "powers too, as the standard says"),
    ("1 - -1", 2, "a sign after a sign"),
    ("0.1 + 0.2 = 0.3", True, "numbers are decimal"),
    ("1 = 1.0", True, "places do not matter"),
    ("not(null)", None, "nothing is known of nothing"),
    ("null and false", False, "one False settles it"),
    ("1 and true", None, "a number is no truth"),
    ("true or 1", True, "one True settles it"),
    ("a between 1 and 5 and b", True, "the second and is the outer one"),
    ("a in ]1..3[", False, "ends outside"),
    ("a in [3..5[", True, "one end inside"),
    ("a in ([1..2], > 2)", True, "ranges and tests in one list"),
    ("a in l", True, "a list of the facts"),
    ("a in [1, [2..4]]", True, "a range in a list"),
    ('"x" in (1, null)', None, "cannot be said"),
    ("l[item > 1][1]", 2, "a filter, then an index"),
    ("l[0]", None, "counted from 1"),
    ("l[1.5]", None, "no half entries"),
    ("[][1]", None, "nothing in it"),
    ("[][item > 1]", [], "nothing in it to keep"),
    ("null[1]", None, "nothing at all"),
    ("a[1]", 3, "one value is a list of one"),
    ("for x in null return x", None, "nothing to go through"),
    ("for i in 3..1 return i", [3, 2, 1], "downwards"),
    ("for x in 1..2, y in 1..x return y", [1, 1, 2], "the second sees the first"),
    ("every x in [] satisfies false", True, "none that fails"),
    ("some x in [] satisfies true", False, "none that holds"),
    ("some x in [1, null] satisfies x > 5", None, "one cannot be said"),
    ("{a: 9, b: a}.b", 9, "an entry hides a fact"),
    ('{"x y": 1} = {"x y": 1}', True, "contexts entry by entry"),
    ("[1, [2]] = [1, [2]]", True, "lists entry by entry"),
    ("[1] = [1, 2]", False, "other lengths"),
    ("[1..2] = [1..2]", True, "ranges"),
    ('"B" < "a"', True, "texts by code point"),
    ("true < false", None, "truths have no order"),
    ('date("2026-01-31") + duration("P1M")', dt.date(2026, 2, 28), "the last of the month"),
    ('date("2028-02-29") - duration("P1Y")', dt.date(2027, 2, 28), "leap days"),
    ('date("9999-12-31") + duration("P1D")', None, "the calendar ends"),
    ('@"2026-01-01T00:00:00+08:00" = @"2025-12-31T16:00:00Z"', True, "one moment in two zones"),
    ('@"2026-01-01T00:00:00" < now()', None, "with and without zone"),
    ('duration("P1D") < duration("P1M")', None, "days and months do not mix"),
    ('duration("P1Y") = duration("P12M")', True, "twelve months"),
    ('duration("PT36H").hours', 12, "the part beside the days"),
    ('-duration("P1D") = duration("-P1D")', True, "negative durations"),
    ('duration("P1Y") / duration("P6M")', 2, "how often it goes in"),
    ('@"08:00:00" < @"09:00:00"', True, "times of the day"),
    ("string(1 / 3)", "0.3333333333333333333333333333333333", "34 digits"),
    ("max(1, 2, null)", None, "one is unknown"),
    ("sum([1, \"x\"])", None, "one is no number"),
    ('count("x")', None, "no list"),
    ("distinct values([1, 1.0, true, \"1\", null, [1], [1]])", [1, True, "1", None, [1]], "kinds are kept apart"),
    ("floor(5, -1)", 0, "before the point"),
    ("round half up(-2.5, 0)", -3, "away from zero"),
    ("modulo(5, 0)", None, "no divisor"),
    ('substring("abc", 4)', None, "after the end"),
    ('number("1e400")', None, "no exponents in texts"),
    ('"\\u4e2d\\n\\""', '中\n"', "escapes"),
    ('"{0.__class__} %s"', "{0.__class__} %s", "no format of any kind"),
    ("yes", True, "facts of Python"),
    ("half", Decimal("0.5"), "a float reads as it is written"),
    ("nan", None, "no number"),
]  # fmt: skip
FACTS = {"a": 3, "b": True, "l": [1, 2, 3], "yes": True, "half": 0.5, "nan": float("nan")}


@pytest.mark.parametrize(("text", "wanted", "note"), VALUES)
def test_it_gives_what_feel_says(text: str, wanted: Any, note: str) -> None:
    found = value(text, FACTS)
    assert (isinstance(found, bool), found) == (isinstance(wanted, bool), wanted), note


REFUSALS = [
    ("amount >", 1, 9, "ends too early"),
    ("a and\n  b b", 2, 5, "“b” cannot stand here"),
    ("age（60）", 1, 4, "full-width"),
    ("“x”", 1, 1, "straight quotation marks"),
    ('1 + "abc', 1, 5, "no end"),
    ("1 # 2", 1, 3, "no sign of an expression"),
    ("lenght(a)", 1, 7, "no function “lenght”"),
    ('matches(a, "x")', 1, 8, "“matches” is left out"),
    ("a + substring(1)", 1, 5, "takes 2–3 arguments, not 1"),
    ('1 +\n@"31.3.2026"', 2, 1, "no date, time or duration"),
    ("a + ? > 1", 1, 5, "“?” stands for"),
    ("not(1, 2)", 1, 1, "takes one condition"),
    ("a.__b__", 1, 3, "no name that can be used"),
]


@pytest.mark.parametrize(("text", "line", "column", "said"), REFUSALS)
def test_a_refusal_says_where_and_what_to_do(text: str, line: int, column: int, said: str) -> None:
    with pytest.raises(ExpressionError, match=said) as refused:
        expression(text)
    assert (refused.value.position.line, refused.value.position.column) == (line, column)
    assert f"Line {line}, character {column}:" in str(refused.value)


def test_the_names_are_the_facts_that_it_reads() -> None:
    read = expression(
        "a.b > 1 and not(c) and (for x in d.e return x.y + f) != [] and {g: 1, h: g + i}.h > l[item.k > m][1].n"
    )
    assert read.names == {"a.b", "c", "d.e", "f", "i", "l", "m"}
    assert unary_tests("? > limit, other").names == {"limit", "other"}


def test_a_script_is_lines_or_parts_with_semicolons() -> None:
    text = 'fee = amount * 2\napplicant.senior = age >= 60 and\n  (x = 1); note = "a;\\nb = c"\n;'
    assert [(name, one.text) for name, one in assignments(text)] == [
        ("fee", "amount * 2"),
        ("applicant.senior", "age >= 60 and\n  (x = 1)"),
        ("note", '"a;\\nb = c"'),
    ]
    assert assignments("  ") == ()


@pytest.mark.parametrize(
    "text", ["a = 1 b = 2", "a", "1 = a", "a.1 = 2", "a = 1;b", "__a = 1", "f(x) = 1", "a[1] = 2"]
)
def test_a_script_does_nothing_but_assign(text: str) -> None:
    with pytest.raises(ExpressionError):
        assignments(text)


PERSON = {"age": 66, "card": True, "income": 900, "area": "東", "child": {"age": 3}}
WHY: list[tuple[str, list[tuple[str, bool | None]], str]] = [
    ("age > 60", [("age > 60", True)], "one condition"),
    ("age > 60 and card", [("age > 60", True), ("card", True)], "and holds by all"),
    ("age > 70 and card", [("age > 70", False)], "and fails by one"),
    ("(age > 70 or age > 80) and income > 1000", [("income > 1000", False)], "the shorter of two failures"),
    ("age > 60 or card", [("age > 60", True)], "or holds by one"),
    ("(age > 60 and card) or income < 1000", [("income < 1000", True)], "the shorter of two ways"),
    ("age > 70 or income > 1000", [("age > 70", False), ("income > 1000", False)], "or fails by all"),
    ("not(age < 60) and true", [("age < 60", False)], "what is turned round; constants explain nothing"),
    ('if age > 60 then "free" else "paid"', [("age > 60", True)], "the condition of a choice"),
    ("if age > 70 then card else area = \"東\"", [("age > 70", False), ("area = \"東\"", True)], "and its branch"),
    ('area in ("東", "西")', [('area in ("東", "西")', True)], "tests are one condition"),
    ("some x in [1, 2] satisfies x > age", [("some x in [1, 2] satisfies x > age", False)], "loops, too"),
    ("unknown > 1 and card", [("unknown > 1", None)], "what could not be said"),
    ("income * 2", [("income * 2", None)], "a value is explained by what it read"),
    ("true", [], "nothing was read"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "note"), WHY)
def test_the_reasons_are_the_fewest_that_settle_it(
    text: str, wanted: list[tuple[str, bool | None]], note: str
) -> None:
    found = because(expression(text), PERSON, NOW)
    assert [(reason.text, reason.truth) for reason in found] == wanted, note


def test_a_reason_knows_the_facts_it_read() -> None:
    (reason,) = because(expression("child.age < income / 100"), PERSON, NOW)
    assert reason.names == ("child.age", "income")
    assert reason.values == {"child.age": 3, "income": 900}


@pytest.mark.parametrize("text", ["P1D", "-P2DT3H", "PT0.5S", "PT1M", "P0M", "P1Y", "-P13M", "P400D"])
def test_a_duration_is_written_as_it_is_read(text: str) -> None:
    length = duration(text)
    assert length is not None
    assert duration(written(length)) == length
    assert duration("P13M") == Months(13)
