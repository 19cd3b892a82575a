"""Several forms as one: the same is asked once, what comes of an earlier part never."""

from __future__ import annotations

from typing import Any

from minben.catalog.bundling import Part, alone, known_before, merged, together
from minben.catalog.forms import parse


def q(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": {"zh-hant": key}, **more}


def part(
    key: str, *questions: dict[str, Any], after: tuple[str, ...] = (), gives: tuple[str, ...] = ()
) -> Part:
    return Part(key, parse(list(questions)), frozenset(after), frozenset(gives))


CERTIFICATE = part(
    "certificate", q("name", "name", fills="party.name"), q("card", "file", material="id-card"),
    gives=("birth-certificate", "child.certificate_number"),
)  # fmt: skip
HOUSEHOLD = part(
    "household", q("who", "name", fills="party.name"), q("paper", "file", material="birth-certificate"),
    q("number", fills="child.certificate_number"), q("id", "file", material="id-card"), q("join"),
    after=("certificate",), gives=("household-book",),
)  # fmt: skip
INSURANCE = part("insurance", q("book", "file", material="household-book"), q("join"), after=("household",))


def test_the_same_element_and_the_same_material_are_asked_once() -> None:
    form = merged([CERTIFICATE, HOUSEHOLD])
    assert [question.key for question in form.questions] == ["name", "card", "join"]
    assert form.places["household"] == {"who": "name", "id": "card", "join": "join"}


def test_what_an_earlier_part_produces_is_never_asked_neither_as_a_file_nor_as_a_figure_on_it() -> None:
    form = merged([CERTIFICATE, HOUSEHOLD, INSURANCE])
    assert set(form.saved) == {("household", "paper"), ("household", "number"), ("insurance", "book")}
    assert known_before(INSURANCE, [CERTIFICATE, HOUSEHOLD, INSURANCE]) >= {
        "birth-certificate",
        "household-book",
    }


def test_it_is_asked_when_the_part_that_produces_it_is_not_applied_for() -> None:
    form = merged([HOUSEHOLD])
    assert "paper" in form.places["household"]


def test_another_question_under_the_same_key_keeps_its_own_page() -> None:
    other = part("insurance", {**q("join"), "label": {"zh-hant": "另一個問題"}})
    form = merged([HOUSEHOLD, other])
    assert form.places["insurance"] == {"join": "insurance__join"}


def test_choices_that_differ_are_not_one_question() -> None:
    yes = q("a", "choice", fills="x", choices=[{"value": "1", "label": {"zh-hant": "一"}}])
    no = q("b", "choice", fills="x", choices=[{"value": "2", "label": {"zh-hant": "二"}}])
    assert len(merged([part("one", yes), part("two", no)]).questions) == 2


def test_it_is_needed_if_one_part_needs_it_and_asked_always_if_one_asks_it_always() -> None:
    always = part("one", q("has", "yesno"), q("a", fills="x"))
    sometimes = part(
        "two", q("has", "yesno"), q("b", fills="x", when={"key": "has", "is": "yes"}, required=False)
    )
    for parts in ([always, sometimes], [sometimes, always]):
        (shared,) = [one for one in merged(parts).questions if one.fills == "x"]
        assert shared.required
        assert shared.when is None


def test_a_condition_follows_its_question_to_its_new_key() -> None:
    first = part("one", q("kind", "choice", choices=[{"value": "x", "label": {"zh-hant": "甲"}}]))
    second = part(
        "two", q("kind", "choice", choices=[{"value": "y", "label": {"zh-hant": "乙"}}]),
        q("more", when={"key": "kind", "is": "y"}),
    )  # fmt: skip
    form = merged([first, second])
    (more,) = [one for one in form.questions if one.key == "more"]
    assert more.when is not None
    assert more.when.key == "two__kind"


def test_answers_of_the_one_form_go_to_each_part_under_its_own_keys() -> None:
    form = merged([CERTIFICATE, HOUSEHOLD])
    assert form.answers_for("household", {"name": "王小明", "join": "父親"}) == {
        "who": "王小明",
        "join": "父親",
    }


def test_the_four_reductions_are_counted() -> None:
    parts = [(CERTIFICATE, 1, 1), (HOUSEHOLD, 1, 5), (INSURANCE, 0, 3)]
    each, one = alone(parts), together(merged([p for p, _v, _d in parts]), 1, 5)
    assert (each.forms, each.materials, each.visits, each.days) == (3, 4, 2, 9)
    assert (one.forms, one.materials, one.visits, one.days) == (1, 1, 1, 5)
    assert one.questions < each.questions
