"""A table for people who do not draw: texts for a template, with plain words for the cells that allow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.foundation.feel import Bounds, Expression, Simple, UnaryTests
from minben.foundation.feel.functions.texts import text_of
from minben.foundation.records.errors import Text

from .parts import Decision, HitPolicy, Rule, Table

POLICIES: Mapping[HitPolicy, Text] = {
    HitPolicy.UNIQUE: gettext_lazy("Only one rule may hold."),
    HitPolicy.ANY: gettext_lazy("All rules that hold give the same answer."),
    HitPolicy.FIRST: gettext_lazy("The first rule that holds gives the answer."),
    HitPolicy.PRIORITY: gettext_lazy("The most important answer counts."),
    HitPolicy.RULE_ORDER: gettext_lazy("All rules that hold give an answer, in this order."),
    HitPolicy.COLLECT: gettext_lazy("All rules that hold give an answer."),
    HitPolicy.SUM: gettext_lazy("The answers of all rules that hold are added up."),
    HitPolicy.LEAST: gettext_lazy("The smallest answer counts."),
    HitPolicy.GREATEST: gettext_lazy("The largest answer counts."),
    HitPolicy.COUNT: gettext_lazy("The rules that hold are counted."),
}


@dataclass(frozen=True)
class Head:
    """A column: what people call it, and what it reads or is named."""

    label: str
    detail: str
    type: str


@dataclass(frozen=True)
class Cell:
    """``text`` as its author wrote it, ``plain`` in words where that is possible."""

    text: str
    plain: str


@dataclass(frozen=True)
class Row:
    number: int
    id: str
    inputs: tuple[Cell, ...]
    outputs: tuple[Cell, ...]
    description: str
    annotations: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    id: str
    name: str
    policy: str
    policy_in_words: Text
    inputs: tuple[Head, ...]
    outputs: tuple[Head, ...]
    annotations: tuple[str, ...]
    rows: tuple[Row, ...]


def shown(decision: Decision, table: Table) -> Shown:
    """The table of ``decision`` as texts."""
    return Shown(
        decision.id,
        decision.name or decision.id,
        table.policy.value,
        POLICIES[table.policy],
        tuple(Head(column.shown, column.expression.text, column.type) for column in table.inputs),
        tuple(Head(column.shown, column.name, column.type) for column in table.outputs),
        table.annotations,
        tuple(_row(rule) for rule in table.rules),
    )


def _row(rule: Rule) -> Row:
    return Row(
        rule.number,
        rule.id,
        tuple(Cell(test.text, in_words(test)) for test in rule.tests),
        tuple(_given(given) for given in rule.outputs),
        rule.description,
        rule.annotations,
    )


def _given(given: Expression | None) -> Cell:
    if given is None:
        return Cell("", "")
    known, value = given.constant
    return Cell(given.text, _value(value) if known else given.text)


def in_words(tests: UnaryTests) -> str:
    """“any”, “東 or 西”, “60 or more”; what cannot be said so stays as it was written."""
    return tests.text if tests.simple is None else plain(tests.simple, tests.text)


def plain(simple: Simple, text: str = "") -> str:
    """What the tests let through, in words."""
    if simple.anything:
        return _("any")
    if simple.but:
        return _("other than %(values)s") % {"values": _(", ").join(_in_order(simple.but, text))}
    parts = _in_order(simple.values, text) + [stretch(bounds) for bounds in simple.bounds]
    return _(" or ").join(parts)


def _in_order(values: Iterable[tuple[object, Any]], text: str) -> list[str]:
    """As they come in the cell."""
    return sorted((_value(value) for _kind, value in values), key=lambda value: (text.find(value), value))


def stretch(bounds: Bounds) -> str:
    """“60 or more”, “more than 60”, “less than 5”, “from 1 to 5”."""
    low, high = _value(bounds.low), _value(bounds.high)
    if bounds.low == bounds.high:
        return low
    if bounds.high is None:
        return (_("more than %(low)s") if bounds.low_open else _("%(low)s or more")) % {"low": low}
    if bounds.low is None:
        return (_("less than %(high)s") if bounds.high_open else _("%(high)s or less")) % {"high": high}
    said = {
        (False, False): _("from %(low)s to %(high)s"),
        (True, False): _("more than %(low)s, up to %(high)s"),
        (False, True): _("from %(low)s, less than %(high)s"),
        (True, True): _("more than %(low)s, less than %(high)s"),
    }[bounds.low_open, bounds.high_open]
    return said % {"low": low, "high": high}


def said(value: Any) -> str:
    """An answer in words: lists and contexts too."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {said(inner)}" for name, inner in value.items()) or _("nothing")
    if isinstance(value, list | tuple):
        return _(", ").join(said(inner) for inner in value) or _("nothing")
    return _value(value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return _("nothing")
    return text_of(value) or ""
