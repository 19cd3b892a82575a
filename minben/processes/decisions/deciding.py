"""Running one decision: which rules hold, and what the hit policy makes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minben.foundation.feel import EvaluationError, Expression, Run
from minben.foundation.feel.functions import call
from minben.foundation.feel.same import same

from .indexing import numbers
from .parts import Decision, Formula, Hit, HitPolicy, Outcome, Rule, Table
from .problems import DecisionError

STEPS = 200_000
"""What one decision may spend with all that it requires: about a fifth of a second."""


@dataclass(frozen=True)
class Deciding:
    """The facts, the moment, and the steps that are left."""

    facts: Mapping[str, Any]
    now: dt.datetime
    run: Run

    def value(self, expression: Expression | None) -> Any:
        return None if expression is None else expression.evaluate(self.facts, now=self.now, run=self.run)


def outcome(decision: Decision, deciding: Deciding, required: Mapping[str, Outcome]) -> Outcome:
    """The answer of ``decision``. Raises DecisionError when the rules contradict one another or a limit is exceeded."""
    try:
        if isinstance(decision.logic, Formula):
            return _of_formula(decision, decision.logic, deciding, required)
        return _of_table(decision, decision.logic, deciding, required)
    except EvaluationError as error:
        said = _("“%(name)s” cannot be decided: %(error)s")
        raise DecisionError(said % {"name": decision.name or decision.id, "error": error}) from error


def _of_formula(
    decision: Decision, formula: Formula, deciding: Deciding, required: Mapping[str, Outcome]
) -> Outcome:
    value = deciding.value(formula.expression)
    return Outcome(value, {decision.variable or decision.name or decision.id: value}, (), {}, required)


def _of_table(
    decision: Decision, table: Table, deciding: Deciding, required: Mapping[str, Outcome]
) -> Outcome:
    tested = [deciding.value(column.expression) for column in table.inputs]
    held = _held(table, tested, deciding)
    rules, rows = _CHOICES[table.policy](decision, table, held, deciding)
    rows = rows or _defaults(table, deciding)
    value, values = _answer(table, rows, deciding)
    inputs = {column.shown: value for column, value in zip(table.inputs, tested, strict=True)}
    return Outcome(value, values, tuple(_hit(decision, table, rule) for rule in rules), inputs, required)


def _held(table: Table, tested: Sequence[Any], deciding: Deciding) -> list[Rule]:
    """The rules all of whose cells pass, in their order."""
    left = (1 << len(table.rules)) - 1
    for place, column in table.columns:
        if not left:
            break
        left = column.passed(tested[place], left, deciding.facts, deciding.now, deciding.run)
    if table.policy is HitPolicy.FIRST:
        left &= -left
    return [table.rules[place] for place in numbers(left)]


Row = list[Any]
Chosen = tuple[list[Rule], list[Row]]


def _row(rule: Rule, deciding: Deciding) -> Row:
    return [deciding.value(given) for given in rule.outputs]


def _all(decision: Decision, table: Table, held: list[Rule], deciding: Deciding) -> Chosen:
    return held, [_row(rule, deciding) for rule in held]


def _only(decision: Decision, table: Table, held: list[Rule], deciding: Deciding) -> Chosen:
    if len(held) > 1:
        raise DecisionError(
            _("“%(name)s”: rules %(rules)s hold together, but only one may.")
            % {"name": decision.name or decision.id, "rules": _listed(held)}
        )
    return _all(decision, table, held, deciding)


def _agreeing(decision: Decision, table: Table, held: list[Rule], deciding: Deciding) -> Chosen:
    rules, rows = _all(decision, table, held, deciding)
    if any(same(row, rows[0], deciding.run) is not True for row in rows[1:]):
        raise DecisionError(
            _("“%(name)s”: rules %(rules)s hold together, but give different answers.")
            % {"name": decision.name or decision.id, "rules": _listed(held)}
        )
    return rules, rows[:1]


def _foremost(decision: Decision, table: Table, held: list[Rule], deciding: Deciding) -> Chosen:
    """The rule whose first output stands highest in its list of values; ties go to the next output, then the rule."""
    orders = [[value.constant[1] for value in output.values] for output in table.outputs]

    def rank(row: Row) -> list[int]:
        places = zip(row, orders, strict=True)
        return [order.index(value) if value in order else len(order) for value, order in places]

    rows = [_row(rule, deciding) for rule in held]
    if not rows:
        return [], []
    best = min(range(len(rows)), key=lambda place: rank(rows[place]))
    return [held[best]], [rows[best]]


_CHOICES: dict[HitPolicy, Callable[[Decision, Table, list[Rule], Deciding], Chosen]] = {
    **dict.fromkeys(HitPolicy, _all),
    HitPolicy.UNIQUE: _only,
    HitPolicy.ANY: _agreeing,
    HitPolicy.PRIORITY: _foremost,
}
_AGGREGATES = {
    HitPolicy.SUM: "sum",
    HitPolicy.LEAST: "min",
    HitPolicy.GREATEST: "max",
    HitPolicy.COUNT: "count",
}


def _listed(rules: Sequence[Rule]) -> str:
    return ", ".join(str(rule.number) for rule in rules)


def _defaults(table: Table, deciding: Deciding) -> list[Row]:
    """What is given when no rule holds, if the author said so."""
    if all(output.default is None for output in table.outputs):
        return []
    return [[deciding.value(output.default) for output in table.outputs]]


def _answer(table: Table, rows: list[Row], deciding: Deciding) -> tuple[Any, dict[str, Any]]:
    """The answer as FEEL sees it, and by output: one value, a list of them, or what they add up to."""
    names = [output.name for output in table.outputs]
    if table.policy.aggregates:
        total = call(_AGGREGATES[table.policy], [[row[0] for row in rows]], deciding.run)
        return total, {names[0]: total}
    if table.policy.gives_many:
        return [_value(names, row) for row in rows], {
            name: [row[place] for row in rows] for place, name in enumerate(names)
        }
    row = rows[0] if rows else [None] * len(names)
    return (_value(names, row) if rows else None), dict(zip(names, row, strict=True))


def _value(names: list[str], row: Row) -> Any:
    return row[0] if len(names) == 1 else dict(zip(names, row, strict=True))


def _hit(decision: Decision, table: Table, rule: Rule) -> Hit:
    """Annotations by the name of their column; one without a name goes by its number."""
    names = [*table.annotations, *[""] * len(rule.annotations)]
    annotations = {
        name or str(n): text for n, (name, text) in enumerate(zip(names, rule.annotations, strict=False), 1)
    }
    return Hit(decision.id, rule.id, rule.number, rule.description, annotations)
