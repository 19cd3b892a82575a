"""Folding, tokens, pinyin and highlighting: no database needed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from minben.foundation import textsearch
from minben.foundation.textsearch.matching import query
from minben.foundation.textsearch.tokens import grams, runs
from minben.foundation.textsearch.words import typing_errors

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("勞動合同", "劳动合同"),
        ("裏面", "裡面"),
        ("臺灣", "台湾"),
        ("瞭解", "了解"),
        ("乾隆", "乾隆"),
        ("著名", "着名"),
        ("衞生", "卫生"),
        ("ＭＢ－２０２６", "mb-2026"),
        ("Straße ①", "straße 1"),
        ("㈱", "(株)"),
        ("a\x00b\ud800c", "a b c"),
    ],
)
def test_two_spellings_fold_alike(one: str, other: str) -> None:
    assert textsearch.fold(one) == textsearch.fold(other)


@pytest.mark.parametrize("way", ["s2t", "s2tw", "s2hk"])
def test_words_converted_by_their_context_still_fold_alike(way: str) -> None:
    text = "了解头发发展，后来皇后干活，覆盖卫生，借口里面著作，回复系统面条，准备批准"
    assert textsearch.fold(OpenCC(way).convert(text)) == textsearch.fold(text)


@given(ANY_TEXT)
def test_any_text_folds_to_something_that_a_database_can_hold(text: str) -> None:
    once = textsearch.fold(text)
    assert "\x00" not in once
    assert once.encode()[:0] == b""


@given(CHINESE)
def test_chinese_that_is_folded_already_stays(text: str) -> None:
    assert textsearch.fold(textsearch.fold(text)) == textsearch.fold(text)


@given(CHINESE, st.data())
def test_the_folding_of_a_piece_is_a_piece_of_the_folding(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert textsearch.fold(text[start:end]) in textsearch.fold(text)


def test_a_run_gives_its_bigrams_and_its_last_character() -> None:
    assert grams("劳动法") == ["劳动", "动法", "法"]
    assert grams("王") == ["王"]


def test_a_vector_has_weights_places_and_a_gap_between_texts() -> None:
    assert textsearch.vector([("勞動", "A"), ("Running", "D")]) == ("'劳动':2A '动':3A 'running':6D 'run':6D")


def test_a_vector_keeps_the_first_ten_thousand_characters() -> None:
    text = textsearch.vector([("長" * 9_999, "A"), ("短文", "B"), ("無", "C")])
    assert "短" in text
    assert "短文" not in text
    assert "无" not in text


def test_a_wrong_weight_is_an_error_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="weight"):
        textsearch.vector([("x", "E")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("勞動合同", "('劳动' <-> '动合' <-> '合同')"),
        ("王", "('王':*)"),
        ("劳动 合同", "('劳动') & ('合同')"),
        ("MB-2026-1", "(('mb') <-> ('2026') <-> ('1'))"),
        ("running", "(('running' | 'run'))"),
        ("how to apply", "(('apply' | 'appli'))"),
        ("the", "(('the'))"),
        ("'; DROP TABLE x; -- !&|<>():*\\", "(('drop')) & (('table' | 'tabl')) & (('x'))"),
        ("，。!?", ""),
        ("", ""),
    ],
)
def test_questions(text: str, expected: str) -> None:
    assert query(text) == expected


@given(ANY_TEXT)
@settings(max_examples=200)
def test_no_text_is_an_error(text: str) -> None:
    textsearch.vector([(text, "A"), (text, "D")])
    query(text)
    query(text, loose=True)
    textsearch.pinyin_key(text)
    textsearch.pinyin_initials(text, name=True)


@given(ANY_TEXT, ANY_TEXT)
@settings(max_examples=200)
def test_highlighting_loses_nothing_of_the_text(text: str, asked: str) -> None:
    assert "".join(piece for piece, _hit in textsearch.highlight(text, asked)) == text


@given(CHINESE)
def test_a_chinese_text_is_one_run_and_all_of_it_is_a_hit_of_itself(text: str) -> None:
    assert [run.cjk for run in runs(textsearch.fold(text))] == [True]
    assert textsearch.highlight(text, text) == [(text, True)]


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("申請勞動合同登記", "劳动合同", [("申請", False), ("勞動合同", True), ("登記", False)]),
        ("Applying for a pass", "apply", [("Applying", True), (" for a pass", False)]),
        ("<b>稅</b>", "税", [("<b>", False), ("稅", True), ("</b>", False)]),
        ("合同工與勞動者", "勞動合同", [("合同", True), ("工與", False), ("勞動", True), ("者", False)]),
        ("nothing", "完全", [("nothing", False)]),
    ],
)
def test_hits_are_shown_in_the_script_of_the_text(
    text: str, asked: str, expected: list[tuple[str, bool]]
) -> None:
    assert textsearch.highlight(text, asked) == expected


def test_an_excerpt_is_around_the_first_hit() -> None:
    text = "前" * 300 + "殘疾人補貼" + "後" * 300
    pieces = textsearch.excerpt(text, "残疾人补贴", width=60)
    assert ("殘疾人補貼", True) in pieces
    assert pieces[0] == ("…", False) == pieces[-1]
    assert sum(len(piece) for piece, _hit in pieces) == 62


def test_a_short_text_is_its_own_excerpt() -> None:
    assert textsearch.excerpt("短文", "無") == [("短文", False)]


@pytest.mark.parametrize(
    ("text", "name", "key", "initials"),
    [
        ("王小明", True, "wang xiao ming", "wxm"),
        ("曾國藩", True, "zeng guo fan", "zgf"),
        ("曾經", False, "ceng jing", "cj"),
        ("歐陽修", True, "ou yang xiu", "oyx"),
        ("單", True, "dan", "d"),
        ("ABC公司", False, "abc gong si", "ags"),
        ("", False, "", ""),
    ],
)
def test_pinyin(text: str, name: bool, key: str, initials: str) -> None:
    assert textsearch.pinyin_key(text, name=name) == key
    assert textsearch.pinyin_initials(text, name=name) == initials


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("pension", "pension", 0),
        ("pesnion", "pension", 1),
        ("penion", "pension", 1),
        ("penssion", "pension", 1),
        ("mension", "pension", 1),
        ("", "abc", 3),
        ("abcd", "", 4),
    ],
)
def test_typing_errors_are_counted(one: str, other: str, errors: int) -> None:
    assert typing_errors(one, other) == errors
