"""An editor's release: drafted, translated, previewed, compared, read by a second person, out at its time, taken off, back again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import FrameLocator, Locator, expect

from minben.catalog.actions.editions import publish_due
from minben.catalog.models import Edition
from minben.foundation.access.roles import Role

from . import clerks
from .conftest import View
from .town import SLUG, PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]


@dataclass(frozen=True)
class Release:
    """What is changed: ``field`` of ``section``, from the words of the practice town to new ones."""

    kind: str
    key: str
    section: str
    field: str
    before: tuple[str, str]
    after: tuple[str, str]
    converted: str

    @property
    def public(self) -> str:
        folder = "services" if self.kind == "service" else "articles"
        return f"/{folder}/{self.key}"

    def said(self, view: View, words: tuple[str, str]) -> str:
        return words[view.language == "en"]


SERVICE = Release(
    "service",
    SLUG,
    "about",
    "summary",
    ("在家門口停車。", "Park where you live."),
    (
        "住家附近的路邊車位，憑證全年可停。",
        "Kerbside spaces near your home, open to permit holders all year.",
    ),
    "住家附近的路边车位，凭证全年可停。",
)
ARTICLE = Release(
    "article",
    "street-lights",
    "about",
    "body",
    ("一般三日內修好。", "It is mended within three days."),
    (
        "記下燈桿上的編號，再告訴我們。主要道路當天修好。",
        "Note the number on the pole and tell us. On main roads it is mended the same day.",
    ),
    "记下灯杆上的编号，再告诉我们。主要道路当天修好。",
)


@pytest.mark.parametrize(
    ("release", "view"),
    [(SERVICE, View("desktop", "zh-hant")), (ARTICLE, View("phone", "en"))],
    ids=["service", "article"],
)
def test_a_release_from_draft_to_roll_back(
    town: PracticeTown, visit: Visit, release: Release, view: View
) -> None:
    writer, reader = (_editor(town, visit, view, name) for name in ("林書華", "王予安"))
    public = visit(view, release.public)
    public.reads(release.said(view, release.before))

    begins(writer, release)
    writes(writer, release)
    previews(writer, release)
    reads_side_by_side(writer, release)
    compares(writer, release)
    hands_over(writer)
    draft = Edition.objects.get(kind=release.kind, key=release.key, state="in_review")

    sends_back(reader, draft)
    mends(writer, draft)
    approves(reader, draft)
    plans(reader, draft)
    public.page.reload()
    public.reads(release.said(view, release.before))
    assert publish_due(timezone.now() + dt.timedelta(days=2)) == 1
    public.page.reload()
    public.reads(release.said(view, release.after))

    withdraws(writer, release)
    is_told_where_to_go(public)
    goes_back(writer, reader, release)
    public.go(release.public)
    public.look("released-again")
    public.reads(release.said(view, release.before))
    assert not Edition.objects.filter(kind=release.kind, key=release.key, state="draft").exists()


def _editor(town: PracticeTown, visit: Visit, view: View, name: str) -> Visitor:
    account = town.join(Role.EDITOR, town.town.water, name).account_id
    assert account is not None
    clerk = visit(view, "/desk/sign-in")
    clerks.sign_in(clerk, account, "/desk/editing")
    return clerk


def begins(writer: Visitor, release: Release) -> None:
    writer.go(f"/desk/editing?kind={release.kind}")
    writer.look("editing-list")
    writer.page.locator(f"form[action$='/begin/{release.kind}/{release.key}'] button").click()
    writer.on("/desk/editing/drafts/", "editing-draft")


def writes(writer: Visitor, release: Release) -> None:
    """Both languages that people write; the other script as a first draft that says so."""
    writer.follow(f"/write/{release.section}")
    writer.on(f"/write/{release.section}$", "editing-section")
    writer.fill(
        **{
            f"{release.field}_zh_hant": release.after[0],
            f"{release.field}_en": release.after[1],
            f"{release.field}_zh_hans": "",
        }
    )
    with writer.page.expect_navigation():
        writer.page.locator("button[name=convert]").click()
    is_told(writer)
    expect(writer.entry(f"{release.field}_zh_hans")).to_have_value(release.converted)
    writer.send()
    writer.on("/desk/editing/drafts/[^/]+$")


def previews(writer: Visitor, release: Release) -> None:
    """The real page in the frame, in each language; nothing of it is public."""
    writer.follow("/preview")
    for language, words in (("zh-hant", release.after[0]), ("en", release.after[1])):
        writer.page.locator(f"main a[href^='?language={language}']").first.click()
        expect(_seen(writer).locator("body")).to_contain_text(words)
    writer.page.locator("main a[href$='width=phone']").click()
    writer.look("editing-preview")
    writer.page.locator("main .back-link").click()


def _seen(writer: Visitor) -> FrameLocator:
    return writer.page.frame_locator("iframe.preview")


def reads_side_by_side(writer: Visitor, release: Release) -> None:
    writer.follow("/languages")
    writer.on("/languages$", "editing-languages")
    for words in (*release.after, release.converted):
        writer.reads(words)
    writer.page.locator("main .back-link").click()


def compares(writer: Visitor, release: Release) -> None:
    writer.follow("/compare")
    writer.on("/compare$", "editing-compare")
    expect(writer.page.locator("ins").first).to_be_visible()
    expect(writer.page.locator("table.differences tbody tr")).to_have_count(2)
    writer.page.locator("main .back-link").click()


def hands_over(writer: Visitor) -> None:
    does(writer, "submit")
    expect(button(writer, "approve")).to_have_count(0)
    writer.look("editing-in-review")


def sends_back(reader: Visitor, draft: Edition) -> None:
    """The second person finds it on the list and asks for one thing to be mended; an empty remark is refused."""
    reader.go("/desk/editing")
    reader.follow(f"/drafts/{draft.id}")
    button(reader, "send-back").click()
    reader.is_told_a_mistake()
    reader.fill(**{"remark-remark": "請寫明是哪些路段。"})
    does(reader, "send-back")


def mends(writer: Visitor, draft: Edition) -> None:
    writer.go(f"/desk/editing/drafts/{draft.id}")
    writer.reads("請寫明是哪些路段。")
    does(writer, "submit")


def approves(reader: Visitor, draft: Edition) -> None:
    reader.go(f"/desk/editing/drafts/{draft.id}")
    does(reader, "approve")


def plans(reader: Visitor, draft: Edition) -> None:
    """A time that is past is refused at its field; tomorrow is taken."""
    at = timezone.localtime()
    for days, told in ((-1, False), (1, True)):
        moment = (at + dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
        reader.fill(**{"when-at": moment})
        with reader.page.expect_navigation():
            button(reader, "schedule").click()
        if told:
            is_told(reader)
        else:
            reader.is_told_a_mistake()
    reader.look("editing-scheduled")
    draft.refresh_from_db()
    assert draft.state == "scheduled"


def withdraws(writer: Visitor, release: Release) -> None:
    thing = f"/desk/editing/things/{release.kind}/{release.key}"
    writer.go(thing)
    writer.look("editing-thing")
    writer.follow("/withdraw/")
    writer.look("editing-withdraw")
    writer.fill(
        reason="路段有誤。",
        farewell_zh_hant="內容正在更正，請撥打熱線。",
        farewell_en="This is being corrected. Please call the hotline.",
    )
    writer.send()
    writer.on(re.escape(thing) + "$")


def is_told_where_to_go(public: Visitor) -> None:
    """The page is gone, not lost: the editor's words stand in its place."""
    answer = public.page.reload()
    assert answer is not None
    assert answer.status == 410
    expect(public.page.locator("main")).to_contain_text(re.compile("請撥打熱線|call the hotline"))
    public.look("withdrawn")


def goes_back(writer: Visitor, reader: Visitor, release: Release) -> None:
    """The first version makes a new draft, which a second person reads like any other."""
    first = Edition.objects.get(kind=release.kind, key=release.key, number=1)
    writer.page.locator(f"form[action$='{first.id}/do/roll-back'] button").click()
    is_told(writer)
    does(writer, "submit")
    address = re.sub(r".*(/desk/)", r"\1", writer.page.url)
    reader.go(address)
    does(reader, "approve")
    does(reader, "publish")


def button(clerk: Visitor, verb: str) -> Locator:
    return clerk.page.locator(f"form[action$='/do/{verb}'] button").first


def does(clerk: Visitor, verb: str) -> None:
    with clerk.page.expect_navigation():
        button(clerk, verb).click()
    is_told(clerk)


def is_told(clerk: Visitor) -> None:
    expect(clerk.page.locator("#toasts .tone-success").first).to_be_visible()
