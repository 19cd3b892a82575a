from __future__ import annotations

from typing import Any

import pytest

from minben.catalog import answers, forms, guide
from minben.catalog.plan import layers
from minben.catalog.texts import complete
from minben.foundation.records.errors import Invalid


def question(key: str = "name", kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": "姓名"} | more


def test_a_form_is_read_and_written_back_the_same() -> None:
    raw = [question(), question("sex", "choice", choices=[{"value": "f", "label": "女"}], required=False)]
    read = forms.parse(raw)
    assert forms.parse(forms.dump(read)) == read
    assert read[0].label == {"zh-hant": "姓名", "zh-hans": "姓名", "_origin": {"zh-hans": "converted"}}


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ([question(kind="colour")], "form.0.kind"),
        ([question(key="Name")], "form.0.key"),
        ([question(), question()], "form.1.key"),
        ([question(kind="choice")], "form.0.choices"),
        ([question(colour="red")], "form.0.colour"),
        ([question(label="")], "form.0.label"),
        ([question(when={"key": "later", "is": "yes"})], "form.0.when"),
        ([question(min="two")], "form.0.min"),
        (["name"], "form.0"),
        ({"key": "name"}, "form"),
    ],
)
def test_a_mistake_in_a_form_is_named_by_its_place(raw: Any, place: str) -> None:
    with pytest.raises(Invalid) as caught:
        forms.parse(raw)
    assert place in caught.value.fields


def test_a_bare_no_of_yaml_means_the_word() -> None:
    asked = forms.parse([question("married", "yesno"), question("why", when={"key": "married", "is": False})])
    assert answers.clean(asked, {"married": "no", "why": "…"}) == {"married": "no", "why": "…"}


def test_what_is_not_asked_is_not_needed_and_not_kept() -> None:
    asked = forms.parse([question("married", "yesno"), question("why", when={"key": "married", "is": "no"})])
    assert answers.clean(asked, {"married": "yes", "why": "secret"}) == {"married": "yes"}


@pytest.mark.parametrize(
    ("kind", "more", "given"),
    [
        ("text", {}, " "),
        ("text", {}, "x" * 201),
        ("number", {}, "three"),
        ("number", {}, "NaN"),
        ("number", {"min": 1}, "0"),
        ("number", {"max": 5}, "6"),
        ("date", {}, "2026-02-30"),
        ("yesno", {}, "perhaps"),
        ("email", {}, "nobody"),
        ("promise", {}, "no"),
        ("choice", {"choices": [{"value": "a", "label": "A"}]}, "b"),
        ("choices", {"choices": [{"value": "a", "label": "A"}]}, ["a", "b"]),
        ("file", {}, []),
    ],
)
def test_a_wrong_answer_is_refused_at_its_question(kind: str, more: dict[str, Any], given: Any) -> None:
    with pytest.raises(Invalid) as caught:
        answers.clean(forms.parse([question("it", kind, **more)]), {"it": given})
    assert list(caught.value.fields) == ["it"]


def test_good_answers_are_kept_as_plain_values() -> None:
    asked = forms.parse([question("n", "money"), question("d", "date"), question("p", "promise")])
    assert answers.clean(asked, {"n": "1,200.50", "d": "2026/03/31", "p": "on"}) == {
        "n": "1200.50",
        "d": "2026-03-31",
        "p": "yes",
    }


def test_a_plan_stands_in_layers_in_the_given_order() -> None:
    assert layers("abcd", {"b": "a", "c": "a", "d": "bc"}) == [["a"], ["b", "c"], ["d"]]


def test_a_circle_in_a_plan_loses_nothing() -> None:
    assert layers("abc", {"b": "c", "c": "b"}) == [["a"], ["b", "c"]]


def test_a_plan_does_not_wait_for_what_is_not_in_it() -> None:
    assert layers("a", {"a": "z"}) == [["a"]]


def test_the_missing_script_is_converted_and_marked() -> None:
    assert complete({"zh-hant": "結婚"})["zh-hans"] == "结婚"
    assert complete({"zh-hant": "結婚"})["_origin"] == {"zh-hans": "converted"}
    assert complete({"zh-hant": "結婚", "zh-hans": "成婚"}) == {"zh-hant": "結婚", "zh-hans": "成婚"}
    with pytest.raises(Invalid):
        complete({"fr": "mariage"})


def test_a_guide_with_misspelt_parts_names_each() -> None:
    with pytest.raises(Invalid) as caught:
        guide.read(
            {"name": "X", "audiences": ["cat"], "feees": [], "materials": [{"nam": "x", "copies": "two"}]}
        )
    assert set(caught.value.fields) == {"feees", "audiences", "materials.0.nam", "materials.0.copies"}


def test_the_digest_of_a_guide_follows_its_content_only() -> None:
    first = {"name": "X", "audiences": ["person"], "keywords": ["a"]}
    assert guide.read(first).digest == guide.read(dict(reversed(first.items()))).digest
    assert guide.read(first).digest != guide.read(first | {"keywords": ["b"]}).digest
