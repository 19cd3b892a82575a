"""A file of decisions is read with all that is right, or refused with all that is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.processes.decisions import read
from minben.processes.decisions.reading import MOST_DECISIONS
from minben.processes.decisions.tables_read import MOST_COLUMNS, MOST_RULES
from minben.processes.problems import Problem, Problems
from tests.english import english
from tests.unit.processes.tables import SPACE, decision, definitions, formula, table

__all__ = ["english"]

WRONG: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "a document type": (b"<!DOCTYPE a><a/>", "DOCTYPE"),
    "another kind of file": (b"<html/>", "no DMN 1.3 file"),
    "DMN 1.1": (definitions().replace(b"20191111", b"20151101"), "no DMN 1.3 file"),
    "no decision": (definitions(), "no decision"),
    "a function of one's own": (
        definitions('<businessKnowledgeModel id="b"/>', formula("1")),
        "businessKnowledgeModel",
    ),
    "an import": (definitions('<import namespace="x"/>', formula("1")), "import"),
    "an id twice": (definitions(formula("1"), '<inputData id="d"/>'), "used twice"),
    "no id": (definitions(formula("1").replace('id="d"', "")), "needs an id"),
    "a name twice": (
        definitions(formula("1", "a"), formula("1", "b").replace('name="B"', 'name="A"')),
        "answers to “A”",
    ),
    "a decision that is not there": (definitions(formula("1", "d", ["x"])), "requires “x”"),
    "a file elsewhere": (definitions(formula("1", "d", ["x"]).replace("#x", "other.dmn#x")), "other.dmn#x"),
    "a circle": (definitions(formula("1", "a", ["b"]), formula("1", "b", ["a"])), "circle: "),
    "itself": (definitions(formula("1", "a", ["a"])), "circle: A → A"),
    "no logic": (definitions(decision("")), "holds nothing"),
    "other logic": (definitions(decision("<context/>")), "holds context"),
    "another language": (definitions(formula("1", language="javascript")), "“javascript” is not run"),
    "a hit policy that is not run": (
        definitions(table(["x"], ["y"], [], policy="OUTPUT ORDER")),
        "OUTPUT ORDER",
    ),
    "priority without values": (
        definitions(table(["x"], ["y"], [], policy="PRIORITY")),
        "List the output values",
    ),
    "a sum of two": (definitions(table(["x"], ["y", "z"], [], policy="COLLECT+SUM")), "one output column"),
    "no output": (definitions(table(["x"], [], [])), "add an output column"),
    "outputs of one name": (definitions(table(["x"], ["y", "y"], [])), "named “y”"),
    "a column that tests nothing": (definitions(table([""], ["y"], [])), "what this column tests"),
    "a short rule": (definitions(table(["x"], ["y"], ["1"])), "has 1 cells, the table 2 columns"),
    "values that are computed": (
        definitions(table(["x"], ["y"], [], extra={"y": "<outputValues><text>a, 1</text></outputValues>"})),
        "List single values",
    ),
    "too many rules": (definitions(table([], ["y"], ["1"] * (MOST_RULES + 1))), "at most 2000 rules"),
    "too many columns": (definitions(table(["x"] * MOST_COLUMNS, ["y"], [])), "at most 50 columns"),
    "too many cells": (
        definitions(*(table(["x"], [f"y{n}"], ["1 | 1"] * 1_000, key=f"t{n}") for n in range(6))),
        "10000 cells",
    ),
    "too much text": (definitions(formula("1" + " " * 300_000)), "300000 characters"),
    "too many decisions": (
        definitions(*(formula("1", f"d{n}") for n in range(MOST_DECISIONS + 1))),
        "at most 100 decisions",
    ),
    "Python": (definitions(formula('__import__("os")')), "no name that can be used|cannot stand|no function"),
}


def problems(xml: bytes) -> tuple[Problem, ...]:
    with pytest.raises(Problems) as refused:
        read(xml)
    return refused.value.found


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_refused_and_named(name: str) -> None:
    xml, said = WRONG[name]
    with pytest.raises(Problems, match=said):
        read(xml)


def test_everything_wrong_is_said_at_once_with_its_place() -> None:
    found = problems(
        definitions(
            table(["area", "a +"], ["dept"], ['"a" | 1 | b c', "“b” | 2 | 3", "1 | matches(a, 1) | 3"]),
            formula("1 +", "e"),
        )
    )
    assert [(one.element, one.name, one.where) for one in found] == [
        ("d_i_1", "D", "Column “a +”"),
        ("d_c_1_2", "D", "Rule 1, column “dept”"),
        ("d_c_2_0", "D", "Rule 2, column “area”"),
        ("d_c_3_1", "D", "Rule 3, column “a +”"),
        ("e_l", "E", ""),
    ]
    assert found[2].message.startswith("“b”: Line 1, character 1: Text stands in straight quotation marks")
    assert (
        str(found[1])
        == "D (d_c_1_2): Rule 1, column “dept”: b c: Line 1, character 3: “c” cannot stand here."
    )


def warnings(*parts: str, names: set[str] | None = None) -> list[str]:
    return [str(one) for one in read(definitions(*parts), names=names).warnings]


OVERLAPS = [
    (["< 5 | 1", ">= 5 | 2"], [], "side by side"),
    (
        ["<= 5 | 1", ">= 5 | 2"],
        ["D (d_r_1): Rule 1: It may hold together with rule 2, but only one may."],
        "one value in both",
    ),
    (["< 5 | 1", "> 7 | 2"], ["D (d_t): No rule takes this: x: from 5 to 7."], "a hole"),
    (["[0..5] | 1"], ["x: less than 0", "x: more than 5"], "both sides"),
    (['"a" | 1', '"b" | 2'], ["No rule takes this: x: anything else."], "texts are open"),
    (['"a" | 1', 'not("a") | 2'], [], "all but one"),
    (["true | 1"], ["No rule takes this: x: no."], "a truth has two values"),
    (["- | 1"], [], "everything"),
    (["- | 1", "1 | 2"], ["It may hold together with rule 2"], "everything and more"),
    (["a | 1", "b | 2"], [], "what must be run is not guessed"),
    ([], ["no rules yet"], "nothing yet"),
]


@pytest.mark.parametrize(("rules", "wanted", "note"), OVERLAPS)
def test_overlaps_and_gaps_of_a_unique_table_are_warned_of(
    rules: list[str], wanted: list[str], note: str
) -> None:
    found = warnings(table(["x"], ["y"], rules))
    assert len(found) == len(wanted), note
    assert all(part in said for part, said in zip(wanted, found, strict=True)), found


def test_gaps_are_looked_for_across_columns() -> None:
    rules = ['"a" | < 5 | 1', '"a" | >= 5 | 2', 'not("a") | < 5 | 3']
    assert warnings(table(["x", "n"], ["y"], rules)) == [
        "D (d_t): No rule takes this: x: anything else, n: 5 or more."
    ]
    assert warnings(table(["x", "n"], ["y"], rules, policy="FIRST")) == [], "only where one rule must hold"


def test_listed_values_and_a_default_close_a_gap() -> None:
    values = {"x": '<inputValues><text>"a", "b"</text></inputValues>'}
    assert warnings(table(["x"], ["y"], ['"a" | 1', '"b" | 2'], extra=values)) == []
    assert (
        warnings(
            table(["x"], ["y"], ["[0..9] | 1"], extra={"x": "<inputValues><text>[0..9]</text></inputValues>"})
        )
        == []
    )
    default = {"y": "<defaultOutputEntry><text>1</text></defaultOutputEntry>"}
    assert warnings(table(["x"], ["y"], ['"a" | 1'], extra=default)) == []


def test_names_that_nobody_gives_are_warned_of_when_the_names_are_known() -> None:
    parts = formula("e + x.y + z", "d", ["e"]), formula("x", "e")
    assert warnings(*parts) == []
    assert warnings(*parts, names={"x"}) == ["D (d): Nobody gives “z”; it will be null."]


def test_the_file_is_kept_as_it_came() -> None:
    xml = definitions(formula("1")).replace(b"<decision ", b'<decision xmlns:camunda="http://camunda.org" ')
    assert read(xml).xml == xml
    assert read(xml.replace(b"20191111", b"20211108")).decisions.keys() == {"d"}


PIECES = ["decision", "decisionTable", "input", "inputExpression", "text", "output", "rule", "inputEntry", "outputEntry",
          "literalExpression", "informationRequirement", "requiredDecision", "variable"]  # fmt: skip
trees = st.recursive(
    st.sampled_from(["1", "-", "a", "", "<", "(", "x > 1"]).map(lambda t: t.replace("<", "&lt;")),
    lambda inner: st.tuples(
        st.sampled_from(PIECES), st.sampled_from(["", ' id="a"', ' id="b" name="x"', ' href="#a"', ' hitPolicy="ANY"']), st.lists(inner, max_size=4)
    ).map(lambda found: f"<{found[0]}{found[1]}>{''.join(found[2])}</{found[0]}>"),
    max_leaves=15,
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(trees, max_size=4))
def test_any_tree_of_elements_is_read_or_refused(parts: list[str]) -> None:
    try:
        read(f'<definitions xmlns="{SPACE}">{"".join(parts)}</definitions>'.encode())
    except Problems as refused:
        assert refused.found and all(one.message for one in refused.found)
