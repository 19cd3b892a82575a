"""axe finds nothing on one page of each template and on every public page, at both widths, in three languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from minben.demo import city
from tests.journeys.conftest import *  # noqa: F403 - its fixtures
from tests.journeys.conftest import VIEWS, View
from tests.journeys.crawling import every_public_page, one_of_each
from tests.journeys.test_every_page import PEOPLE, look_at

EVERY = (*VIEWS, View("phone", "zh-hans"), View("desktop", "zh-hans"))


@pytest.mark.django_db(transaction=True)
def test_one_page_of_each_template_in_every_width_and_language(
    settings: Any, open_page: Callable[..., Page], live: str, assert_accessible: Callable[[Page], None]
) -> None:
    settings.PRACTICE = True
    city.build(PEOPLE)
    pages, wrong = one_of_each(), []
    for view in EVERY:
        wrong += look_at(pages, view, open_page, live, assert_accessible)
    assert wrong == []


@pytest.mark.django_db(transaction=True)
def test_every_public_page_in_every_width_and_language(
    settings: Any, open_page: Callable[..., Page], live: str, assert_accessible: Callable[[Page], None]
) -> None:
    """Services, life events, articles, departments, offices: each has texts of its own."""
    settings.PRACTICE = True
    city.build(PEOPLE)
    pages, wrong = every_public_page(), []
    assert len(pages) > 250, [page.address for page in pages]
    for view in EVERY:
        wrong += look_at(pages, view, open_page, live, assert_accessible)
    assert wrong == []
