"""An hour at the hotline by keyboard only: twelve mixed calls, no mouse, each kept as it should be."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Keyboard, Page, expect

from minben.cases.models import Case, CaseEvent, Interaction, Kind
from minben.foundation.access.roles import Role
from tests.factories import cases
from tests.factories.callers import known_person

from . import agent as does
from . import clerks
from .conftest import View
from .town import PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]


class Hands:
    """Ten fingers and a browser: what somebody does who cannot use a mouse."""

    def __init__(self, page: Page) -> None:
        self.page: Page = page
        self.keys: Keyboard = page.keyboard

    def to(self, target: str, *, back: bool = False) -> None:
        """By Tab to the element."""
        for _press in range(80):
            if self.page.evaluate("target => document.activeElement.matches(target)", target):
                return
            self.keys.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{target} is not reached by Tab on {self.page.url}")

    def command(self, text: str, expected: str) -> None:
        """Through the palette."""
        self.keys.press("Control+k")
        expect(self.page.locator("#palette-q")).to_be_focused()
        self.keys.type(text)
        expect(self.page.locator("#palette [role=option][aria-selected=true]")).to_contain_text(expected)
        self.keys.press("Enter")

    def next_call(self) -> None:
        self.page.wait_for_load_state()  # keys are heard from then on
        self.page.evaluate("document.activeElement.blur()")
        with self.page.expect_navigation():
            self.keys.press("g")
            self.keys.press("i")
        expect(self.page.locator("#who-q")).to_be_focused()

    def find(self, text: str) -> None:
        self.keys.type(text)
        expect(self.page.locator("#found a")).to_have_count(1)
        self.to("#found a")
        self.keys.press("Enter")
        expect(self.page.locator("#caller .card strong")).to_be_visible()

    def newcomer(self, phone: str) -> None:
        self.to("[name='new-phone']")
        self.keys.type(phone)
        self.keys.press("Enter")
        expect(self.page.locator("#caller .card strong")).to_be_visible()

    def choose(self, name: str, value: str) -> None:
        """A select by its arrow keys."""
        self.to(f"#request select[name={name}]")
        for _press in range(20):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"{value} is not a choice of {name}")

    def say(self, title: str, *, body: str = "", answer: str = "", **chosen: str) -> None:
        self.to("#request [name=title]")
        self.keys.type(title)
        for name in ("kind", "urgency"):
            if name in chosen:
                self.choose(name, chosen[name])
        if body:
            self.to("#request [name=body]")
            self.keys.type(body)
        if "privacy" in chosen:
            self.choose("privacy", chosen["privacy"])
        if answer:
            self.to("#request [name=answer]")
            self.keys.type(answer)

    def end(self, intent: str) -> None:
        self.to(f"#request button[value={intent}]")
        with self.page.expect_navigation():
            self.keys.press("Enter")


def test_twelve_mixed_calls_without_a_mouse(
    town: PracticeTown, visit: Visit, assert_accessible: Callable[[Page], None]
) -> None:
    known = known_person("林老太", "13800138001")
    open_case = cases.dispatched(town.town, party_id=known.id, title="樓道積水")
    agent = visit(View("desktop", "zh-hant"), "/desk/sign-in")
    clerks.sign_in(agent, town.account(Role.AGENT), "/desk/intake")
    hands, page = Hands(agent.page), agent.page

    # 1 a known caller with a complaint, to be dispatched
    hands.next_call()
    hands.find("13800138001")
    hands.say("路燈不亮", kind=Kind.COMPLAINT)
    hands.end("case")
    does.reads_out_the_number(agent)
    # 2 somebody unknown
    hands.next_call()
    hands.newcomer("13912345678")
    hands.say("公車站牌倒了", kind=Kind.HELP)
    hands.end("case")
    # 3 the number is withheld
    hands.next_call()
    hands.say("公園廁所沒水", kind=Kind.COMPLAINT, privacy="anonymous")
    hands.end("case")
    # 4 how far is it, by number
    page.evaluate("document.activeElement.blur()")
    hands.command(open_case.number, open_case.title)
    expect(page.locator("h1")).to_contain_text(open_case.title)
    assert_accessible(page)
    # 5 and please hurry
    hands.keys.press("h")
    expect(page.locator("#verb-form textarea")).to_be_focused()
    hands.keys.type("已經三天了")
    hands.to("#verb-form .actions button[type=submit]:not([formaction])")
    with page.expect_navigation():
        hands.keys.press("Enter")
    # 6 something more about it
    page.evaluate("document.activeElement.blur()")
    hands.keys.press("n")
    expect(page.locator("#verb-form textarea")).to_be_focused()
    hands.keys.type("水已到腳踝")
    hands.to("#verb-form .actions button[type=submit]:not([formaction])")
    with page.expect_navigation():
        hands.keys.press("Enter")
    # 7 answered at once from what is known
    hands.next_call()
    hands.newcomer("13912345679")
    hands.say("路燈不亮怎麼辦")
    expect(page.locator("#knowledge button[name=use]").first).to_be_visible()
    hands.to("#knowledge button[name=use]")
    hands.keys.press("Enter")
    expect(page.locator("#request [name=answer]")).not_to_have_value("")
    hands.to("#request button[value=answer]", back=True)
    with page.expect_navigation():
        hands.keys.press("Enter")
    # 8 a complaint that is urgent
    hands.next_call()
    hands.newcomer("13912345670")
    hands.say("煤氣味很重", kind=Kind.COMPLAINT, urgency="E0")
    hands.end("case")
    # 9 a report, the name kept secret
    hands.next_call()
    hands.find("13800138001")
    hands.say("工地夜間偷排", kind=Kind.REPORT, privacy="confidential")
    hands.end("case")
    # 10 a question about an application
    hands.next_call()
    hands.newcomer("13912345671")
    hands.say("停車證要帶什麼", answer="身分證與行駛證。")
    hands.end("answer")
    # 11 a wrong number
    hands.next_call()
    hands.say("打錯電話")
    hands.end("keep")
    # 12 praise
    hands.next_call()
    hands.newcomer("13912345672")
    hands.say("謝謝三號窗口", kind=Kind.PRAISE)
    hands.end("case")
    # and back to the list, where rows are picked by keyboard
    page.evaluate("document.activeElement.blur()")
    with page.expect_navigation():
        hands.keys.press("g")
        hands.keys.press("c")
    hands.keys.press("j")
    hands.keys.press("x")
    expect(page.locator("[data-pick]:checked")).to_have_count(1)
    assert_accessible(page)

    made = Case.objects.exclude(pk=open_case.id)
    assert made.count() == 8
    assert set(made.values_list("privacy", flat=True)) == {"open", "anonymous", "confidential"}
    assert made.filter(status="answered_at_once").count() == 2
    assert made.get(privacy="confidential").party_id is None
    assert Case.objects.get(pk=open_case.id).hurries == 1
    assert CaseEvent.objects.filter(case_id=open_case.id, name="note", text="水已到腳踝").exists()
    assert Interaction.objects.filter(summary="打錯電話").exists()
