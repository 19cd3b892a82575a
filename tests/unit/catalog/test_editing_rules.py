"""The pure parts of editing: comparing, converting, rules V09 to V11, what is kept of a search, what is never asked."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from minben.catalog.actions.listening.searches import words_only
from minben.catalog.editing import comparing, more_rules, translating
from minben.catalog.links.base import Outcome
from minben.catalog.links.guarding import NotToBeAsked, target
from minben.catalog.links.practice import PracticeProber
from minben.catalog.links.web import WebProber

CODE = "11990100MB0A0009XL4990700112001"


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ({}, []),
        ({"task_code": CODE, "catalog_code": "990700112001", "use_level": "4"}, []),
        ({"task_code": CODE, "catalog_code": "990700112002", "use_level": "4"}, ["V11"]),
        ({"task_code": CODE, "use_level": "3"}, ["V11"]),
        ({"task_code": "local-7", "catalog_code": "990700112002"}, []),
        ({"materials": [{"code": "id", "need": "1", "form": "paper", "copies": 1, "source": "20"}]}, []),
        ({"materials": [{"code": "id", "need": "1", "copies": 1, "source": "10"}]}, ["V10"]),
    ],
)
def test_a_guide_breaks_these_rules(content: dict[str, Any], codes: list[str]) -> None:
    assert [found.rule for found in more_rules.of_content(content)] == codes


def test_what_government_issued_is_not_demanded() -> None:
    material = {"code": "id", "need": "1", "form": "paper", "copies": 1, "source": "20"}
    asked = {"key": "id", "kind": "file", "material": "id"}
    content = {"materials": [material], "form": [asked]}
    assert [(f.rule, f.field, f.warning) for f in more_rules.of_content(content)] == [
        ("V09", "form.0.required", True)
    ]
    assert more_rules.of_content({"materials": [material], "form": [asked | {"required": False}]}) == []


def test_the_measure_of_materials_is_a_share() -> None:
    assert more_rules.accuracy({}) == 1
    assert more_rules.accuracy({"materials": [{"need": "1", "copies": 1}]}) == more_rules.Fraction(1, 2)


def test_words_are_marked_by_character_and_by_word() -> None:
    assert comparing.words("領取證明", "領取證書") == [("same", "領取證"), ("gone", "明"), ("new", "書")]
    assert comparing.words("pay at home", "pay at once") == [
        ("same", "pay at "),
        ("gone", "home"),
        ("new", "once"),
    ]


def test_a_converted_text_follows_its_source_until_somebody_touches_it() -> None:
    first = translating.converted({"zh-hant": "證明"})
    assert first == {"zh-hant": "證明", "zh-hans": "证明", "_origin": {"zh-hans": "converted"}}
    followed = translating.merged(first, {"zh-hant": "證書", "zh-hans": "证明"})
    assert followed["zh-hans"] == "证书"
    assert translating.state(followed, "zh-hans") == "converted"
    touched = translating.merged(first, {"zh-hant": "證明", "zh-hans": "证明书"})
    assert touched == {"zh-hant": "證明", "zh-hans": "证明书"}
    assert translating.merged(first, {"zh-hant": "", "zh-hans": "证明"}) == {"zh-hans": "证明"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("居住證", "居住证"),
        ("110101199003071233 低保", "低保"),
        ("13800138000", ""),
        ("someone@example.org", ""),
        ("A123456789 passport", "passport"),
        ("2026 holiday", "holiday"),
        ("字" * 61, ""),
    ],
)
def test_nothing_of_a_person_is_kept_of_a_search(text: str, kept: str) -> None:
    assert words_only(text) == kept


PRIVATE = ("127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "0.0.0.0", "::1", "fd00::1", "::ffff:10.0.0.1", "224.0.0.1")  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inside_is_not_asked(address: str) -> None:
    with pytest.raises(NotToBeAsked):
        target("https://city.example/", lambda _host, _port: ["93.184.216.34", address])


@pytest.mark.parametrize(
    "url",
    [
        "ftp://city.example/",
        "http://u:p@city.example/",
        "http://city.example:8080/",
        "file:///etc/passwd",
        "http://[/",
    ],
)
def test_only_plain_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(NotToBeAsked):
        target(url, lambda _host, _port: ["93.184.216.34"])


def web(
    answers: dict[str, httpx.Response], inside: str = "10.0.0.1"
) -> tuple[WebProber, list[httpx.Request]]:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answers[request.headers["host"] + request.url.path]

    def look_up(host: str, _port: int) -> list[str]:
        return [inside] if host == "inside.example" else ["93.184.216.34"]

    return WebProber(httpx.MockTransport(answer), look_up), asked


def test_it_connects_to_the_address_that_was_checked() -> None:
    prober, asked = web({"city.example/a": httpx.Response(200)})
    assert prober.probe("https://city.example/a") == Outcome("ok", "200")
    assert (asked[0].url.host, asked[0].method) == ("93.184.216.34", "HEAD")


def test_a_redirect_into_the_house_is_refused() -> None:
    away = httpx.Response(302, headers={"location": "http://inside.example/secret"})
    prober, asked = web({"city.example/a": away})
    assert prober.probe("https://city.example/a").state == "refused"
    assert len(asked) == 1


def test_endless_redirects_end() -> None:
    round_again = httpx.Response(302, headers={"location": "/a"})
    prober, asked = web({"city.example/a": round_again})
    assert prober.probe("https://city.example/a") == Outcome("failing", "too many redirects")
    assert len(asked) == 4


@pytest.mark.parametrize(
    ("status", "state"), [(404, "gone"), (410, "gone"), (500, "failing"), (204, "ok"), (405, "failing")]
)
def test_what_an_answer_means(status: int, state: str) -> None:
    prober, _asked = web({"city.example/a": httpx.Response(status)})
    assert prober.probe("https://city.example/a").state == state


def test_silence_is_failing() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    prober = WebProber(httpx.MockTransport(silent), lambda _host, _port: ["93.184.216.34"])
    assert prober.probe("https://city.example/") == Outcome("failing", "ReadTimeout")


def test_the_practice_twin_asks_nobody() -> None:
    twin = PracticeProber()
    assert [twin.probe(f"https://city.example/{word}").state for word in ("x", "gone", "slow")] == [
        "ok",
        "gone",
        "failing",
    ]
