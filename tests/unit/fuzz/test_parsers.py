"""Whatever somebody writes: understood, or refused in the room's own words, never another error."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.agencies.configuration.reading import read as read_configuration
from minben.api.resources.transitions import check_version
from minben.cases.intake.formats import Format, bare
from minben.cases.intake.numbers import clean_code, code_digest
from minben.config.callers import caller
from minben.foundation.identity.web import answer_of
from minben.foundation.records.errors import Invalid, Problem
from minben.foundation.records.keyset import decode_cursor, encode_cursor
from minben.foundation.textsearch import fold, highlight, query, vector
from minben.importing import mapping
from minben.importing.moments import day
from minben.parties.numbers import kinds_of
from minben.parties.reaching import phones_of

DEEP = 100_000
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)
_yaml_word = st.sampled_from(
    ["minben: 1", "staff:", "- ", "  ", "\n", "number: ", "roles: [", "]", "{", "}", "*a", "&a ", "!!int ",
     "!!bool x", "!!timestamp x", "!!set {a}", "!!omap [a]", "? [a, b]\n: c", "0x" + "F" * 5000, "1:2:3", ".nan",
     "<<: ", "%", "\t", "!!python/object:os.system x", "---\n", "...", "|\n", '"', "'", "\x85", "2027-13-45",
     "name: {zh-hant: 燈}"]
)  # fmt: skip
_yaml = st.lists(_yaml_word | st.text(max_size=6), max_size=14).map("".join)


def as_cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@given(
    st.text(max_size=60) | _json.map(as_cursor) | st.binary(max_size=40).map(lambda b: b.decode("latin-1"))
)
def test_any_cursor_is_read_or_refused(cursor: str) -> None:
    try:
        backwards, values = decode_cursor(cursor)
    except Invalid:
        return
    assert decode_cursor(encode_cursor(list(values), backwards)) == (backwards, values)


@pytest.mark.parametrize("shape", ["[" * DEEP, '{"a":' * DEEP, "[true," + "[" * DEEP, "9" * DEEP])
def test_a_cursor_that_goes_down_without_end_is_refused(shape: str) -> None:
    with pytest.raises(Invalid):
        decode_cursor(base64.urlsafe_b64encode(shape.encode()).decode())


@given(st.text(max_size=60) | _json.map(json.dumps))
def test_any_answer_of_a_passkey_is_an_object_or_refused(text: str) -> None:
    request = RequestFactory().post("/")
    request.POST = QueryDict(mutable=True)  # type: ignore[assignment]
    request.POST["answer"] = text  # type: ignore[misc]
    try:
        assert isinstance(answer_of(request), dict)
    except Invalid:
        return


def test_a_passkeys_answer_that_goes_down_without_end_is_refused() -> None:
    with pytest.raises(Invalid):
        answer_of(RequestFactory().post("/", {"answer": "[" * 15_000}))


@given(st.text(max_size=50))
def test_any_if_match_is_the_version_or_refused(text: str) -> None:
    try:
        check_version(SimpleNamespace(version=3), text)  # type: ignore[arg-type]
    except Problem as problem:
        assert problem.status in {412, 428}
    else:
        assert text.strip() in {'"3"', "*"}


@given(st.text(max_size=40) | st.from_regex(r"^(MB)?-?\d{4}-?\d{9}-?\d$"))
def test_any_case_number_is_one_or_refused(text: str) -> None:
    found = Format().read(bare(text))
    if found is None:
        return
    assert found[0].isascii()
    assert Format().read(bare(found[0])) == found


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_code_any_name_and_any_question_has_an_answer(text: str) -> None:
    assert len(code_digest(text)) == 32
    clean_code(text)
    kinds_of(text)
    phones_of(text)
    assert "\0" not in fold(text)
    query(text)
    query(text, loose=True)
    vector([(text, "A")])
    highlight(text, text)


ROC = st.builds(
    "{}{}{}{}{}{}{}".format,
    st.sampled_from(["", "民國", "中華民國", "-"]),
    st.integers(-5, 10_000),
    st.sampled_from(["年", "/", ".", "-", "", "／"]),
    st.integers(-1, 20),
    st.sampled_from(["月", "/", ".", "-"]),
    st.integers(-1, 40),
    st.sampled_from(["日", "", "\n", "晚"]),
)


@given(ROC | st.from_regex(r"^\d{1,3}/\d{1,2}/\d{1,2}$"))
def test_any_day_of_the_republic_is_one_or_refused(text: str) -> None:
    try:
        assert day(text, ["roc"]).year > 1911
    except Invalid:
        return


@given(st.text(max_size=80) | st.lists(st.ip_addresses().map(str), max_size=4).map(", ".join))
def test_any_x_forwarded_for_gives_an_address_that_is_one(told: str) -> None:
    proxies = ["127.0.0.1"]
    found = caller(told, "127.0.0.1", proxies)
    assert found == "127.0.0.1" or found in told


READERS: list[Callable[[str], object]] = [read_configuration, mapping.parse]


@pytest.mark.parametrize("read", READERS)
@settings(max_examples=300, deadline=None)
@given(text=_yaml)
def test_any_yaml_is_read_or_refused(read: Callable[[str], object], text: str) -> None:
    try:
        read(text)
    except Invalid:
        return


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "text",
    [
        "minben: 1\nstaff:\n- {number: 0x" + "F" * 5000 + ", name: a, department: b}",
        "minben: 1\nstaff: " + "[" * 5000,
        "minben: 1\nplace: !!bool x",
        "minben: 1\n? [a]\n: b",
        "? {a: b}\n: c",
        "kind: articles\nsource: 0x" + "F" * 5000,
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b]",
        "- " * 3000,
    ],
)
def test_yaml_that_was_written_to_hurt_is_refused(read: Callable[[str], Any], text: str) -> None:
    try:
        assert read(text).wrong, "a configuration gathers its mistakes"
    except Invalid:
        return
