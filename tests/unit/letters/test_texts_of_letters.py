"""What the text of a letter may name, and how it is filled."""

from __future__ import annotations

import pytest

from minben.cases.letters import wording
from minben.cases.letters.kinds import FACTS, LETTERS
from minben.foundation.options.groups import Group, get
from minben.foundation.records.errors import Invalid


def group(letter: str) -> Group:
    found = get(wording.group_name(letter))
    assert found is not None
    return found


@pytest.mark.parametrize("letter", LETTERS)
def test_a_shipped_text_is_whole_in_both_written_languages_and_names_known_facts_only(letter: str) -> None:
    values = group(letter).defaults()
    assert group(letter).wrongs(values) == {}
    assert {"zh-hant", "en"} <= set(values["title"]) & set(values["body"])


@pytest.mark.parametrize("letter", LETTERS)
def test_each_kind_names_facts_of_the_closed_list_and_needs_only_those(letter: str) -> None:
    kind = LETTERS[letter]
    assert set(kind.facts) <= set(FACTS)
    assert set(kind.needed) <= set(kind.facts)


def test_a_mark_that_nobody_fills_is_named_at_its_language() -> None:
    values = group("refusal").defaults()
    values["body"] = {**values["body"], "en": "{number} {reason} {salary}"}
    wrong = group("refusal").wrongs(values)
    assert list(wrong) == ["body.en"]
    assert "{salary}" in str(wrong["body.en"])


def test_a_fact_of_another_letter_is_unknown_here() -> None:
    values = group("acceptance").defaults()
    values["body"] = {"zh-hant": "{number}{service}{before}"}
    assert list(group("acceptance").wrongs(values)) == ["body.zh-hant"]


def test_the_reasons_must_not_be_left_out_of_a_refusal() -> None:
    values = group("not_granted").defaults()
    values["body"] = {"zh-hant": "編號{number}，不予許可。"}
    assert "{reason}" in str(group("not_granted").wrongs(values)["body.zh-hant"])


@pytest.mark.parametrize("text", ["{number} { reason }", "{number} {reason", "{number} {reason} {0}"])
def test_braces_that_are_no_mark_are_refused(text: str) -> None:
    values = group("refusal").defaults() | {"body": {"en": text}}
    assert "body.en" in group("refusal").wrongs(values)


def test_a_title_holds_no_marks() -> None:
    values = group("refusal").defaults() | {"title": {"en": "Refusal {number}"}}
    assert list(group("refusal").wrongs(values)) == ["title.en"]


def test_a_paragraph_that_names_what_a_case_has_not_is_left_out() -> None:
    text = "一{number}\n\n以下可以後補：\n{items}\n\n三"
    assert wording.filled(text, {"number": "1", "items": ""}) == "一1\n\n三"
    assert wording.filled(text, {"number": "1", "items": "甲\n乙"}) == "一1\n\n以下可以後補：\n甲\n乙\n\n三"


def test_what_an_officer_wrote_is_never_read_for_marks() -> None:
    assert wording.filled("{reason}", {"reason": "{number} {x}", "number": "7"}) == "{number} {x}"


def test_a_mark_without_a_fact_is_an_error_not_a_gap() -> None:
    with pytest.raises(Invalid):
        wording.filled("{nobody}", {"number": "7"})
