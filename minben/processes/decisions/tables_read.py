"""Reading a decision table: its columns, its rules, and what its hit policy asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from lxml import etree

from minben.foundation.feel import Expression, UnaryTests

from .gathering import Gathered
from .parts import HitPolicy, Input, Output, Rule, Table
from .problems import at_column, at_rule
from .xml_names import POLICIES, attribute, child, children, text_of

MOST_RULES = 2_000
MOST_COLUMNS = 50


def table(element: etree._Element, fallback: str, into: Gathered) -> Table | None:
    """The table, or None when something is wrong with it. ``fallback`` names an output that has no name."""
    before = len(into.errors)
    policy = _policy(element, into)
    inputs = [_input(column, into) for column in children(element, "input")]
    outputs = [_output(column, fallback, into) for column in children(element, "output")]
    annotations = tuple(attribute(column, "name") for column in children(element, "annotation"))
    if len(inputs) + len(outputs) > MOST_COLUMNS:
        into.add(_("A table has at most %(most)d columns.") % {"most": MOST_COLUMNS})
    rules = _rules(element, _labels(element, "input"), _labels(element, "output"), into)
    known = tuple(column for column in inputs if column), tuple(column for column in outputs if column)
    _check_columns(policy, known[1], into)
    if len(into.errors) > before or policy is None:
        return None
    return Table(attribute(element, "id"), policy, *known, rules, annotations)


def _policy(element: etree._Element, into: Gathered) -> HitPolicy | None:
    """UNIQUE when the file says nothing, as the standard has it."""
    name, aggregation = attribute(element, "hitPolicy") or "UNIQUE", attribute(element, "aggregation")
    policy = POLICIES.get((name.upper(), aggregation.upper()))
    if policy is None:
        said = _("The hit policy “%(policy)s” is not run here. Choose U, A, F, P, R or C.")
        into.add(said % {"policy": f"{name} {aggregation}".strip()}, element=attribute(element, "id"))
    return policy


def _labels(element: etree._Element, kind: str) -> list[str]:
    """What a person calls each column."""
    labels = []
    for number, column in enumerate(children(element, kind), start=1):
        inner = text_of(child(column, "inputExpression"))
        labels.append(attribute(column, "label") or attribute(column, "name") or inner or str(number))
    return labels


def _input(column: etree._Element, into: Gathered) -> Input | None:
    inner, element = child(column, "inputExpression"), attribute(column, "id")
    text, label = text_of(inner), attribute(column, "label")
    where = at_column(label or text)
    if inner is None or not text:
        into.add(_("Say what this column tests."), where=where, element=element)
        return None
    into.check_language(inner, where)
    expression = into.expression(text, where, element)
    listed = text_of(child(column, "inputValues"))
    allowed = into.tests(listed, where, element) if listed else None
    if expression is None or (listed and allowed is None):
        return None
    return Input(element, label, expression, attribute(inner, "typeRef"), allowed)


def _output(column: etree._Element, fallback: str, into: Gathered) -> Output | None:
    element, label = attribute(column, "id"), attribute(column, "label")
    name = attribute(column, "name") or fallback
    where = at_column(label or name)
    values = _values(text_of(child(column, "outputValues")), where, element, into)
    text = text_of(child(column, "defaultOutputEntry"))
    default = into.expression(text, where, element) if text else None
    return Output(element, label, name, attribute(column, "typeRef"), values, default)


def _values(listed: str, where: str, element: str, into: Gathered) -> tuple[Expression, ...]:
    """The values listed, in order of priority: each one a value that is written down."""
    tests = into.tests(listed, where, element) if listed else None
    if tests is None:
        return ()
    found = [Expression(listed[node.start : node.end], node, listed) for node in tests.tests]
    if not all(value.constant[0] for value in found):
        into.add(_("List single values, parted by commas."), where=where, element=element)
        return ()
    return tuple(found)


def _rules(
    element: etree._Element, inputs: Sequence[str], outputs: Sequence[str], into: Gathered
) -> tuple[Rule, ...]:
    lines = list(children(element, "rule"))
    if len(lines) > MOST_RULES:
        said = _("A table has at most %(most)d rules, not %(count)d. Split it.")
        into.add(said % {"most": MOST_RULES, "count": len(lines)}, element=attribute(element, "id"))
        return ()
    found = (_rule(line, number, inputs, outputs, into) for number, line in enumerate(lines, start=1))
    return tuple(rule for rule in found if rule is not None)


def _rule(
    line: etree._Element, number: int, inputs: Sequence[str], outputs: Sequence[str], into: Gathered
) -> Rule | None:
    cells, given = list(children(line, "inputEntry")), list(children(line, "outputEntry"))
    if (len(cells), len(given)) != (len(inputs), len(outputs)):
        said = _("This rule has %(cells)d cells, the table %(columns)d columns.")
        counts = {"cells": len(cells) + len(given), "columns": len(inputs) + len(outputs)}
        into.add(said % counts, where=at_rule(number), element=attribute(line, "id"))
        return None
    tests = [_cell(cell, at_rule(number, label), into) for cell, label in zip(cells, inputs, strict=True)]
    values = [_given(cell, at_rule(number, label), into) for cell, label in zip(given, outputs, strict=True)]
    return Rule(
        attribute(line, "id"),
        number,
        tuple(test for test in tests if test is not None),
        tuple(values),
        _description(line),
        tuple(text_of(entry) for entry in children(line, "annotationEntry")),
    )


def _cell(cell: etree._Element, where: str, into: Gathered) -> UnaryTests | None:
    into.check_language(cell, where)
    return into.tests(text_of(cell), where, attribute(cell, "id"))


def _given(cell: etree._Element, where: str, into: Gathered) -> Expression | None:
    into.check_language(cell, where)
    text = text_of(cell)
    return into.expression(text, where, attribute(cell, "id")) if text else None


def _description(line: etree._Element) -> str:
    found = child(line, "description")
    return "" if found is None else (found.text or "").strip()


def _check_columns(policy: HitPolicy | None, outputs: Sequence[Output], into: Gathered) -> None:
    if not outputs:
        into.add(_("The table gives nothing: add an output column."))
    names = [output.name for output in outputs]
    for name in _twice(names):
        into.add(_("Two output columns are named “%(name)s”. Name each differently.") % {"name": name})
    if policy is not None and policy.aggregates and len(outputs) > 1:
        into.add(_("A table that adds up or counts has one output column."))
    if policy is HitPolicy.PRIORITY:
        for output in outputs:
            if not output.values:
                said = _("List the output values by priority: the hit policy P chooses by it.")
                into.add(said, where=at_column(output.shown), element=output.id)


def _twice(names: Iterable[str]) -> list[str]:
    listed = list(names)
    return sorted({name for name in listed if listed.count(name) > 1})
