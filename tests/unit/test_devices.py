"""What browsers call themselves, and what people read."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from minben.foundation.access.devices import SHORT, device_words

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"Mozilla/5.0 (Linux; Android 14; Pixel 8) {CHROME} Mobile Safari/537.36", "Chrome on Android"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36", "Chrome on Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/141.0", "Edge on Windows"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36", "Chrome on ChromeOS"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5) AppleWebKit/605 Version/17 Safari/605",
            "Safari on macOS",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Windows"),
        (
            f"Mozilla/5.0 (Phone; OpenHarmony 5.0) {CHROME} Safari/537.36 HuaweiBrowser/5.0",
            "Huawei Browser on HarmonyOS",
        ),
        (f"Mozilla/5.0 (Linux; Android 13) {CHROME} MicroMessenger/8.0.47", "WeChat on Android"),
        ("curl/8.5.0", "curl"),
        ("python-requests/2.32", "python-requests"),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent: str, words: str) -> None:
    with translation.override("en"):
        assert device_words(agent) == words


def test_in_chinese_the_system_comes_first() -> None:
    with translation.override("zh-hant"):
        assert (
            device_words(f"Mozilla/5.0 (Linux; Android 14) {CHROME} Safari/537.36") == "Android 上的 Chrome"
        )


@given(st.text(max_size=300))
def test_whatever_is_sent_stays_short(agent: str) -> None:
    assert len(device_words(agent)) <= SHORT
