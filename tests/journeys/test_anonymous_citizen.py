"""Somebody without an account: finds, asks, follows, hurries, withdraws."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from minben.cases.models import Case

from . import citizen as does
from .conftest import View
from .town import SLUG, PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]


def test_somebody_nameless_complains_and_follows_it_with_number_and_code(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    citizen = visit(walk)
    does.searches(citizen, "停車")
    does.reads_the_guide(citizen, SLUG)
    does.begins(citizen, "complaint")
    does.says_what_and_where(citizen)
    does.tells_more(citizen)
    does.stays_unnamed(citizen)
    does.sends_with_a_double_click(citizen)
    receipt = does.keeps_the_receipt(citizen)
    case = Case.objects.get()
    assert (case.number, case.party_id) == (receipt.number, None)

    later = visit(walk)
    does.tracks(later, receipt)
    later.reads(does.TITLE)
    does.acts(later, "write", text="今晚還是不亮。")
    later.reads("今晚還是不亮。")
    does.acts(later, "hurry")
    assert_hurrying_again_is_refused_politely(later)


def assert_hurrying_again_is_refused_politely(citizen: Visitor) -> None:
    expect(citizen.page.locator("main a[href$='/hurry/']")).to_have_count(0)
    case_page = citizen.page.url
    citizen.page.goto(f"{case_page}hurry/")
    expect(citizen.page.locator("main .notice")).to_be_visible()
    expect(citizen.page.locator("main form")).to_have_count(0)
    citizen.look("hurry-again")
    citizen.page.goto(case_page)
    assert Case.objects.get().hurries == 1


def test_somebody_withdraws_without_javascript(town: PracticeTown, visit: Visit, walk: View) -> None:
    citizen = visit(walk, javascript=False)
    citizen.page.locator("#home-search").fill("parking")
    citizen.page.locator("#home-search").press("Enter")
    does.reads_the_guide(citizen, SLUG)
    does.begins(citizen, "help")
    does.says_what_and_where(citizen)
    does.tells_more(citizen)
    does.gives_a_name(citizen, "xiaoming@example.org")
    does.sends_with_a_double_click(citizen)
    receipt = does.keeps_the_receipt(citizen)
    citizen.follow("/c/")
    does.acts(citizen, "withdraw", text="已經好了")
    expect(citizen.page.locator("main a[href$='/withdraw/']")).to_have_count(0)
    case = Case.objects.get()
    assert (case.number, case.status) == (receipt.number, "withdrawn")
    assert case.party is not None and case.party.name == "王小明"
