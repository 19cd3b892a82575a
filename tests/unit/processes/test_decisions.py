"""Decision tables give what their rules and their hit policy say, with the reasons of their authors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.foundation.feel import unary_tests
from minben.foundation.records.errors import Missing
from minben.processes.decisions import DecisionError, Outcome
from tests.english import english
from tests.unit.feel.facts import NOW
from tests.unit.processes.tables import formula, model, table

__all__ = ["english"]

RULES = ["< 10 | 1 # small", "[5..20] | 2 # middle", "- | 3 # all", "> 100 | 2 # large"]
POLICIES: list[tuple[str, int, Any, list[int]]] = [
    ("FIRST", 7, 1, [1]),
    ("FIRST", 15, 2, [2]),
    ("RULE ORDER", 7, [1, 2, 3], [1, 2, 3]),
    ("COLLECT", 15, [2, 3], [2, 3]),
    ("COLLECT+SUM", 7, 6, [1, 2, 3]),
    ("COLLECT+MIN", 7, 1, [1, 2, 3]),
    ("COLLECT+MAX", 7, 3, [1, 2, 3]),
    ("COLLECT+COUNT", 7, 3, [1, 2, 3]),
    ("UNIQUE", 50, 3, [3]),
    ("ANY", 50, 3, [3]),
]


def decided(text: str, **facts: Any) -> Outcome:
    return model(text).decide("d", facts, NOW)


@pytest.mark.parametrize(("policy", "value", "wanted", "rules"), POLICIES)
def test_a_hit_policy_chooses_among_the_rules_that_hold(
    policy: str, value: int, wanted: Any, rules: list[int]
) -> None:
    found = decided(table(["x"], ["y"], RULES, policy=policy), x=value)
    assert found.value == wanted and found.values == {"y": wanted}
    assert [hit.number for hit in found.rules] == rules
    assert found.reasons == tuple(RULES[number - 1].split(" # ")[1] for number in rules)
    assert found.inputs == {"x": value}


def test_a_unique_table_refuses_to_choose_between_two_rules() -> None:
    with pytest.raises(DecisionError, match="rules 1, 2, 3 hold together"):
        decided(table(["x"], ["y"], RULES), x=7)


def test_any_takes_rules_that_agree_and_no_others() -> None:
    agreeing = table(["x"], ["y"], ["> 1 | x + 1", "> 2 | 1 + x"], policy="ANY")
    assert decided(agreeing, x=5).value == 6
    with pytest.raises(DecisionError, match="rules 1, 2, 3 hold together, but give different answers"):
        decided(table(["x"], ["y"], RULES, policy="ANY"), x=7)


def test_priority_goes_by_the_list_of_output_values() -> None:
    values = {"y": '<outputValues><text>"high", "middle", "low"</text></outputValues>'}
    text = table(
        ["x"], ["y"], ['> 1 | "low"', '> 5 | "high"', '> 3 | "middle"'], policy="PRIORITY", extra=values
    )
    assert [decided(text, x=x).value for x in (2, 4, 9)] == ["low", "middle", "high"]
    assert [hit.number for hit in decided(text, x=9).rules] == [2]


def test_several_outputs_are_a_context_and_stand_by_name() -> None:
    text = table(["x"], ["y", "z"], ['1 | "a" | x * 2', "2 | | 0"])
    assert decided(text, x=1).value == decided(text, x=1).values == {"y": "a", "z": 2}
    assert decided(text, x=2).value == {"y": None, "z": 0}, "an empty cell gives null"
    many = table(["x"], ["y", "z"], ["- | 1 | 2", "- | 3 | 4"], policy="COLLECT")
    assert decided(many).value == [{"y": 1, "z": 2}, {"y": 3, "z": 4}]
    assert decided(many).values == {"y": [1, 3], "z": [2, 4]}


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [("UNIQUE", None), ("FIRST", None), ("COLLECT", []), ("COLLECT+SUM", None), ("COLLECT+COUNT", 0)],
)
def test_when_no_rule_holds_nothing_is_made_up(policy: str, wanted: Any) -> None:
    found = decided(table(["x"], ["y"], ["1 | 1"], policy=policy), x=2)
    assert (found.value, found.values, found.rules) == (wanted, {"y": wanted}, ())


def test_a_default_is_given_when_the_author_named_one() -> None:
    default = {"y": "<defaultOutputEntry><text>x * 10</text></defaultOutputEntry>"}
    found = decided(table(["x"], ["y"], ["1 | 1"], extra=default), x=2)
    assert found.value == 20 and found.rules == ()


def test_decisions_rest_on_one_another_and_each_is_taken_once() -> None:
    found = model(
        formula("a + D_B", "d", ["a", "d_b"]),
        table(["a"], ["y"], ["> 1 | a * 2 # doubled"], key="d_b", requires=["a"]),
        formula("x + 1", "a"),
    ).decide("d", {"x": 1, "a": "hidden by the decision"}, NOW)
    assert found.value == 6
    assert found.required["d_b"].reasons == ("doubled",)
    assert found.required["d_b"].required["a"].value == 2


def test_what_is_not_required_is_not_seen() -> None:
    assert model(formula("a", "d"), formula("1", "a")).decide("d", {}, NOW).value is None


def test_a_decision_that_is_not_there_is_missing() -> None:
    with pytest.raises(Missing):
        model(formula("1")).decide("other", {}, NOW)


def test_a_limit_is_an_answer_with_the_name_of_the_decision() -> None:
    with pytest.raises(DecisionError, match="“D” cannot be decided: A list has at most"):
        decided(formula("for i in 1..100000 return i"))
    cell = "some a in 1..90, b in 1..90 satisfies a + b + ? < 0"
    with pytest.raises(DecisionError, match="steps"):
        decided(table(["x"], ["y"], [f"{cell} - {n} | 1" for n in range(50)], policy="COLLECT"), x=1)


CELLS = [
    "-",
    "1",
    "1, 2",
    "< 2",
    "[2..3]",
    "not(1)",
    "not(1, 2)",
    '"a"',
    '"a", 2',
    "limit",
    "? > limit",
    "true",
    "null",
    "list",
    "[1, 2]",
]
VALUES = st.sampled_from([None, 1, 2, 3, "a", "b", True, False, [1], [1, 2], 2.5])


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(CELLS)), max_size=12), VALUES, VALUES)
def test_looking_up_finds_the_rules_that_running_each_cell_finds(cells: Any, one: Any, other: Any) -> None:
    facts = {"x": one, "z": other, "limit": 1, "list": [2, 3]}
    text = table(["x", "z"], ["y"], [f"{a} | {b} | 0" for a, b in cells], policy="COLLECT")
    slowly = [
        number
        for number, (a, b) in enumerate(cells, start=1)
        if unary_tests(a).matches(one, facts, now=NOW) and unary_tests(b).matches(other, facts, now=NOW)
    ]
    assert [hit.number for hit in decided(text, **facts).rules] == slowly


def test_a_table_is_shown_in_words() -> None:
    rules = ['"東", "西" | >= 60 | "free" # 依辦法', 'not("東") | [1..5) | n * 2', "- | < 1, 7 |"]
    (shown,) = model(table(["area", "n"], ["fee"], rules, policy="FIRST")).tables()
    assert (shown.id, shown.name, shown.policy) == ("d", "D", "F")
    assert str(shown.policy_in_words) == "The first rule that holds gives the answer."
    assert [head.label for head in shown.inputs + shown.outputs] == ["area", "n", "fee"]
    assert [[cell.plain for cell in row.inputs + row.outputs] for row in shown.rows] == [
        ["東 or 西", "60 or more", "free"],
        ["other than 東", "from 1, less than 5", "n * 2"],
        ["any", "7 or less than 1", ""],
    ]
    assert shown.rows[0].description == "依辦法"
    assert Decimal(shown.rows[1].number) == 2
