"""docs/reference/expressions.md says what the code does: each of its examples is run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from minben.foundation.feel import ExpressionError, expression, limits, unary_tests
from minben.foundation.feel.building import DEEPEST
from minben.foundation.feel.functions import FUNCTIONS
from minben.foundation.feel.reading import LONGEST
from minben.foundation.feel.signatures import SIGNATURES
from minben.foundation.feel.values import LONGEST_LIST, LONGEST_TEXT
from tests.unit.feel.facts import NOW, value

PAGE = Path("docs/reference/expressions.md").read_text(encoding="utf-8")


def lines(kind: str) -> list[str]:
    blocks = re.findall(rf"^```{kind}\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


FACTS: dict[str, Any] = value("\n".join(lines("facts")))


@pytest.mark.parametrize("line", lines("feel"))
def test_an_example_gives_what_the_page_says(line: str) -> None:
    text, wanted = line.split(" → ")
    found, said = value(text, FACTS), value(wanted)
    assert (type(found), found) == (type(said), said)


@pytest.mark.parametrize("line", lines("tests"))
def test_a_cell_holds_as_the_page_says(line: str) -> None:
    tested, rest = line.split(" | ")
    text, wanted = rest.split(" → ")
    assert unary_tests(text).matches(value(tested), FACTS, now=NOW) is value(wanted)


@pytest.mark.parametrize("text", lines("refused"))
def test_what_the_page_calls_refused_is(text: str) -> None:
    with pytest.raises(ExpressionError):
        expression(text)


def test_the_page_names_every_function_and_no_other() -> None:
    tables = "\n".join(line for line in PAGE.split("## Functions")[1].splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`([a-z ]+)\(", tables)) == set(SIGNATURES)
    assert set(FUNCTIONS) | {"is defined"} == set(SIGNATURES)


def test_the_page_says_the_limits() -> None:
    told = PAGE.split("## Limits")[1]
    for limit in (
        LONGEST,
        DEEPEST,
        limits.STEPS,
        LONGEST_LIST,
        LONGEST_TEXT,
        limits.DEEPEST_VALUE,
        limits.DIGITS,
    ):
        assert f"| {limit:,}" in told
