"""The gallery, the display and language switches and the calm pages, over HTTP."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.test import Client

import minben
from minben.desk.gallery import ICONS
from minben.foundation.access import web
from minben.foundation.access.actor import Actor, ActorKind

COTTON = Path(minben.__file__).parent / "config/templates/cotton"
SPRITE = Path(minben.__file__).parent / "config/static/minben/icons.svg"
pytestmark = pytest.mark.django_db


def _clerk(request: HttpRequest) -> Actor | None:
    at_desk = request.path_info.startswith("/desk/")
    return Actor(kind=ActorKind.STAFF, name="Chen") if at_desk else None


@pytest.fixture
def desk(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(web, "_builders", [_clerk])
    return client


def _shown(directory: Path) -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in directory.rglob("*.html"))


def test_the_gallery_shows_every_component() -> None:
    folder = COTTON.parent / "desk"
    text = (folder / "gallery.html").read_text(encoding="utf-8") + _shown(folder / "gallery")
    drawn_by_forms = {"form-field", "error-summary"}
    for path in COTTON.glob("*.html"):
        name = path.stem.replace("_", "-")
        assert name in drawn_by_forms or re.search(rf"<c-{name}[\s/>]", text), f"{name} is not in the gallery"


def test_the_gallery_shows_every_icon() -> None:
    assert set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text(encoding="utf-8"))) == set(ICONS)


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
def test_the_gallery_opens_in_each_language(desk: Client, language: str) -> None:
    desk.cookies["django_language"] = language
    page = desk.get("/desk/gallery")
    assert page.status_code == 200
    text = page.content.decode()
    assert "<c-" not in text
    assert f'<html lang="{ {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans", "en": "en"}[language] }"' in text


def test_ids_on_the_gallery_are_unique(desk: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', desk.get("/desk/gallery").content.decode())
    assert sorted(i for i in set(ids) if ids.count(i) > 1) == []


def test_every_error_in_the_summary_points_at_an_input(desk: Client) -> None:
    text = desk.get("/desk/gallery").content.decode()
    targets = set(re.findall(r'<li><a href="#(id_[\w]+)">', text))
    assert targets
    assert targets <= set(re.findall(r'<(?:input|select|textarea)[^>]*\sid="([^"]+)"', text))


def test_the_desk_language_is_kept_in_a_cookie(desk: Client) -> None:
    answer = desk.post("/desk/language", {"language": "en", "next": "/desk/gallery"})
    assert answer["Location"] == "/desk/gallery"
    assert desk.get("/desk/gallery").content.decode().count('<html lang="en"') == 1


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_switches_lead_only_to_pages_of_this_site(client: Client, target: str) -> None:
    assert client.post("/display", {"toggle": "large-print", "next": target})["Location"] == "/"


def test_large_print_is_switched_on_and_off_without_scripts(client: Client) -> None:
    client.post("/display", {"toggle": "large-print"})
    assert 'class="large-print"' in client.get("/display").content.decode()
    client.post("/display", {"toggle": "large-print"})
    assert 'class="large-print"' not in client.get("/display").content.decode()


def test_an_unknown_display_choice_is_left_out(client: Client) -> None:
    client.cookies["minben_display"] = 'x"><script>.high-contrast'
    assert '<html lang="zh-Hant" class="high-contrast">' in client.get("/display").content.decode()


def test_a_missing_page_says_what_to_do(client: Client) -> None:
    page = client.get("/en/no-such-page")
    assert page.status_code == 404
    assert "There is no such page" in page.content.decode()


def test_a_stranger_at_the_desk_is_sent_to_the_sign_in_and_back(client: Client) -> None:
    answer = client.get("/desk/gallery")
    assert answer.status_code == 302
    assert answer["Location"] == "/desk/sign-in?next=%2Fdesk%2Fgallery"
