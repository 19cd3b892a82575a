"""What the docs point at is there: files, headings, targets of the Makefile, commands of ``minben``."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from minben.cli.main import app

PAGES = sorted([*Path().glob("*.md"), *Path("docs").rglob("*.md")])
READMES = ("README.md", "README.zh-Hant.md")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"```.*?```", re.DOTALL)


def _links(page: Path) -> list[str]:
    return LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8")))


def _heading(line: str) -> str:
    """The anchor that a heading gets: lower case, letters and figures, hyphens for blanks."""
    return re.sub(r"[^\w\- ]", "", line.lstrip("# ").strip().lower()).replace(" ", "-")


def _anchors(page: Path) -> set[str]:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return {_heading(line) for line in text.splitlines() if line.startswith("#")}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    lost = [link for link in _links(page) if not _found(page, link)]
    assert lost == []


def _found(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    name, _sign, anchor = link.partition("#")
    target = page.parent / unquote(name) if name else page
    if anchor and target.suffix == ".md" and target.exists():
        return unquote(anchor) in _anchors(target)
    return target.exists()


@pytest.mark.parametrize("name", READMES)
def test_the_commands_of_a_readme_exist(name: str) -> None:
    text = Path(name).read_text(encoding="utf-8")
    makefile = Path("Makefile").read_text(encoding="utf-8")
    wanted = set(
        re.findall(r"\bmake ([a-z-]+)\b", "\n".join(re.findall(r"`[^`]+`|```.*?```", text, re.DOTALL)))
    )
    assert wanted >= {"demo", "test"}
    assert {target for target in wanted if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_minben_commands_in_the_docs_exist(page: Path) -> None:
    known = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    known |= {group.name for group in app.registered_groups if group.name}
    said = set(re.findall(r"`(?:\.venv/bin/)?minben ([a-z-]+)", page.read_text(encoding="utf-8")))
    assert said - known == set()
