"""No page holds a script or a style of its own, and each says so in its policy (OWASP ASVS 14.4, 5.3.3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from minben.foundation.access.roles import Role
from tests.factories.desk import sit_down
from tests.factories.town import make_town

from .addresses import every_address
from .strict import DRAWS, Looked, inline_parts, lets_styles_in

pytestmark = pytest.mark.django_db


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


def test_style_attributes_are_let_in_on_the_drawing_board_and_nowhere_else() -> None:
    """bpmn-js and dmn-js write them; style sheets and scripts of a page's own stay forbidden there, too."""
    desk, let = sit_down(make_town().centre, Role.EDITOR).client, set()
    for address in every_address():
        if not address.route.startswith(("api/", "metrics")) and address.name != "sign_out":
            answers = [send(address.filled(key="hotline")) for send in (desk.get, desk.post)]
            let |= {str(address) for answer in answers if lets_styles_in(answer)}
    assert let == DRAWS


def test_a_bad_host_and_a_missing_token_are_answered_strictly_too(settings: Any) -> None:
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
