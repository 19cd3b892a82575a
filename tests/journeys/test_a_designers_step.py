"""A designer adds a step to a running service's process in the browser; new cases take it, older ones finish as they began."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from minben.cases.models import Case
from minben.desk.presenters import drawing_board
from minben.foundation.access.roles import Role
from minben.processes.models import Version
from tests.factories import cases

from . import clerks
from .conftest import View
from .town import PracticeTown
from .visitor import Visitor

pytestmark = pytest.mark.designer
Visit = Callable[..., Visitor]
WALK = View("desktop", "zh-hant")
STEP = "現場勘查"


def test_a_step_drawn_in_the_browser_waits_for_the_officer_of_the_next_case(
    town: PracticeTown, visit: Visit
) -> None:
    before = cases.make_case()
    designer = seated(town, visit, Role.EDITOR, "/desk/processes/hotline")
    opens_the_board(designer)
    adds_a_step(designer.page, after="signed", before="work")
    is_told_what_is_wrong(designer.page)
    keeps_and_publishes(designer)

    after = cases.make_case()
    for case in (before, after):
        sends_to_the_department(town, visit, case)
    officer = seated(town, visit, Role.OFFICER)
    for case in (before, after):
        clerks.opens_case(officer, case.id)
        clerks.does(officer, "sign")
    officer.page.goto("/desk/?tab=mine")
    rows = officer.page.locator("tr", has_text=after.number)
    expect(rows).to_contain_text(STEP)
    expect(officer.page.locator("tr", has_text=before.number)).not_to_contain_text(STEP)
    rows.get_by_role("link", name=STEP).click()
    officer.look("own-step")
    officer.reads("先看現場，再聯繫來電人。")


def seated(town: PracticeTown, visit: Visit, role: Role, goal: str = "/desk/") -> Visitor:
    somebody = visit(WALK, "/desk/sign-in")
    clerks.sign_in(somebody, town.account(role), goal)
    return somebody


def opens_the_board(designer: Visitor) -> None:
    assert drawing_board.installed(), (
        "make designer installs the drawing board; the runner does it where npm is"
    )
    designer.page.locator("a[href$='/draw']").click()
    expect(designer.page.locator("[data-board-canvas] .bjs-powered-by")).to_be_visible()
    expect(designer.page.locator("[data-element-id='sign']")).to_be_visible()
    designer.look("drawing-board")


def chooses(page: Page, element: str) -> None:
    page.locator("#board-element").select_option(element)


def adds_a_step(page: Page, *, after: str, before: str) -> None:
    """By the panel beside the drawing, which needs no pointing."""
    chooses(page, f"flow_{after}_{before}")
    page.locator("[data-board-do=into]").click()
    expect(page.locator(".board-panel__title").first).to_contain_text("人工任務")
    for field, text in (("name", STEP), ("en", "Site visit"), ("notes", "先看現場，再聯繫來電人。")):
        page.locator(f"#board-{field}").fill(text)
        page.locator(f"#board-{field}").press("Tab")
    page.locator("#board-personal").check()
    expect(page.locator("#board-problems")).to_contain_text("檢查沒有問題")


def is_told_what_is_wrong(page: Page) -> None:
    """A lane without a role is named and marked at once; undo mends it."""
    chooses(page, "lane_work")
    page.locator("#board-role").select_option("")
    expect(page.locator("#board-problems [data-element=lane_work]")).to_be_visible()
    expect(page.locator(".board-wrong[data-element-id=lane_work]")).to_be_visible()
    page.locator("[data-board-undo]").click()
    expect(page.locator("#board-problems")).to_contain_text("檢查沒有問題")


def keeps_and_publishes(designer: Visitor) -> None:
    designer.page.locator("#id_note").fill("簽收後先勘查")
    designer.page.locator(".board-head button").click()
    designer.page.wait_for_url("**/desk/processes/hotline/versions/2")
    designer.look("drawn-version")
    designer.reads(STEP)
    designer.page.locator("form[action$='/publish'] button").click()
    expect(designer.page.locator("#toasts .notice")).to_be_visible()
    assert Version.objects.get(definition__key="hotline", state="published").number == 2


def sends_to_the_department(town: PracticeTown, visit: Visit, case: Case) -> None:
    dispatcher = seated(town, visit, Role.DISPATCHER, f"/desk/cases/{case.id}")
    clerks.does(dispatcher, "dispatch", department=str(town.town.water.id))
