"""What no template may do, and what every component must have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

import minben

PACKAGE = Path(minben.__file__).parent
TEMPLATES = sorted(p for p in PACKAGE.rglob("templates/**/*.html"))
COTTON = PACKAGE / "config/templates/cotton"
SHEETS = sorted((PACKAGE / "config/static/minben/css").glob("*.css"))
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "script without src": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "on… attribute": re.compile(r"<[a-z][^>{]*\son[a-z]+\s*=", re.I),
    "javascript: address": re.compile(r"javascript:", re.I),
}


def _name(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_has_nothing_inline(path: Path) -> None:
    """The content-security policy would block it (DESIGN §10; CSP in settings)."""
    text = path.read_text(encoding="utf-8")
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_compiles(path: Path) -> None:
    assert get_template(_name(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_uses_only_components_that_exist(path: Path) -> None:
    used = set(re.findall(r"<c-([a-z][\w.-]*)", path.read_text(encoding="utf-8"))) - {"vars", "slot"}
    known = {
        p.relative_to(COTTON).with_suffix("").as_posix().replace("_", "-") for p in COTTON.rglob("*.html")
    }
    assert {name.replace(".", "/") for name in used} <= known


@pytest.mark.parametrize("path", sorted(COTTON.glob("*.html")), ids=_name)
def test_a_component_gives_every_attribute_a_default(path: Path) -> None:
    """An attribute without one would take a variable of the page by the same name."""
    declared = re.search(r"<c-vars(.*?)/>", path.read_text(encoding="utf-8"), re.S)
    rest = re.sub(r'[:\w-]+="[^"]*"', "", declared.group(1)) if declared else ""
    assert rest.strip() == ""


@pytest.mark.parametrize("path", SHEETS, ids=lambda p: p.name)
def test_a_sheet_is_short_and_takes_its_colours_from_the_tokens(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < 400
    if path.name != "tokens.css":
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=\s*[;,)])", text) == []
