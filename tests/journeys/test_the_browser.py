"""The browser itself: it opens our pages and axe sees what is wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

BAD = "<!doctype html><html lang='en'><title>x</title><main><h1>x</h1><img src='data:,'></main></html>"


def test_a_picture_without_a_text_is_found(desktop: Page, assert_accessible: Callable[[Page], None]) -> None:
    desktop.set_content(BAD)
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(desktop)


def test_the_window_has_the_width_of_the_view(page: Page, view: object) -> None:
    assert page.viewport_size is not None
    assert str(view).startswith("phone") == (page.viewport_size["width"] == 360)
