"""A form and its JSON Schema: written and read back the same, and of one mind about answers."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from minben.catalog import answers, forms
from minben.catalog.answers import LIMITS, SHORT
from minben.catalog.forms import CONDITIONING, MEASURED, Kind
from minben.catalog.formschema import document, fits, read, read_text, schema_of
from minben.foundation.records.errors import Invalid

WORDS = st.text("abc 中文１é", min_size=1, max_size=8).filter(lambda text: bool(text.strip()))
NUMBERS = st.integers(-5, 20) | st.sampled_from([0.1, 0.5, 2.25])
TEXTS = frozenset(Kind) - CONDITIONING - MEASURED - {Kind.DATE, Kind.FILE, Kind.PROMISE}


@st.composite
def a_question(draw: st.DrawFn, key: str, before: list[dict[str, Any]]) -> dict[str, Any]:
    kind = draw(st.sampled_from(Kind))
    made: dict[str, Any] = {"key": key, "kind": str(kind), "label": {"zh-hant": draw(WORDS), "en": "x"}}
    made["required"] = draw(st.booleans())
    if kind in {Kind.CHOICE, Kind.CHOICES}:
        made["choices"] = [{"value": v, "label": v} for v in draw(st.sampled_from(["ab", "abc", "1"]))]
    if kind in MEASURED:
        made |= {"min": draw(st.none() | NUMBERS), "max": draw(st.none() | NUMBERS)}
    if kind in TEXTS:
        usual = LIMITS.get(kind, SHORT)
        made["max"] = draw(st.none() | st.integers(1, 12).filter(lambda most: most != usual))
    for name in ("fills", "element", "material"):
        made[name] = draw(st.sampled_from(["", f"party.{name}", "organisation.credit_code"]))
    triggers = [one for one in before if one["kind"] in CONDITIONING]
    if triggers and draw(st.booleans()):
        trigger = draw(st.sampled_from(triggers))
        offered = [one["value"] for one in trigger.get("choices", [])] or ["yes", "no"]
        made["when"] = {"key": trigger["key"], "is": draw(st.lists(st.sampled_from(offered), min_size=1))}
    return {name: value for name, value in made.items() if value not in (None, "")}


@st.composite
def a_form(draw: st.DrawFn) -> tuple[forms.Question, ...]:
    made: list[dict[str, Any]] = []
    for at in range(draw(st.integers(1, 5))):
        made.append(draw(a_question(f"q{at}", made)))
    return forms.parse(made)


ANSWERS = (
    st.sampled_from(
        [
            "yes",
            "no",
            "a",
            "b",
            "c",
            "on",
            True,
            False,
            "1,000",
            "0.1",
            "２",
            " 3 ",
            "1e3",
            "NaN",
            "2026-03-31",
            "2026/3/31",
            "20260331",
            "2026-02-30",
            "13800138000",
            "+886223456789",
            "a@b.example",
            "A@B",
            "11010519491231002X",
            "110105194912310021",
            "91350100M000100Y43",
            "E12345678",
            "",
            " ",
            "\x00",
            None,
            [],
            ["a"],
            ["a", "b"],
            ["yes"],
            [""],
            [3],
            ["1"],
            {},
            {"a": 1},
            [["a"]],
            0,
            3,
            2.25,
            "\u3000",
            "x" * 13,
            "x" * 201,
        ]
    )
    | NUMBERS
    | WORDS
    | st.text("-0159.eXxé中 \t", max_size=5)
)


@given(a_form())
def test_a_form_is_written_and_read_back_the_same(questions: tuple[forms.Question, ...]) -> None:
    made = schema_of(questions)
    Draft202012Validator.check_schema(made)
    assert read_text(json.dumps(made)) == questions


@settings(max_examples=300)
@given(st.data())
def test_the_schema_takes_and_refuses_what_the_rules_take_and_refuse(data: st.DataObject) -> None:
    questions = data.draw(a_form())
    told = {q.key: data.draw(ANSWERS) for q in questions if data.draw(st.booleans())}
    try:
        cleaned = answers.clean(questions, told)
    except Invalid:
        cleaned = None
    assert fits(questions, document(questions, told)) == (cleaned is not None)
    if cleaned is not None:
        assert answers.clean(questions, cleaned) == cleaned


@given(st.data())
def test_what_the_schema_takes_as_it_comes_the_rules_take(data: st.DataObject) -> None:
    questions = data.draw(a_form())
    told = {q.key: data.draw(ANSWERS) for q in questions if data.draw(st.booleans())}
    if fits(questions, told):
        answers.clean(questions, told)


@pytest.mark.parametrize("blank", ["\u3000", " \t", "\x00", "\u2003\x00"])
def test_blanks_of_any_kind_are_no_answer(blank: str) -> None:
    (question,) = forms.parse([{"key": "name", "kind": "text", "label": {"en": "Name"}, "required": True}])
    assert not fits((question,), {"name": blank})
    assert fits((question,), {"name": f"{blank}x"})


def asked(**more: Any) -> dict[str, Any]:
    return {"x-minben-kind": "text", "x-minben-label": "姓名"} | more


def of(**properties: Any) -> dict[str, Any]:
    return {"properties": properties}


YES_NO = asked(**{"x-minben-kind": "yesno"})
ONE = asked(**{"x-minben-kind": "choice", "oneOf": [{"const": "a", "title": "甲"}]})
WRONG: list[tuple[Any, str, str]] = [
    ([], "", "no object"),
    ({}, "/properties", "no questions"),
    ({**of(name=asked()), "colour": 1}, "/colour", "an unknown part"),
    (of(Name=asked()), "/properties", "a key with a capital"),
    (of(name={"x-minben-label": "姓名"}), "/properties/name/x-minben-kind", "no kind"),
    (of(name=asked(**{"x-minben-kind": "colour"})), "/properties/name/x-minben-kind", "an unknown kind"),
    (of(name={"x-minben-kind": "text"}), "/properties/name/x-minben-label", "no label"),
    (of(name=asked(colour=1)), "/properties/name/colour", "an unknown part of a question"),
    (of(name=asked(type="number")), "/properties/name/type", "a type that is not of the kind"),
    (of(name=asked(minimum=3)), "/properties/name/minimum", "a bound of a text"),
    (of(name=asked(maxLength=0)), "/properties/name/maxLength", "no room"),
    (of(age=asked(**{"x-minben-kind": "number", "minimum": "3"})), "/properties/age/minimum", "a bound in words"),
    (of(it=asked(**{"x-minben-kind": "choice"})), "/properties/it/oneOf", "no choices"),
    (of(it=asked(**{"x-minben-kind": "choice", "oneOf": [{}]})), "/properties/it/oneOf/0/const", "no value"),
    (of(a=YES_NO, b=asked(**{"x-minben-when": {"key": "a"}})), "/properties/b/x-minben-when/is", "half a condition"),
    (of(b=asked(**{"x-minben-when": {"key": "a", "is": "yes"}})), "/properties/b/x-minben-when", "on nothing"),
    (of(a=ONE, b=asked(**{"x-minben-when": {"key": "a", "is": "z"}})), "/properties/b/x-minben-when", "not offered"),
    (of(a=asked(), b=asked(**{"x-minben-when": {"key": "a", "is": "z"}})), "/properties/b/x-minben-when", "on a text"),
    ({**of(name=asked()), "required": []}, "/required", "left out though needed"),
    ({**of(name=asked()), "required": ["name", "b"]}, "/required", "an unknown one needed"),
    ({**of(name=asked()), "x-minben-order": ["name", "b"]}, "/x-minben-order/1", "an unknown one in the order"),
    ({**of(a=asked(), b=asked()), "x-minben-order": ["a"]}, "/properties/b", "one without a place"),
    ({**of(name=asked()), "allOf": [{"if": {}, "then": {}}]}, "/allOf/0", "a condition of no question"),
    (of(name=asked(**{"x-minben-label": {"fr": "nom"}})), "/properties/name/x-minben-label/fr", "another language"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "place"), [w[:2] for w in WRONG], ids=[w[2] for w in WRONG])
def test_a_wrong_document_is_refused_naming_the_place(wrong: Any, place: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(wrong)
    assert place in caught.value.fields


@pytest.mark.parametrize("text", ["{", '{"properties": {}, "properties": {}}', "[" * 100_000, b"\xff", "1"])
def test_what_is_no_document_is_refused(text: str | bytes) -> None:
    with pytest.raises(Invalid):
        read_text(text)


def test_what_is_left_out_follows_from_the_kind() -> None:
    short = of(married=YES_NO, why=asked(**{"x-minben-when": {"key": "married", "is": "no"}}))
    questions = read(short)
    assert read(schema_of(questions)) == questions
    assert schema_of(questions)["required"] == ["married"]
    assert schema_of(questions)["allOf"][0]["then"] == {"required": ["why"]}


def test_any_change_of_a_document_is_read_or_refused() -> None:
    """Whatever one value is replaced by, reading ends with questions or with the place."""
    whole = schema_of(
        read(of(married=YES_NO, kind=ONE, why=asked(**{"x-minben-when": {"key": "married", "is": "no"}})))
    )

    def places(value: Any, path: tuple[Any, ...] = ()) -> Any:
        inside = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        for name, one in inside:
            yield (*path, name)
            yield from places(one, (*path, name))

    for *above, last in places(whole):
        for other in (None, 3, "x", [], {}):
            changed = copy.deepcopy(whole)
            held = changed
            for step in above:
                held = held[step]
            held[last] = other
            try:
                read(changed)
            except Invalid as refused:
                assert refused.fields
