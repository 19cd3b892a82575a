"""A small town whose public site is used through Django's client, as a browser without JavaScript would."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from minben.cases.models import Case
from tests.factories.town import Town, make_town


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


@pytest.fixture
def browser(town: Town) -> Client:
    return Client(headers={"accept-language": "en"})


ANSWERS: dict[str, dict[str, str]] = {
    "subject": {"title": "Street light broken", "place": "Lake Road 5"},
    "details": {"body": "It has been dark for a week."},
    "privacy": {"privacy": "open"},
    "you": {"name": "Wang Xiaoming", "phone": "13800138000", "email": ""},
}


def begun(browser: Client, kind: str = "complaint") -> str:
    """The token of a new draft."""
    answer = browser.post("/en/ask/", {"kind": kind})
    found = re.search(r"/ask/([^/]+)/subject/", answer["Location"])
    assert found is not None
    return found.group(1)


def filled(browser: Client, **changed: dict[str, str]) -> str:
    """A draft with every page answered."""
    token = begun(browser)
    for step, answers in {**ANSWERS, **changed}.items():
        answer = browser.post(f"/en/ask/{token}/{step}/", answers)
        assert answer.status_code == 302, answer.content.decode()
    return token


def asked(browser: Client, **changed: dict[str, str]) -> Case:
    """A request sent through all the pages."""
    token = filled(browser, **changed)
    answer = browser.post(f"/en/ask/{token}/check/")
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.order_by("-id")[0]


def text_of(answer: Any) -> str:
    return str(answer.content.decode())
