"""From a DMN file to decisions that can be run; everything that is wrong is said at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from graphlib import CycleError, TopologicalSorter

from django.utils.translation import gettext as _
from lxml import etree

from minben.foundation.records.errors import Invalid
from minben.processes.problems import Problem, Problems

from ..xml import safe_tree
from . import overlaps
from .gathering import Gathered
from .model import Model
from .parts import Decision, Formula, InputData, Table
from .tables_read import table
from .xml_names import LOGIC, MODELS, NOT_READ, attribute, child, children, local, text_of

MOST_DECISIONS = 100
MOST_CELLS = 10_000
MOST_CHARACTERS = 300_000
"""Of all expressions together: reading them takes seconds, not minutes, whatever is uploaded."""


def read(xml: bytes, *, names: Collection[str] | None = None) -> Model:
    """The decisions of a DMN 1.3 file (1.4 and 1.5 with the same elements are read, too).

    With ``names`` (the first names of the facts there will be), a name that nobody gives is a warning. Raises
    Problems with every problem; what should be looked at, but works, stands in ``Model.warnings``.
    """
    into = Gathered()
    try:
        root = safe_tree(xml)
    except Invalid as refused:
        raise Problems([Problem("", "", refused.message)]) from refused
    _check_root(root, into)
    _raise(into)
    decisions = _decisions(root, into)
    inputs = tuple(InputData(attribute(e, "id"), attribute(e, "name")) for e in children(root, "inputData"))
    order = _order(decisions, into)
    _raise(into)
    _look_over(decisions, inputs, names, into)
    return Model(
        attribute(root, "id"), attribute(root, "name"), decisions, inputs, order, tuple(into.problems), xml
    )


def _raise(into: Gathered) -> None:
    if into.errors:
        raise Problems(into.errors)


def _check_root(root: etree._Element, into: Gathered) -> None:
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in MODELS:
        into.add(_("This is no DMN 1.3 file. Export it from the table editor as DMN 1.3."))
        return
    for element in children(root, *NOT_READ):
        into.element, into.name = attribute(element, "id"), attribute(element, "name")
        into.add(_("“%(kind)s” is not read here. Use decisions with tables.") % {"kind": local(element)})
    _check_ids(root, into)
    count = sum(1 for _decision in children(root, "decision"))
    into.element, into.name = attribute(root, "id"), attribute(root, "name")
    if not count:
        into.add(_("There is no decision in this file."))
    if count > MOST_DECISIONS:
        into.add(_("A file has at most %(most)d decisions.") % {"most": MOST_DECISIONS})
    _check_size([element.text or "" for element in root.iter("{*}text")], into)


def _check_size(texts: list[str], into: Gathered) -> None:
    if len(texts) > MOST_CELLS or sum(map(len, texts)) > MOST_CHARACTERS:
        said = _("A file has at most %(cells)d cells with %(characters)d characters. Split it.")
        into.add(said % {"cells": MOST_CELLS, "characters": MOST_CHARACTERS})


def _check_ids(root: etree._Element, into: Gathered) -> None:
    seen: set[str] = set()
    for element in root.iter():
        own = attribute(element, "id")
        if own and own in seen:
            into.element, into.name = own, attribute(element, "name")
            into.add(_("The id “%(id)s” is used twice. Ids must differ.") % {"id": own})
        seen.add(own)


def _decisions(root: etree._Element, into: Gathered) -> dict[str, Decision]:
    found = [_decision(element, into) for element in children(root, "decision")]
    decisions = {decision.id: decision for decision in found if decision}
    known = {attribute(element, "id") for element in children(root, "decision", "inputData")}
    for element in children(root, "decision"):
        into.element, into.name = attribute(element, "id"), attribute(element, "name")
        for target in _required(element, "requiredDecision") + _required(element, "requiredInput"):
            if target not in known:
                into.add(_("It requires “%(id)s”, which is not in this file.") % {"id": target})
    _check_names(decisions.values(), into)
    return decisions


def _decision(element: etree._Element, into: Gathered) -> Decision | None:
    into.element, into.name = attribute(element, "id"), attribute(element, "name")
    variable = attribute(child(element, "variable"), "name")
    if not into.element:
        into.add(_("A decision needs an id."))
        return None
    logic = _logic(element, variable or into.name or into.element, into)
    if logic is None:
        return None
    return Decision(
        into.element,
        into.name,
        variable,
        logic,
        tuple(_required(element, "requiredDecision")),
        tuple(_required(element, "requiredInput")),
    )


def _logic(element: etree._Element, answer: str, into: Gathered) -> Table | Formula | None:
    drawn = child(element, "decisionTable")
    if drawn is not None:
        return table(drawn, answer, into)
    written = child(element, "literalExpression")
    if written is not None:
        into.check_language(written, "")
        expression = into.expression(text_of(written), "", attribute(written, "id"))
        return Formula(attribute(written, "id"), expression) if expression else None
    other = next(children(element, *LOGIC), None)
    kind = _("nothing") if other is None else local(other)
    into.add(_("A decision holds a table or an expression; this one holds %(kind)s.") % {"kind": kind})
    return None


def _required(element: etree._Element, kind: str) -> list[str]:
    """The ids behind ``href="#id"``; an address of another file stays as it is, and is not found."""
    arrows = [child(need, kind) for need in children(element, "informationRequirement")]
    return [attribute(arrow, "href").removeprefix("#") for arrow in arrows if arrow is not None]


def _check_names(decisions: Iterable[Decision], into: Gathered) -> None:
    owner: dict[str, str] = {}
    for decision in decisions:
        for name in decision.known_as:
            if owner.setdefault(name, decision.id) != decision.id:
                into.element, into.name = decision.id, decision.name
                into.add(_("Another decision answers to “%(name)s”, too. Rename one.") % {"name": name})


def _order(decisions: dict[str, Decision], into: Gathered) -> tuple[str, ...]:
    """The decisions, each after those it requires."""
    graph = {key: [d for d in one.requires if d in decisions] for key, one in decisions.items()}
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = [decisions[key].name or key for key in error.args[1]]
        into.element, into.name = error.args[1][0], circle[0]
        into.add(_("Decisions require one another in a circle: %(circle)s.") % {"circle": " → ".join(circle)})
        return ()


def _look_over(
    decisions: dict[str, Decision],
    inputs: tuple[InputData, ...],
    names: Collection[str] | None,
    into: Gathered,
) -> None:
    """What works, but is likely a mistake."""
    for decision in decisions.values():
        into.element, into.name = decision.id, decision.name
        if isinstance(decision.logic, Table):
            overlaps.look_over(decision.logic, into)
        if names is not None:
            _look_for_unknown(decision, decisions, set(names), into)


def _look_for_unknown(
    decision: Decision, decisions: dict[str, Decision], names: set[str], into: Gathered
) -> None:
    given = names | {name for other in decision.requires for name in decisions[other].known_as}
    for path in sorted(decision.names):
        if path.split(".")[0] not in given:
            into.add(_("Nobody gives “%(name)s”; it will be null.") % {"name": path}, warning=True)
