"""Lists of the desk on a telephone: what is not needed takes no room, and nothing moves under the finger."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from minben.foundation.access.roles import Role
from tests.factories import cases

from . import clerks
from .conftest import View
from .town import PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]
PHONE = View("phone", "zh-hant")
TOP = "row => row.getBoundingClientRect().top + window.scrollY"


def test_the_bar_of_a_selection_comes_with_the_selection(town: PracticeTown, visit: Visit) -> None:
    for number in range(3):
        cases.dispatched(town.town, title=f"路燈 {number}")
    clerk = visit(PHONE, "/desk/sign-in")
    clerks.sign_in(clerk, town.account(Role.OFFICER), "/desk/cases")
    bar, row = clerk.page.locator("[data-bulk]"), clerk.page.locator("[data-row]").first
    assert height(bar) <= 1
    before = row.evaluate(TOP)
    row.locator("[data-pick]").check()
    expect(bar.locator("button").first).to_be_in_viewport()
    assert row.evaluate(TOP) == before
    assert height(bar) < 80
    row.locator("[data-pick]").uncheck()
    assert height(bar) <= 1


def test_without_scripts_the_bar_stands_above_the_list(town: PracticeTown, visit: Visit) -> None:
    cases.dispatched(town.town)
    clerk = visit(PHONE, "/desk/sign-in", javascript=False)
    clerks.sign_in(clerk, town.account(Role.OFFICER), "/desk/cases")
    expect(clerk.page.locator("[data-bulk] button").first).to_be_visible()
    assert clerk.page.locator("[data-bulk]").evaluate("bar => getComputedStyle(bar).position") == "static"


def height(item: object) -> float:
    return float(item.evaluate("item => item.getBoundingClientRect().height"))  # type: ignore[attr-defined]
