"""What a citizen does on the public site, one small thing after the other."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import expect

from .visitor import Visitor

TITLE = "路燈不亮 <b>street light</b>"
PLACE = "望岫路 12 號"


@dataclass(frozen=True)
class Receipt:
    """What the person keeps."""

    number: str
    code: str


def searches(citizen: Visitor, words: str) -> None:
    citizen.on("/$", "home")
    citizen.page.locator("#home-search").fill(words)
    citizen.page.locator("#home-search").press("Enter")
    citizen.on("/search", "search")


def reads_the_guide(citizen: Visitor, slug: str) -> None:
    citizen.follow(f"/{slug}")
    citizen.on(f"/services/{slug}$", "guide")


def begins(citizen: Visitor, kind: str) -> None:
    citizen.go(f"/ask/?kind={kind}")
    citizen.on("/ask/", "ask-kind")
    citizen.choose("kind", kind)
    citizen.send()


def says_what_and_where(citizen: Visitor, title: str = TITLE) -> None:
    citizen.on("/subject/$", "ask-subject")
    citizen.send()
    citizen.is_told_a_mistake()
    citizen.look("ask-subject-wrong")
    citizen.fill(title=title, place=PLACE)
    citizen.send()


def tells_more(citizen: Visitor) -> None:
    citizen.on("/details/$", "ask-details")
    citizen.fill(body="一到晚上就很暗，孩子放學害怕。")
    citizen.send()


def stays_unnamed(citizen: Visitor) -> None:
    citizen.on("/privacy/$", "ask-privacy")
    citizen.choose("privacy", "anonymous")
    citizen.send()


def gives_a_name(citizen: Visitor, email: str) -> None:
    citizen.on("/privacy/$")
    citizen.choose("privacy", "open")
    citizen.send()
    citizen.on("/you/$", "ask-you")
    citizen.fill(name="王小明", phone="123")
    citizen.send()
    citizen.is_told_a_mistake()
    citizen.look("ask-you-wrong")
    expect(citizen.entry("name")).to_have_value("王小明")
    citizen.fill(phone="", email=email)
    citizen.send()


def sends_with_a_double_click(citizen: Visitor) -> None:
    citizen.on("/check/$", "check")
    citizen.page.locator("main .actions button.button--primary").dblclick()


def keeps_the_receipt(citizen: Visitor) -> Receipt:
    citizen.on("/sent/$", "sent")
    lines = citizen.page.locator(".confirmation__number").all_inner_texts()
    return Receipt(lines[0].strip(), lines[1].strip())


def tracks(citizen: Visitor, receipt: Receipt) -> None:
    citizen.go("/track/")
    citizen.on("/track/$", "track")
    citizen.fill(number=receipt.number, code="WRONG234")
    citizen.send()
    citizen.is_told_a_mistake()
    citizen.look("track-wrong")
    citizen.fill(number=receipt.number.lower(), code=receipt.code)
    citizen.send()
    citizen.on("/c/[^/]+/$", "case")


def acts(citizen: Visitor, verb: str, **values: str) -> None:
    """One of the buttons of the case page, its own page, and back."""
    citizen.follow(f"/{verb}/")
    citizen.on(f"/{verb}/$", verb)
    citizen.fill(**values)
    citizen.send()
    citizen.on("/c/[^/]+/$")


def rates(citizen: Visitor, level: int, *, reason: str = "", comment: str = "") -> None:
    citizen.follow("/rate/")
    citizen.on("/rate/$", "rate")
    citizen.choose("level", str(level))
    if reason:
        citizen.choose("reasons", reason)
    citizen.fill(comment=comment)
    citizen.send()
    expect(citizen.page.locator(".confirmation")).to_be_visible()
    citizen.look("rated")


def sends_with_a_double_click_after_promising(citizen: Visitor) -> None:
    """An application is declared true first."""
    citizen.send()
    citizen.is_told_a_mistake()
    citizen.look("apply-not-promised")
    citizen.choose("promise", "yes")
    citizen.page.locator("main .actions button.button--primary").dblclick()
