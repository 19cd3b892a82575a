"""The guided tour of the first day: an officer walks it by doing; every step of every tour points at what is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from minben.desk.tours import Step, Tour, tours
from minben.foundation.access.roles import Role
from tests.factories import cases

from . import agent, clerks
from .conftest import View
from .town import PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]
MARKED = ".tour-target"
ALONG = 4
"""Presses that lead at most to the page of a step."""


def panel(who: Visitor) -> Locator:
    return who.page.locator("#tour")


def said(view: View, step: Step) -> str:
    return step.texts["title"][view.language]


def stands_at(who: Visitor, view: View, tour: Tour, name: str) -> None:
    """The panel shows this step, and says which of how many it is."""
    number, step = next((n, s) for n, s in enumerate(tour.steps, 1) if s.name == name)
    expect(panel(who).locator("h2")).to_have_text(said(view, step))
    expect(panel(who)).to_contain_text(f"{number}")


def presses(who: Visitor, to: str) -> None:
    with who.page.expect_navigation():
        panel(who).locator(f"button[value={to}]").click()


def points_at(who: Visitor, selector: str) -> None:
    expect(who.page.locator(MARKED)).to_be_visible()
    assert who.page.locator(MARKED).evaluate("(item, selector) => item.matches(selector)", selector)


def test_an_officer_is_shown_round_by_doing_the_work(town: PracticeTown, visit: Visit, walk: View) -> None:
    case, tour = cases.dispatched(town.town), tours()["officer"]
    clerk = visit(walk, "/desk/sign-in")
    clerks.sign_in(clerk, town.account(Role.OFFICER))
    clerk.look("tour-offer")
    with clerk.page.expect_navigation():
        clerk.page.locator(".tour-offer form[action$='/begin'] button").click()

    stands_at(clerk, walk, tour, "work")
    expect(panel(clerk)).to_be_focused()
    points_at(clerk, "nav.sub-nav")
    clerk.look("tour-work")
    presses(clerk, "next")

    stands_at(clerk, walk, tour, "take")
    points_at(clerk, "[data-take] button")
    clerk.page.locator(MARKED).click()
    stands_at(clerk, walk, tour, "open")
    expect(clerk.page.locator("#tour-said")).to_contain_text(said(walk, tour.steps[1]))
    clerk.page.locator(f"tr[data-row] a[href$='{case.id}']").click()

    stands_at(clerk, walk, tour, "forward")
    points_at(clerk, ".panel")
    clerk.look("tour-forward")
    clerks.does(clerk, "sign")
    stands_at(clerk, walk, tour, "note")
    clerks.does(clerk, "note", text="已聯絡現場人員。")
    stands_at(clerk, walk, tour, "answer")
    clerks.does(clerk, "answer", answer="已更換路燈，今晚起恢復照明。")

    stands_at(clerk, walk, tour, "find")
    with clerk.page.expect_navigation():
        panel(clerk).locator("a.button--primary").click()
    points_at(clerk, ".filter summary")
    presses(clerk, "next")
    stands_at(clerk, walk, tour, "knowledge")
    presses(clerk, "next")
    stands_at(clerk, walk, tour, "keys")
    presses(clerk, "next")
    expect(panel(clerk)).to_have_count(0)
    expect(clerk.page.locator("#toasts .notice")).to_be_visible()
    expect(clerk.page.locator(".tour-offer")).to_have_count(0)


def test_escape_ends_it_and_the_help_leads_back_to_the_step(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    tour = tours()["officer"]
    clerk = visit(walk, "/desk/sign-in")
    clerks.sign_in(clerk, town.account(Role.OFFICER), "/desk/tour")
    clerk.look("tour-page")
    clerk.page.locator("main form[action$='/begin'] button").click()
    presses(clerk, "next")
    clerk.page.locator("[data-palette-open]").first.click()
    clerk.page.keyboard.press("Escape")
    expect(clerk.page.locator("#palette")).not_to_be_visible()
    stands_at(clerk, walk, tour, "take")
    with clerk.page.expect_navigation():
        clerk.page.keyboard.press("Escape")
    expect(panel(clerk)).to_have_count(0)
    clerk.page.keyboard.press("?")
    clerk.page.locator("#keys a[href='/desk/tour']").click()
    clerk.page.locator("main form:has([name=at]) button").click()
    stands_at(clerk, walk, tour, "take")
    presses(clerk, "back")
    stands_at(clerk, walk, tour, "work")


def test_the_tour_goes_without_scripts(town: PracticeTown, visit: Visit, walk: View) -> None:
    tour = tours()["officer"]
    clerk = visit(walk, "/desk/sign-in", javascript=False)
    clerks.sign_in(clerk, town.account(Role.OFFICER))
    clerk.page.locator(".tour-offer form[action$='/begin'] button").click()
    presses(clerk, "next")
    stands_at(clerk, walk, tour, "take")
    panel(clerk).locator(".tour__head a").click()
    clerk.on("/desk/tour")
    expect(clerk.page.locator(".tour-steps > li")).to_have_count(len(tour.steps))
    presses(clerk, "end")
    expect(panel(clerk)).to_have_count(0)


SEATS = {
    "officer": (Role.OFFICER, "water"),
    "agent": (Role.AGENT, "centre"),
    "supervisor": (Role.SUPERVISOR, "government"),
    "editor": (Role.EDITOR, "government"),
}


@pytest.mark.parametrize("name", tours())
def test_every_step_points_at_something_on_its_page(
    town: PracticeTown, visit: Visit, walk: View, name: str
) -> None:
    """Led by the panel alone: to the page, then by what it marks there, then by Next."""
    role, place = SEATS[name]
    for _n in range(2):
        cases.dispatched(town.town)
    newcomer = town.join(role, getattr(town.town, place), "新同事")
    assert newcomer.account_id is not None
    who, tour = visit(walk, "/desk/sign-in"), tours()[name]
    clerks.sign_in(who, newcomer.account_id)
    who.page.locator(".tour-offer form[action$='/begin'] button").click()
    for step in tour.steps:
        if said(walk, step) == panel(who).locator("h2").inner_text():
            comes_to(who, walk, step)
        if said(walk, step) == panel(who).locator("h2").inner_text():
            presses(who, "next")
    expect(panel(who)).to_have_count(0)


def comes_to(who: Visitor, view: View, step: Step) -> None:
    """What is marked on the way is pressed; doing so may be the step itself."""
    for _press in range(ALONG):
        found, link = panel(who), panel(who).locator("a.button--primary")
        if found.locator("h2").inner_text() != said(view, step):
            return
        if found.get_attribute("data-tour-at") == step.spot.at:
            break
        press = link if link.count() else who.page.locator(MARKED)
        with who.page.expect_navigation():
            press.click()
    expect(who.page.locator(MARKED)).to_be_visible()
    does(who, step)


def does(who: Visitor, step: Step) -> None:
    """Steps that lead to a page which nothing else leads to."""
    if step.name == "take":
        who.page.locator(MARKED).click()
        expect(panel(who).locator(".tour__done")).to_be_visible()
    elif step.name == "send":
        agent.writes(who, "路燈不亮", "巷口第三盞。")
        with who.page.expect_navigation():
            agent.presses(who, "case")
    elif step.name == "begin":
        with who.page.expect_navigation():
            who.page.locator(MARKED).click()
