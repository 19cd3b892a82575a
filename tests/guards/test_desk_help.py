"""Every page of the desk says what it is for; every topic is for pages that exist, in both written languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import URLPattern

from minben.desk.guidance import Topic, topic_of, topics
from minben.desk.urls import urlpatterns

NAMES = {str(pattern.name) for pattern in urlpatterns}


@pytest.mark.parametrize("topic", topics().values(), ids=lambda topic: topic.name)
def test_a_topic_is_written_in_two_languages_for_pages_that_exist(topic: Topic) -> None:
    assert set(topic.pages) <= NAMES
    assert all({"zh-hant", "en"} <= set(texts) for texts in topic.texts.values())
    assert {"title", "for"} <= set(topic.texts)
    assert Path(f"docs/how-to/{topic.guide}.md").is_file()


def test_no_page_has_two_topics() -> None:
    pages = [page for topic in topics().values() for page in topic.pages]
    assert len(pages) == len(set(pages))


def test_a_page_without_a_topic_has_no_panel() -> None:
    assert topic_of("desk:no-such-page") is None
    assert topic_of("portal:home") is None


WITHOUT = {
    "sign_in": "nobody is in yet",
    "code": "nobody is in yet",
    "practice": "nobody is in yet",
    "provider_to": "nobody is in yet",
    "provider_back": "nobody is in yet",
    "gallery": "the components themselves",
    "help": "is the help",
    "export": "a file",
    "board_csv": "a file",
    "audit_csv": "a file",
    "quality_csv": "a file",
    "file": "a file",
    "intake_search": "a part",
    "intake_caller": "a part",
    "intake_knowledge": "a part",
    "intake_words": "a part",
    "intake_suggestion": "a part",
    "board_live": "a part",
    "export_xlsx": "a file",
    "live": "a part",
    "live_list": "a part",
    "live_case": "a part",
    "palette": "a part",
    "fitting": "a part",
    "beside": "a part",
    "peek": "a part",
    "settings_next": "a part",
    "settings_time_limit_due": "a part",
    "tour_panel": "a part",
}
"""Addresses that are no page, each with its reason. What only takes a POST needs none."""


def _only_posts(pattern: URLPattern) -> bool:
    return RequestFactory().get("/").method not in _allowed(pattern)


def _allowed(pattern: URLPattern) -> set[str]:
    """The methods that an address takes, as its view answers when asked for one that nobody has."""
    request = RequestFactory().generic("NOTHING", "/")
    request.user = AnonymousUser()
    answer = pattern.callback(request)
    assert answer.status_code == 405, f"{pattern.name} takes any method: name them."
    return {method.strip() for method in answer.headers["Allow"].split(",")}


@pytest.mark.parametrize(
    "pattern", [p for p in urlpatterns if str(p.name) not in WITHOUT], ids=lambda pattern: str(pattern.name)
)
def test_every_page_of_the_desk_says_what_it_is_for(pattern: URLPattern) -> None:
    assert topic_of(f"desk:{pattern.name}") or _only_posts(pattern), (
        "Name it in the pages of a topic in minben/desk/help/topics.yaml."
    )


def test_what_needs_no_help_still_exists() -> None:
    assert set(WITHOUT) <= NAMES
