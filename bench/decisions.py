"""A decision table as a city writes one: areas × categories, an amount, and who does it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

from minben.processes.decisions import Model, read

RULES = 200
AREAS, CATEGORIES = 20, 5
NOW = dt.datetime(2026, 3, 31, 10, 30, tzinfo=dt.UTC)
Row = tuple[str, str, int, int]


def rows() -> list[Row]:
    """200 rules: 20 areas × 5 categories × two stretches of amounts."""
    pairs = itertools.product(range(AREAS), range(CATEGORIES))
    found = [(f"area {a}", f"category {c}", low) for a, c in pairs for low in (0, 1000)]
    return [(area, category, low, low + 1000) for area, category, low in found][:RULES]


def model() -> Model:
    """The same rules as a file of the table editor."""
    lines = "".join(_rule(number, row) for number, row in enumerate(rows()))
    return read(
        f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="bench" name="bench"><decision id="d" name="d">
        <decisionTable hitPolicy="UNIQUE">{_input("area")}{_input("category")}{_input("amount")}<output name="department"/>
        {lines}</decisionTable></decision></definitions>""".encode()
    )


def _input(name: str) -> str:
    return f"<input><inputExpression><text>{name}</text></inputExpression></input>"


def _rule(number: int, row: Row) -> str:
    area, category, low, high = row
    cells = "".join(
        f"<inputEntry><text>{cell}</text></inputEntry>"
        for cell in (f'"{area}"', f'"{category}"', f"[{low}..{high})")
    )
    return f'<rule>{cells}<outputEntry><text>"department {number}"</text></outputEntry></rule>'


def asked() -> Callable[[], dict[str, Any]]:
    """Facts in turn, so that no answer is the one before."""
    turn = itertools.cycle(rows())

    def facts() -> dict[str, Any]:
        area, category, low, _high = next(turn)
        return {"area": area, "category": category, "amount": low + 7}

    return facts


def deciding() -> Callable[[], object]:
    table, facts = model(), asked()
    return lambda: table.decide("d", facts(), NOW)


def by_hand() -> Callable[[], object]:
    """The loop that somebody would write: each rule compared in turn, all of them, as only one may hold."""
    every, facts = rows(), asked()

    def decide() -> object:
        given = facts()
        return [
            number
            for number, (area, category, low, high) in enumerate(every)
            if area == given["area"] and category == given["category"] and low <= given["amount"] < high
        ]

    return decide
