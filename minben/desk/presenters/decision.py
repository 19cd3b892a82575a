"""Decision tables as their designers read them, and what they say when they are tried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from minben.foundation.records.errors import Invalid, Text
from minben.processes.decisions import Formula, Hit, Model, Outcome, read
from minben.processes.decisions.asking import Asked, asked
from minben.processes.decisions.showing import Shown, said
from minben.processes.problems import Problems


@dataclass(frozen=True)
class Tables:
    """``decides``: the decision that a process asks, the last of the file. ``formulas``: those without a table, as written."""

    model: Model
    shown: tuple[Shown, ...]
    formulas: list[tuple[str, str]]
    asked: list[Asked]
    decides: str

    @property
    def several(self) -> bool:
        return len(self.model.order) > 1


@dataclass(frozen=True)
class Answer:
    """What one decision said, and by which rules."""

    name: str
    value: str
    rules: tuple[Hit, ...]
    by_rules: bool


@dataclass(frozen=True)
class Tried:
    """``answers`` in the order in which they rest on one another. ``hit`` names the rules that held by decision."""

    answers: list[Answer]
    hit: frozenset[str]
    problem: Text = ""


def tables_of(source: str) -> Tables | None:
    """None for a file that cannot be read: its problems say why."""
    try:
        model = read(source.encode())
    except Problems:
        return None
    decides = model.order[-1]
    return Tables(model, model.tables(), _formulas(model), asked(model, decides), decides)


def _formulas(model: Model) -> list[tuple[str, str]]:
    decisions = [model.decisions[key] for key in model.order]
    return [
        (one.name or one.id, one.logic.expression.text) for one in decisions if isinstance(one.logic, Formula)
    ]


def tried(tables: Tables, facts: Mapping[str, Any], now: dt.datetime) -> Tried:
    """The answer of the file's last decision and of all that it rests on, or why there is none."""
    try:
        outcome = tables.model.decide(tables.decides, facts, now)
    except Invalid as problem:
        return Tried([], frozenset(), problem.message)
    found = _all(tables.decides, outcome)
    answers = [
        _answer(tables.model, key, found[key]) for key in tables.model.needed(tables.decides) if key in found
    ]
    return Tried(answers, frozenset(hit.rule for one in found.values() for hit in one.rules))


def _all(key: str, outcome: Outcome) -> dict[str, Outcome]:
    found = {key: outcome}
    for other, inner in outcome.required.items():
        found |= _all(other, inner)
    return found


def _answer(model: Model, key: str, outcome: Outcome) -> Answer:
    decision = model.decisions[key]
    by_rules = bool(outcome.rules) or bool(outcome.inputs)
    return Answer(decision.name or key, said(outcome.value), outcome.rules, by_rules)
