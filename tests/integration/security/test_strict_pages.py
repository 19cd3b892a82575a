"""No page holds a script or a style of its own, and each says so in its policy (OWASP ASVS 14.4, 5.3.3)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.test import Client

from minben.demo import city
from minben.foundation.access.roles import Role
from tests.factories.desk import sit_down
from tests.factories.town import make_town
from tests.journeys.crawling import one_of_each

from .addresses import every_address
from .strict import inline_parts, weaknesses

pytestmark = pytest.mark.django_db
PEOPLE = 60
OF_MACHINES = "/api/"


class Looked:
    """Every HTML answer once, and what is wrong with it."""

    def __init__(self) -> None:
        self.pages = Counter[str]()
        self.wrong: list[str] = []

    def __call__(self, address: str, answer: Any) -> None:
        if answer.streaming or "text/html" not in answer.get("Content-Type", ""):
            return
        self.pages[str(answer.status_code)] += 1
        self.wrong += [f"{address} ({answer.status_code}): {what}" for what in weaknesses(answer)]


def test_every_page_that_a_walk_through_the_city_finds_is_strict(settings: Any) -> None:
    settings.PRACTICE = True
    city.build(PEOPLE)
    look = Looked()
    one_of_each(look)
    assert look.pages["200"] > 150
    assert look.wrong == []


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.EDITOR, Role.SYSTEM, Role.SECURITY, Role.AUDIT])
def test_every_address_answers_strictly_also_when_it_refuses(role: Role) -> None:
    """Refusals, missing pages, forms that were sent empty: whatever comes back."""
    desk, look = sit_down(make_town().centre, role).client, Looked()
    for address in every_address():
        if address.route.startswith(("api/", "metrics")) or address.name == "sign_out":
            continue
        client = desk if address.route.startswith("desk/") else Client()
        for send in (client.get, client.post):
            look(str(address), send(address.filled()))
    assert look.pages["404"] > 20
    assert look.wrong == []


def test_a_bad_host_a_missing_token_and_a_broken_view_are_strict_too(settings: Any) -> None:
    make_town()
    look = Looked()
    settings.ALLOWED_HOSTS = ["minben.example"]
    look("bad host", Client().get("/", headers={"Host": "evil.example"}))
    settings.ALLOWED_HOSTS = ["*"]
    look("no token", Client(enforce_csrf_checks=True).post("/ask/", {"kind": "praise"}))
    assert look.pages == {"400": 1, "403": 1}
    assert look.wrong == []


@pytest.mark.parametrize(
    "page",
    [
        "<script>1</script>",
        "<style>a{}</style>",
        '<p style="color:red">',
        '<a onclick="x()">',
        '<a href=" JavaScript:x()">',
        '<div hx-on:click="x()">',
        '<div hx-trigger="click[x]">',
        "<div hx-vals='js:{a: x}'>",
        '<script src="https://elsewhere.example/x.js"></script>',
        '<script src="//elsewhere.example/x.js"></script>',
        "<base href='/x'>",
    ],
)
def test_the_test_itself_would_notice(page: str) -> None:
    assert inline_parts(page)


def test_plain_pages_are_not_suspected() -> None:
    assert (
        inline_parts(
            '<script src="/static/a.js" defer></script><a href="https://x.example">x</a><p class="on">'
        )
        == []
    )
