"""The citizen's path: ask, number and code, follow, write. At both widths, in both languages, also without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from minben.cases.models import Case
from tests.factories.town import make_town

Opener = Callable[..., Page]


def press(page: Page) -> None:
    page.locator("main form button.button--primary").last.click()


def ask(page: Page, check: Callable[[Page], None]) -> tuple[str, str]:
    """Through all the pages; returns number and code."""
    check(page)
    page.locator("input[value=complaint]").check()
    press(page)
    page.fill("[name=title]", "路燈不亮")
    page.fill("[name=place]", "湖濱路 5 號")
    check(page)
    press(page)
    page.fill("[name=body]", "已經一週了。")
    check(page)
    press(page)
    page.locator("input[value=open]").check()
    check(page)
    press(page)
    page.fill("[name=name]", "王小明")
    page.fill("[name=phone]", "13800138000")
    check(page)
    press(page)
    check(page)
    press(page)
    check(page)
    shown = page.locator(".confirmation__number")
    return shown.nth(0).inner_text(), shown.nth(1).inner_text()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_stranger_asks_and_follows_it(
    open_page: Opener, view: object, assert_accessible: Callable[[Page], None], javascript: bool
) -> None:
    make_town()
    check = assert_accessible if javascript else lambda page: None
    page = open_page(view, "/ask/", javascript=javascript)
    number, code = ask(page, check)
    other = open_page(view, "/track/", javascript=javascript)
    check(other)
    other.fill("[name=number]", number)
    other.fill("[name=code]", code.lower())
    press(other)
    check(other)
    assert "路燈不亮" in other.inner_text("h1")
    other.locator("a[href$='/write/']").click()
    check(other)
    other.fill("[name=text]", "晚上更暗。")
    press(other)
    check(other)
    assert "晚上更暗。" in other.inner_text("main")
    assert Case.objects.get().number == number
