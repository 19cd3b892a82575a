"""What an agent does on the intake screen while somebody is on the line."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from .visitor import Visitor

PHONE = "13800138000"


def screen_pops(agent: Visitor, phone: str, call: str, name: str = "intake") -> None:
    """The telephone system opens the screen with the number and the id of the call."""
    agent.page.goto(f"/desk/intake?phone={phone}&call={call}")
    agent.look(name)


def caller(agent: Visitor) -> Locator:
    return agent.page.locator("#caller")


def makes_a_new_person(agent: Visitor, name: str) -> None:
    caller(agent).locator("[name='new-name']").fill(name)
    caller(agent).locator("form.intake__new button[type=submit]").click()
    expect(caller(agent).locator(".card strong")).to_have_text(name)


def picks(agent: Visitor, name: str) -> None:
    agent.page.locator("#found a", has_text=name).click()
    expect(agent.page.locator("#found a")).to_have_count(0)


def checks_the_caller(agent: Visitor, born: str, tail: str) -> None:
    form = caller(agent).locator("form[action*='/intake/check/']")
    form.locator("[name='check-birth_date']").fill(born)
    form.locator("[name='check-tail']").fill(tail)
    form.locator("button[type=submit]").click()


def writes(agent: Visitor, title: str, body: str = "", **chosen: str) -> None:
    agent.page.locator("#request [name=title]").fill(title)
    for name, value in chosen.items():
        agent.page.locator(f"#request select[name={name}]").select_option(value)
    if body:
        agent.page.locator("#request [name=body]").fill(body)


def presses(agent: Visitor, intent: str) -> None:
    agent.page.locator(f"#request button[value={intent}]").click()


def reads_out_the_number(agent: Visitor) -> str:
    agent.on("/intake/done/", "intake-done")
    return agent.page.locator(".confirmation__number").first.inner_text().strip()
