"""Times, numbers and personal data as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from minben.config import wording
from minben.foundation.records.texts import listed

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_shanghai() -> object:
    with timezone.override("Asia/Shanghai"), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (NOW, "just now"),
        (NOW - timedelta(minutes=1), "1 minute ago"),
        (NOW - timedelta(minutes=59), "59 minutes ago"),
        (NOW - timedelta(hours=2), "today 13:30"),
        (NOW + timedelta(hours=2), "today 17:30"),
        (NOW - timedelta(hours=16), "yesterday 23:30"),
        (NOW + timedelta(hours=9), "tomorrow 00:30"),
        (NOW - timedelta(days=3), "3 days ago"),
        (NOW + timedelta(days=7), "in 7 days"),
        (NOW - timedelta(days=8), "Nov. 16, 2026"),
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 26), "in 2 days"),
    ],
)
def test_a_time_is_said_as_people_say_it(value: datetime | date, said: str) -> None:
    assert wording.spoken(value, NOW) == said


def test_a_time_is_said_in_chinese() -> None:
    with translation.override("zh-hant"):
        assert wording.spoken(NOW - timedelta(hours=2), NOW) == "今天 13:30"
        assert wording.exact(NOW) == "2026年11月24日 15:30"


@pytest.mark.parametrize(
    ("at", "tone", "text"),
    [
        (NOW + timedelta(days=5), "neutral", "Due in 5 days"),
        (NOW + timedelta(hours=3), "warning", "Due today 18:30"),
        (NOW + timedelta(minutes=20), "warning", "Due in 20 minutes"),
        (NOW - timedelta(seconds=5), "error", "Late by 1 minute"),
        (NOW - timedelta(hours=5), "error", "Late by 5 hours"),
        (NOW - timedelta(days=3), "error", "Late by 3 days"),
    ],
)
def test_a_deadline_has_a_tone_and_words(at: datetime, tone: str, text: str) -> None:
    said = wording.due(at, NOW)
    assert (said.tone, said.text) == (tone, text)
    assert said.icon


def test_a_stopped_clock_is_never_late() -> None:
    assert wording.due(NOW - timedelta(days=9), NOW, paused=True).tone == "neutral"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138 **** 5678"),
        ("+86 138 1234 5678", "+86 138 **** 5678"),
        ("+853 2834 5678", "+853 283 **** 5678"),
        ("+1 234 5678", "+1 **** 5678"),
        ("12345", "***45"),
        ("", ""),
    ],
)
def test_a_phone_number_is_masked(number: str, shown: str) -> None:
    assert wording.masked_phone(number) == shown


def test_an_id_number_shows_nothing_of_the_birth_date() -> None:
    assert wording.masked_id("110101198803270011") == "11**************11"
    assert wording.masked_id("A123") == "****"


def test_a_name_keeps_its_first_sign() -> None:
    assert wording.masked_name("王小明") == "王＊＊"
    assert wording.masked_name("Mary Ann Lee") == "M. A. L."


def test_numbers_have_their_thousands_apart_in_every_language() -> None:
    for language in ("en", "zh-hant", "zh-hans"):
        with translation.override(language):
            assert wording.number(1234567) == "1,234,567"
            assert wording.number(95.1234, 1) == "95.1"


def test_file_sizes_are_short() -> None:
    sizes = (10, 24_600, 1_840_000, 79_469_700_000, 2_000_000_000_000)
    assert [wording.file_size(n) for n in sizes] == ["1 kB", "25 kB", "1.8 MB", "79.5 GB", "2.0 TB"]


def test_a_day_of_this_year_is_said_without_it() -> None:
    assert wording.short_day(date(2026, 12, 6)) == "Dec. 6"
    with translation.override("zh-hant"):
        assert wording.short_day(date(2026, 1, 6)) == "1月6日"


def test_a_span_says_the_year_once() -> None:
    first = date(2026, 11, 30)
    assert wording.span(first, date(2026, 12, 2)) == "Nov. 30 – Dec. 2, 2026"
    assert wording.span(first, date(2027, 1, 2)) == "Nov. 30, 2026 – Jan. 2, 2027"
    with translation.override("zh-hant"):
        assert wording.span(first, date(2026, 12, 2)) == "2026年11月30日 – 12月2日"


def test_a_number_is_written_in_the_groups_in_which_it_is_dialled() -> None:
    assert wording.phone("+8613800138000") == "+86 138 0013 8000"
    assert wording.phone("12345") == "12345"


def test_things_of_a_list_are_parted_as_the_language_does() -> None:
    assert listed(["PDF", "PNG"]) == "PDF, PNG"
    with translation.override("zh-hant"):
        assert listed(["PDF", "PNG"]) == "PDF、PNG"
