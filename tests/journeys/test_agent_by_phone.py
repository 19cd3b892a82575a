"""The telephone rings: somebody unknown, somebody with an open case, somebody calling for another."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from minben.cases.models import Case, Interaction
from minben.foundation.access.roles import Role
from minben.parties.models import Party
from tests.factories import cases
from tests.factories.callers import known_person

from . import agent as does
from . import clerks
from .conftest import View
from .town import PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]


def at_the_phone(town: PracticeTown, visit: Visit, walk: View) -> Visitor:
    agent = visit(walk, "/desk/sign-in")
    clerks.sign_in(agent, town.account(Role.AGENT), "/desk/intake")
    return agent


def test_somebody_unknown_calls_and_is_answered_at_once(town: PracticeTown, visit: Visit, walk: View) -> None:
    agent = at_the_phone(town, visit, walk)
    does.screen_pops(agent, "13912345678", "c-1", "intake-unknown")
    does.makes_a_new_person(agent, "陳先生")
    does.writes(agent, "路燈不亮")
    use = agent.page.locator("#knowledge button[name=use]").first
    expect(use).to_be_visible()
    agent.look("intake-knowledge")
    use.click()
    expect(agent.page.locator("#request [name=answer]")).not_to_have_value("")
    does.presses(agent, "answer")
    number = does.reads_out_the_number(agent)

    case = Case.objects.select_related("party").get(number=number)
    assert (case.status, case.kind) == ("answered_at_once", "enquiry")
    assert Interaction.objects.filter(case_id=case.id, external_id="c-1").exists()
    assert case.party is not None
    assert (case.party.name, case.party.state) == ("陳先生", Party.State.PROVISIONAL)


def test_somebody_with_an_open_case_is_checked_and_adds_to_it(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    person = known_person()
    case = cases.dispatched(town.town, party_id=person.id, title="樓道積水")
    agent = at_the_phone(town, visit, walk)
    does.screen_pops(agent, does.PHONE, "c-2", "intake-known")
    does.picks(agent, person.name)
    expect(does.caller(agent)).to_contain_text(case.number)
    expect(does.caller(agent)).not_to_contain_text(case.title)
    does.checks_the_caller(agent, "1949-12-31", "9999")
    expect(does.caller(agent).locator(".error-summary")).to_be_visible()
    agent.look("intake-check-failed")
    does.checks_the_caller(agent, "1949-12-31", "002X")
    expect(does.caller(agent)).to_contain_text(case.title)
    agent.look("intake-checked")

    words = does.caller(agent).locator("details", has=agent.page.locator("textarea"))
    words.locator("summary").click()
    words.locator("textarea").fill("水已到腳踝。")
    words.locator("button[type=submit]").click()
    expect(agent.page.locator("#caller-toasts .notice")).to_be_visible()
    does.caller(agent).locator("form[action*='/hurry'] button").click()
    expect(does.caller(agent).locator("form[action*='/hurry']")).to_have_count(1)
    agent.look("intake-added")
    assert Case.objects.get().hurries == 1
    clerks.opens_case(agent, case.id)
    agent.reads("水已到腳踝。")


def test_a_case_for_somebody_else_by_keyboard_only(town: PracticeTown, visit: Visit) -> None:
    mother = known_person("林老太", "13800138001")
    son = known_person("林小明", "13800138002", "110105194912310038")
    agent = at_the_phone(town, visit, View("desktop", "zh-hant"))
    keys = agent.page.keyboard
    agent.page.goto("/desk/")
    keys.press("g")
    keys.press("i")
    expect(agent.page.locator("#who-q")).to_be_focused()
    keys.type("13800138002")
    expect(agent.page.locator("#found a")).to_have_count(1)
    tab_to(agent, "#found a")
    keys.press("Enter")
    expect(does.caller(agent)).to_contain_text(son.name)
    expect(agent.page.locator("#id_title")).to_be_focused()

    tab_to(agent, "#caller a[href*='role=for']", back=True)
    keys.press("Enter")
    agent.on("role=for")
    agent.look("intake-for-whom")
    tab_to(agent, "#who-q")
    keys.type("林老太")
    expect(agent.page.locator("#found a")).to_have_count(1)
    tab_to(agent, "#found a")
    keys.press("Enter")
    expect(does.caller(agent)).to_contain_text(mother.name)

    tab_to(agent, "#request [name=title]")
    keys.type("輪椅坡道壞了")
    tab_to(agent, "#request button[value=case]")
    keys.press("Enter")
    number = does.reads_out_the_number(agent)
    case = Case.objects.get(number=number)
    assert (case.party_id, case.asked_by_id, case.title) == (mother.id, son.id, "輪椅坡道壞了")


def tab_to(agent: Visitor, target: str, *, back: bool = False, most: int = 60) -> None:
    """Only by the Tab key, as somebody without a mouse has to."""
    for _press in range(most):
        if agent.page.evaluate("target => document.activeElement.matches(target)", target):
            return
        agent.page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{target} is not reached within {most} presses of Tab")
