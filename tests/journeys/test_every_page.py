"""axe finds nothing on any page: one page for each template, as the practice city has it (WCAG 2.2 AA)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Page

from minben.demo import city
from minben.foundation.access.sessions import desk_cookie

from .conftest import PREFIXES, View
from .crawling import NOBODY, Found, one_of_each, sign_in

PEOPLE = 150
VIEWS = (View("phone", "zh-hant"), View("desktop", "en"))


def look_at(
    pages: list[Found],
    view: View,
    open_page: Callable[..., Page],
    live: str,
    assert_accessible: Callable[[Page], None],
) -> list[str]:
    """What is wrong on these pages, all of it."""
    wrong = []
    for seat in sorted({page.seat for page in pages}):
        browser = open_page(view, "/" if seat == NOBODY else "/desk/sign-in")
        if seat != NOBODY:
            _sit_down(browser, seat, view, live)
        for found in (page for page in pages if page.seat == seat):
            browser.goto(found.address if seat else PREFIXES[view.language] + found.address)
            try:
                assert_accessible(browser)
            except AssertionError as problem:
                wrong.append(f"{found}: {problem}")
    return wrong


def _sit_down(browser: Page, seat: str, view: View, live: str) -> None:
    desk = {"name": desk_cookie(), "value": sign_in(Client(), seat), "url": live}
    language = {"name": django_settings.LANGUAGE_COOKIE_NAME, "value": view.language, "url": live}
    browser.context.add_cookies([desk, language])  # type: ignore[list-item]


def test_one_page_of_each_template_is_for_everybody(
    settings: Any, open_page: Callable[..., Page], live: str, assert_accessible: Callable[[Page], None]
) -> None:
    """Every second one on a phone in Chinese, the others at a desk in English; the long run takes all ways."""
    settings.PRACTICE = True
    city.build(PEOPLE)
    pages = one_of_each()
    assert len(pages) > 60, [str(page) for page in pages]
    wrong = []
    for turn, view in enumerate(VIEWS):
        wrong += look_at(pages[turn::2], view, open_page, live, assert_accessible)
    assert wrong == []
