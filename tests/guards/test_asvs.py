"""The checklist of OWASP's standard (docs/reference/asvs.md) names tests that exist, and each point once."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

PAGE = Path("docs/reference/asvs.md")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
POINT = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.*)\|$", re.MULTILINE)
STATES = {"met", "partly", "operator", "n/a", "not yet"}
TEXT = PAGE.read_text(encoding="utf-8")
POINTS = POINT.findall(TEXT)


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("named", sorted(set(NAMED.findall(TEXT))), ids="::".join)
def test_every_test_that_is_named_exists(named: tuple[str, str]) -> None:
    path, name = named
    assert Path(path).is_file()
    assert name.startswith("test_")
    assert name in names_in(path)


def test_every_chapter_is_there_and_each_point_once_in_its_order() -> None:
    numbers = [tuple(map(int, number.split("."))) for number, *_rest in POINTS]
    assert {chapter for chapter, _section, _point in numbers} == set(range(1, 15))
    assert [number for number, count in Counter(numbers).items() if count > 1] == []
    assert numbers == sorted(numbers)


def test_every_row_is_a_point_with_a_known_state() -> None:
    rows = [line for line in TEXT.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) == len(POINTS)
    assert {state for _number, _what, state, _shown in POINTS} <= STATES


def test_what_is_only_partly_so_says_what_is_missing() -> None:
    assert [number for number, _what, state, shown in POINTS if state == "partly" and not shown.strip()] == []


def test_most_of_what_is_met_is_shown_by_a_test() -> None:
    met = [shown for _number, _what, state, shown in POINTS if state == "met"]
    assert sum(bool(NAMED.search(shown)) for shown in met) > len(met) / 2
