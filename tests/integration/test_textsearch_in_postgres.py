"""The index asked in a real PostgreSQL, through a model that only lives here."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from minben.foundation import textsearch
from minben.foundation.records.models import Record
from minben.foundation.textsearch.models import Lexeme

pytestmark = pytest.mark.django_db
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
TEXTS = [
    "申請勞動合同登記，請攜帶身分證與戶口名簿。",
    "關於王小明反映臺北路路燈不亮的回覆",
    "企業所得稅優惠政策瞭解一下",
    "社区养老服务补贴办理指南（2026年版）",
    "Apply for a parking permit online: case MB-2026-000000123-7",
    "乾隆年間的里程碑，裏面有麵包與髮型",
]


@pytest.fixture
def notes() -> Any:
    with isolate_apps("minben.foundation.textsearch"):

        class Note(Record):
            text = models.TextField()
            vector = SearchVectorField()

            class Meta:
                app_label = "textsearch"

    with connection.schema_editor() as editor:
        editor.create_model(Note)
    manager = Note._default_manager
    manager.bulk_create(Note(text=t, vector=textsearch.as_vector([(t, "A")])) for t in TEXTS)
    return manager


def found(notes: Any, asked: str) -> list[str]:
    return [note.text for note in textsearch.match(notes.all(), asked)]


@pytest.mark.parametrize("way", ["s2t", "t2s", "s2tw", "s2hk"])
def test_every_piece_of_every_text_is_found_in_every_script(notes: Any, way: str) -> None:
    convert = OpenCC(way).convert
    missed = []
    for text in TEXTS[:4]:
        runs = [r.text for r in textsearch.tokens.runs(textsearch.fold(text)) if r.cjk]
        pieces = {run[i:j] for run in runs for i in range(len(run)) for j in range(i + 1, len(run) + 1)}
        missed += [piece for piece in pieces if text not in found(notes, convert(piece))]
    assert missed == []


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("劳动合同", 0),
        ("勞動 户口", 0),
        ("王", 1),
        ("亮", 1),
        ("了解", 2),
        ("2026年", 3),
        ("permits", 4),
        ("APPLYING", 4),
        ("MB-2026-000000123-7", 4),
        ("ｍｂ-2026", 4),
        ("000000123", 4),
        ("how to apply for the parking", 4),
        ("干隆", 5),
        ("面包", 5),
    ],
)
def test_questions_find_their_text_first(notes: Any, asked: str, place: int) -> None:
    hits = list(textsearch.match(notes.all(), asked))
    assert hits[0].text == TEXTS[place]
    assert hits[0].exact


def test_when_no_text_has_it_all_the_nearest_come_and_are_marked(notes: Any) -> None:
    hits = list(textsearch.match(notes.all(), "勞動合同解除"))
    assert hits[0].text == TEXTS[0]
    assert not hits[0].exact


def test_words_that_are_far_apart_are_no_phrase(notes: Any) -> None:
    assert not textsearch.match(notes.all(), "申請登記")[0].exact


def test_a_title_ranks_before_small_print(notes: Any) -> None:
    notes.create(text="body", vector=textsearch.as_vector([("別的", "A"), ("公積金", "D")]))
    notes.create(text="title", vector=textsearch.as_vector([("公積金", "A"), ("別的", "D")]))
    notes.create(text="later body", vector=textsearch.as_vector([("別的", "A"), ("公積金", "D")]))
    assert found(notes, "公积金") == ["title", "later body", "body"]


def test_only_the_newest_hits_are_ranked(notes: Any) -> None:
    for n in range(5):
        notes.create(text=str(n), vector=textsearch.as_vector([("公積金", "A")]))
    assert {n.text for n in textsearch.match(notes.all(), "公積金", limit=2)} == {"3", "4"}


def test_what_may_not_be_seen_is_not_found(notes: Any) -> None:
    allowed = notes.exclude(text=TEXTS[0])
    assert TEXTS[0] not in [n.text for n in textsearch.match(allowed, "勞動合同")]


def test_a_row_is_found_again_by_its_new_text(notes: Any) -> None:
    notes.filter(text=TEXTS[0]).update(vector=textsearch.as_vector([("殘疾人補貼", "A")]))
    assert found(notes, "残疾人") == [TEXTS[0]]


def test_a_saved_object_keeps_its_index(notes: Any) -> None:
    note = notes.first()
    note.vector = textsearch.as_vector([("新的內容", "B")])
    note.save()
    assert found(notes, "新的内容") == [note.text]


def test_nothing_to_ask_finds_nothing(notes: Any) -> None:
    assert found(notes, " ，！ ") == []


@given(ANY_TEXT)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_stored_and_asked(notes: Any, text: str) -> None:
    note = notes.create(text="fuzz", vector=textsearch.as_vector([(text, "A"), (text, "B")]))
    if textsearch.query(text):
        hits = list(textsearch.match(notes.filter(pk=note.pk), text))
        assert [hit.pk for hit in hits] == [note.pk]
        assert hits[0].exact
    textsearch.suggest(text)


def test_a_very_long_text_is_no_error(notes: Any) -> None:
    for text in ("王1" * 6_000, "é" * 12_000, "ﷺ" * 10_000, "a-" * 6_000):
        notes.create(text="long", vector=textsearch.as_vector([(text, "A")]))


def test_a_misspelt_word_gets_a_suggestion() -> None:
    textsearch.learn_words(["Parking permits for residents", "Pension and retirement", "Permit"])
    assert textsearch.suggest("pesnion") == "pension"
    assert textsearch.suggest("Parkng permit 辦理") == "parking permit 办理"
    assert textsearch.suggest("parking") == ""
    assert textsearch.suggest("zzzzzz qqqq") == ""


def test_words_are_counted_each_time_they_are_learnt() -> None:
    textsearch.learn_words(["permit permit 12345 abc"])
    textsearch.learn_words(["permit"])
    assert list(Lexeme.objects.values_list("word", "seen")) == [("permit", 3)]


def test_a_match_asks_the_database_twice(notes: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        list(textsearch.match(notes.all(), "勞動合同"))
