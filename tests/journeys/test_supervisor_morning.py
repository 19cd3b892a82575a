"""A supervisor's morning: from a figure of the board to its cases, hands, leave, checks and an announcement."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import expect

from minben.agencies.models import Announcement, Lending
from minben.agencies.notices import forget_announcements
from minben.cases.models import Case, CaseEvent, QualityReview
from minben.foundation.access.roles import Role
from tests.factories import cases
from tests.factories.desk import make_staff

from . import clerks
from .conftest import View
from .test_supervisor import overdue
from .town import PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]


def test_a_morning_from_the_board_to_the_calendar(town: PracticeTown, visit: Visit, walk: View) -> None:
    forget_announcements()
    late = [overdue(cases.in_progress(town.town, title=title)) for title in ("井蓋破損", "水管漏水")]
    finished = cases.closed(town.town)
    helper = make_staff(town.town.water, Role.OFFICER, name="何新手")
    lent = make_staff(town.town.roads, Role.OFFICER, name="路小借")
    boss = visit(walk, "/desk/sign-in")
    clerks.sign_in(boss, town.account(Role.SUPERVISOR), "/desk/board")

    reassigns(boss, late, str(helper.id))
    supervises(boss, late[0])
    lends(boss, str(lent.id), str(town.town.water.id))
    checks(boss, finished)
    announces(boss)
    boss.go("/desk/calendar?department=all")
    boss.look("calendar")
    expect(boss.page.locator("main")).to_contain_text("路小借")
    reads_the_help(boss)


def reassigns(boss: Visitor, late: list[Case], person: str) -> None:
    """The figure leads to exactly the two late cases; both are given out with one press."""
    boss.look("board-live")
    figure = boss.page.locator("#board-live .stats a[href*='figure=late']")
    expect(boss.page.locator("#board-live .stats .tone-error .stat__value").first).to_have_text("2")
    figure.click()
    boss.on("figure=late", "board-cases")
    boxes = boss.page.locator("input[name=case]")
    expect(boxes).to_have_count(2)
    for box in boxes.all():
        box.check()
    boss.entry("person").select_option(person)
    boss.page.locator("button[name=do][value=assign]").click()
    expect(boss.page.locator("form.undo")).to_be_visible()
    held = Case.objects.filter(pk__in=[case.pk for case in late]).values_list("assignee_id", flat=True)
    assert {str(key) for key in held} == {person}


def supervises(boss: Visitor, case: Case) -> None:
    boss.page.locator(f"input[name=case][value='{case.id}']").check()
    boss.page.locator("button[name=do][value=supervise]").click()
    boss.is_told_a_mistake()
    boss.fill(text="今天下班前回報。")
    boss.page.locator("button[name=do][value=supervise]").click()
    expect(boss.page.locator("#toasts .notice")).to_be_visible()
    assert CaseEvent.objects.filter(name="supervise", case_id=case.id).count() == 1


def lends(boss: Visitor, person: str, department: str) -> None:
    boss.go("/desk/board/lend")
    boss.look("lend")
    boss.choose("staff", person)
    boss.choose("department", department)
    boss.send()
    expect(boss.page.locator("#toasts .notice")).to_be_visible()
    boss.reads("路小借")
    assert Lending.objects.get().state == "running"


def checks(boss: Visitor, finished: Case) -> None:
    """A rule, the draw, and the sheet filled in."""
    boss.go("/desk/quality/rules")
    boss.look("quality-rules")
    boss.fill(name="全部", share="100")
    boss.send()
    boss.go("/desk/quality")
    boss.page.locator("form[action$='/quality/draw'] button").click()
    boss.on("/desk/quality", "quality")
    boss.page.get_by_role("link", name=finished.number).click()
    boss.on("/desk/quality/", "quality-sheet")
    boss.send()
    boss.is_told_a_mistake()
    for line in boss.page.locator("main input[type=radio][value=yes]").all():
        line.check()
    boss.fill(feedback="回覆清楚，謝謝。")
    boss.send()
    expect(boss.page.locator("#toasts .notice")).to_be_visible()
    boss.look("quality-checked")
    assert QualityReview.objects.get(case=finished).points == 100
    boss.go("/desk/quality/results")
    boss.look("quality-results")


def announces(boss: Visitor) -> None:
    boss.go("/desk/announcements/new")
    boss.look("announce")
    boss.fill(title_zh_hant="今晚系統維護", title_en="Maintenance tonight")
    boss.send()
    boss.on("/desk/announcements$", "announcements")
    told = boss.page.locator("article.announcement")
    expect(told).to_have_count(1)
    told.locator("button").click()
    expect(told).to_have_count(0)
    boss.go("/desk/announcements")
    assert Announcement.objects.get().until > timezone.now()
    expect(boss.page.locator("article.announcement")).to_have_count(0)


def reads_the_help(boss: Visitor) -> None:
    boss.page.locator("[data-opens=page-help]").click()
    expect(boss.page.locator("dialog#page-help")).to_be_visible()
    boss.look("help-open")
    boss.page.keyboard.press("Escape")
    expect(boss.page.locator("dialog#page-help")).not_to_be_visible()
    boss.go("/desk/help/calendar")
    boss.look("help")
