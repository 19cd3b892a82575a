"""Somebody with a browser: what they do on any page, and what is looked at on every page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PRIMARY = "main .actions button.button--primary, main .actions button.button--danger"


@dataclass
class Visitor:
    """``prefix`` is the part of public addresses that names the language."""

    page: Page
    prefix: str
    sizes: Iterable[tuple[int, int]]
    accessible: Callable[[Page], None]
    shot: Callable[[Page, str], None]
    name: str
    scripts: bool = True
    seen: set[str] = field(default_factory=set)

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("/desk/") else self.prefix + path)

    def look(self, name: str = "") -> None:
        """Axe finds nothing and nothing sticks out, at each width. A page with a name is looked at once, and has its picture.

        Axe is a script itself: where scripts are off, the same page is looked at by another journey.
        """
        if not self.scripts or name in self.seen:
            return
        self.seen |= {name} - {""}
        own = self.page.viewport_size
        assert own is not None
        for width, height in sorted(self.sizes, key=lambda size: size[0] == own["width"]):
            self.page.set_viewport_size({"width": width, "height": height})
            self.accessible(self.page)
            if name:
                self.shot(self.page, f"{name}-{width}-{self.name}")

    def on(self, path: str, name: str = "") -> None:
        """Stand on the page whose address ends like this, and look at it."""
        expect(self.page).to_have_url(re.compile(path))
        self.look(name)

    def entry(self, name: str) -> Locator:
        return self.page.locator(f"main [name='{name}']:not([type=hidden])").first

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.entry(name).fill(value)

    def choose(self, name: str, value: str) -> None:
        """A radio button, a box to tick, or a line of a list."""
        option = self.page.locator(f"main input[name='{name}'][value='{value}']")
        if option.count():
            option.first.check()
        else:
            self.entry(name).select_option(value)

    def add_file(self, name: str, path: Path) -> None:
        self.entry(name).set_input_files(path)

    def send(self) -> None:
        """The main button of the form."""
        self.page.locator(PRIMARY).first.click()

    def follow(self, part: str) -> None:
        """The first link in the page whose address holds this."""
        self.page.locator(f"main a[href*='{part}']").first.click()

    def reads(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def misses(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)

    def is_told_a_mistake(self) -> None:
        """The page came back with an error summary that has the focus of the reader."""
        expect(self.page.locator(".error-summary")).to_be_visible()
