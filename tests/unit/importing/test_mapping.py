"""A mapping is understood, or refused with the place that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.foundation.records.errors import Invalid
from minben.importing import mapping, values

SMALL: dict[str, Any] = {
    "kind": "articles",
    "source": "test",
    "key": "id",
    "fields": {"title": "title", "body": "body"},
}


def written(**changes: Any) -> str:
    return yaml.safe_dump(SMALL | changes, allow_unicode=True)


@pytest.mark.parametrize("name", mapping.shipped())
def test_every_shipped_mapping_is_understood_and_says_what_it_is_about(name: str) -> None:
    found = mapping.load(name)
    assert found.about
    assert found.columns >= set(found.key)


def test_a_mapping_is_found_by_path_too(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(written(), encoding="utf-8")
    assert mapping.load(str(path)).source == "test"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"kind": "people"}, "kind"),
        ({"source": "UPPER CASE"}, "source"),
        ({"key": None}, "key"),
        ({"fields": {"title": "t"}}, "fields"),  # the body is missing
        ({"fields": {"title": "t", "body": "b", "colour": "c"}}, "fields"),  # no such field
        ({"fields": {"title": {}, "body": "b"}}, "fields.title"),  # neither column nor constant
        ({"fields": {"title": {"column": "a", "constant": "b"}, "body": "b"}}, "fields.title"),  # both
        ({"fields": {"title": {"column": "a", "pattern": "("}, "body": "b"}}, "fields.title.pattern"),
        ({"fields": {"title": {"column": "a", "pattern": "ab"}, "body": "b"}}, "fields.title.pattern"),
        (
            {"fields": {"title": "t", "body": "b", "valid_from": {"column": "d", "day": ["when"]}}},
            "fields.valid_from.day",
        ),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"encoding": "klingon"}, "encoding"),
        ({"delimiter": "ab"}, "delimiter"),
        ({"version": {"waive": ["V03"]}}, "version"),  # passed over without a reason
        ({"jurisdiction": {"code": "x1", "name": {"fr": "ville"}}}, "jurisdiction.name"),
        ({"surprise": 1}, "the mapping"),
    ],
)
def test_a_wrong_mapping_is_refused_naming_the_place(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid, match=f"wrong at {place}"):
        mapping.parse(written(**changes))


def test_an_unknown_name_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(Invalid, match="tw-taipei-faq"):
        mapping.load("no-such-mapping")


@pytest.mark.parametrize(
    "text", ["", "{", "[1,2]", "!!bool x", "!!int ''", "!!timestamp x", "a: &a [*a]", "key: " + "[" * 2000]
)
def test_what_is_no_mapping_is_refused_as_invalid(text: str) -> None:
    with pytest.raises(Invalid):
        mapping.parse(text)


_plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
_tree = st.recursive(
    _plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
_places = [*SMALL, "departments", "version", "jurisdiction", "about", "language", "time_zone", "delimiter"]


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from(_places), _tree, max_size=4),
    st.dictionaries(st.sampled_from(["title", "body", "keywords"]), _tree, max_size=3),
)
def test_whatever_values_stand_in_a_mapping_it_is_understood_or_invalid(top: Any, fields: Any) -> None:
    content = SMALL | {"fields": SMALL["fields"] | fields} | top
    try:
        found = mapping.read(content)
    except Invalid:
        return
    assert found.columns >= set(found.key)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_whatever_text_is_given_as_a_mapping_it_is_invalid_and_nothing_worse(text: str) -> None:
    with pytest.raises(Invalid):
        mapping.parse(text)


def spec(**content: Any) -> mapping.Spec:
    return mapping.read(SMALL | {"fields": SMALL["fields"] | {"keywords": content}}).fields["keywords"]


def test_a_list_maps_known_values_and_refuses_others_by_name() -> None:
    known = spec(column="type", map={"1": "01"})
    assert values.texts({"type": " 1 "}, known) == "01"
    with pytest.raises(Invalid, match="“7” in type"):
        values.texts({"type": "7"}, known)


def test_words_are_found_in_either_script_and_the_first_rule_wins() -> None:
    rules = spec(column="s", words={"complaint": ["投诉"], "enquiry": ["咨詢", "？"]}, otherwise="other")
    told = {text: values.texts({"s": text}, rules) for text in ("投訴一家店", "咨询公交", "投诉？", "路燈")}
    assert list(told.values()) == ["complaint", "enquiry", "complaint", "other"]


def test_a_pattern_takes_its_group_and_nothing_where_it_does_not_fit() -> None:
    code = spec(column="c", pattern="^(.+?)-\\d{12}-")
    assert values.texts({"c": "511Z-511602000000-1"}, code) == "511Z"
    assert values.texts({"c": "short"}, code) == ""


def test_keywords_are_split_and_kept_once() -> None:
    assert values.words({"k": "交通, 違規,,交通"}, spec(column="k", split=",")) == ["交通", "違規"]
