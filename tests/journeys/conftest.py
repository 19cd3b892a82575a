"""Journeys: a real browser against a running server, at phone and desktop width, in two languages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from .town import PracticeTown, practice_town
from .visitor import Visitor

SIZES = {"phone": (360, 780), "desktop": (1366, 900)}
LANGUAGES = {"zh-hant": "", "en": "/en"}
PREFIXES = LANGUAGES | {"zh-hans": "/zh-hans"}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SCREENSHOTS = Path("screenshots")
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter((item) => item.getBoundingClientRect().right > window.innerWidth)
  .map((item) => item.outerHTML.slice(0, 120)).slice(0, 5)"""
PATIENCE = 15_000
"""Milliseconds a page may take on a busy machine."""

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
"""The browser's library runs an event loop in the test's thread; the tests' own queries are plain ones."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db(transaction=True))


def chromium() -> str:
    """The system's browser; without one the journeys fail, they are never left out."""
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if not found:
        pytest.fail(
            "The journeys need Chromium: install the package chromium, or set CHROMIUM.", pytrace=False
        )
    return found


@dataclass(frozen=True)
class View:
    """One way of looking: a width and a language."""

    size: str
    language: str

    def __str__(self) -> str:
        return f"{self.size}-{self.language}"


VIEWS = [View(size, language) for size in SIZES for language in LANGUAGES]
WALKS = [View("phone", "en"), View("desktop", "zh-hant")]
"""Two walks show every page at both widths in both languages, as ``Visitor.look`` looks at both widths."""
EXPECTED = (
    "status of 403",
    "status of 404",
    "status of 409",
    "status of 410",
    "status of 422",
    "status of 429",
)
"""The browser writes down every page that is not 200; ours for people's mistakes are no errors."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def live(live_server: object) -> str:
    """Address of the running server, without a slash at the end."""
    return str(live_server)


@pytest.fixture
def open_page(browser: Browser, live: str) -> Iterator[Callable[..., Page]]:
    """``open_page(view, path, javascript=True)``: a page in a browser of its own (own cookies)."""
    contexts = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        asset = "/static/" in message.location.get("url", "")
        if message.type == "error" and (asset or not any(word in message.text for word in EXPECTED)):
            complaints.append(f"{message.location.get('url')}: {message.text}")

    def open_one(view: View, path: str = "/", *, javascript: bool = True) -> Page:
        width, height = SIZES[view.size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            reduced_motion="reduce",
            base_url=live,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "django_language", "value": view.language, "url": live}])
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.goto(path if path.startswith("/desk/") else PREFIXES[view.language] + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture(params=VIEWS, ids=str)
def view(request: pytest.FixtureRequest) -> View:
    """Runs the journey once for each width and language."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def page(open_page: Callable[..., Page], view: View) -> Page:
    """The home page in each view."""
    return open_page(view)


@pytest.fixture
def desktop(open_page: Callable[..., Page]) -> Page:
    """The home page at desktop width in traditional Chinese."""
    return open_page(View("desktop", "zh-hant"))


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """The home page at phone width in traditional Chinese."""
    return open_page(View("phone", "zh-hant"))


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """``assert_accessible(page)``: axe finds nothing, and nothing sticks out sideways."""

    def check(page: Page) -> None:
        violations = Axe().run(page).response["violations"]
        assert not violations, "\n".join(_lines(page.url, violation) for violation in violations)
        wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= room, (
            f"{page.url} is {wide} px wide in a window of {room} px: {page.evaluate(TOO_WIDE)}"
        )

    return check


def _lines(url: str, violation: dict) -> str:
    places = "; ".join(str(node["html"])[:160] for node in violation["nodes"][:5])
    return f"{url}: {violation['id']} – {violation['help']}: {places}"


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """``shot(page, name)`` keeps a picture in screenshots/ when SHOTS=1 is set."""

    def take(page: Page, name: str) -> None:
        if os.environ.get("SHOTS") == "1":
            SCREENSHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return take


@pytest.fixture
def town(settings: Any) -> PracticeTown:
    """A small practice city with a log-in for every role."""
    settings.PRACTICE = True
    return practice_town()


@pytest.fixture(params=WALKS, ids=str)
def walk(request: pytest.FixtureRequest) -> View:
    """Runs the journey at phone width in English and at desktop width in Chinese."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def visit(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> Callable[..., Visitor]:
    """``visit(view, path)``: somebody with a browser of their own."""

    def begin(view: View, path: str = "/", *, javascript: bool = True) -> Visitor:
        page = open_page(view, path, javascript=javascript)
        prefix = PREFIXES[view.language]
        return Visitor(page, prefix, SIZES.values(), assert_accessible, shot, str(view), javascript)

    return begin
