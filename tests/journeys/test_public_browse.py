"""Somebody looks for a service: by what happened, by words, by keyboard, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.catalog import readable_city

from .conftest import SIZES, View

PHONE = View("phone", "zh-hant")
ENGLISH = View("phone", "en")


@pytest.fixture(autouse=True)
def _city() -> None:
    readable_city()


def test_from_what_happened_to_the_guide(view: View, open_page: Callable[..., Page]) -> None:
    page = open_page(view)
    page.locator(".card a[href$='/events/having-a-baby']").click()
    page.locator(".plan a[href$='/services/whole']").first.click()
    expect(page.locator("#fees")).to_be_visible()
    expect(page.locator("main")).to_contain_text("10")


def test_asking_complaining_and_following_stand_in_the_first_window(
    view: View, open_page: Callable[..., Page]
) -> None:
    ways = open_page(view).locator(".hero__ways a")
    expect(ways).to_have_count(3)
    bottoms = [way.bounding_box() for way in ways.all()]
    assert all(box and box["y"] + box["height"] <= SIZES[view.size][1] for box in bottoms)


def test_a_search_works_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(ENGLISH, javascript=False)
    page.get_by_role("searchbox").fill("pasport")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("passport")
    page.get_by_role("link", name="Passport", exact=True).click()
    expect(page).to_have_url(re.compile(r"/en/services/passport$"))


def test_a_search_without_a_hit_leads_on(open_page: Callable[..., Page]) -> None:
    page = open_page(ENGLISH, "/search?q=zzqqxx")
    expect(page.get_by_role("heading", name="Nothing was found")).to_be_visible()
    page.get_by_role("link", name="All services from A to Z").click()
    expect(page.locator(".offer").first).to_be_visible()


def test_another_language_is_the_same_page(open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE, "/services/passport")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/en/services/passport$"))
    expect(page.locator("h1")).to_have_text("Passport")


def test_large_print_is_one_press_and_stays(open_page: Callable[..., Page]) -> None:
    page = open_page(ENGLISH, "/services/passport")
    page.get_by_role("button", name="Large print").click()
    expect(page).to_have_url(re.compile(r"/en/services/passport$"))
    page.goto("/en/offices")
    expect(page.locator("html")).to_have_class(re.compile("large-print"))


def test_the_list_of_services_folds_its_filter_away_and_jumps_to_a_letter(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(ENGLISH, "/services")
    expect(page.get_by_label("For whom")).to_be_hidden()
    page.get_by_text("Narrow the list").click()
    page.get_by_label("For whom").select_option("business")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("No service fits")).to_be_visible()
    page.get_by_role("link", name="Show all again").click()
    page.get_by_role("navigation", name="First letters").get_by_role("link", name="P", exact=True).click()
    expect(page).to_have_url(re.compile("#letter-P$"))


def test_the_keyboard_passes_over_the_head_of_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page(View("desktop", "en"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_paper_has_no_furniture(open_page: Callable[..., Page]) -> None:
    page = open_page(View("desktop", "en"), "/services/whole")
    page.emulate_media(media="print")
    for hidden in (".site-top", ".contents", ".ways", ".site-search"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
