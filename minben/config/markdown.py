"""The Markdown that articles may use: paragraphs, headings, lists, quotes, emphasis, tables and links. No HTML."""

from __future__ import annotations

import functools

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

ALLOWED = ["heading", "list", "blockquote", "emphasis", "link", "table", "hr", "newline", "escape"]
SAFE = ("http://", "https://", "mailto:", "tel:", "/", "#")


@functools.cache
def _renderer() -> MarkdownIt:
    made = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False}).enable(ALLOWED)
    made.validateLink = _safe  # type: ignore[method-assign,assignment]
    return made


def _safe(address: str) -> bool:
    return address.strip().lower().startswith(SAFE) and not address.strip().startswith("//")


def render(text: str, *, top: int = 2) -> SafeString:
    """``text`` as HTML whose highest heading is ``h{top}``. Everything that is not allowed is shown as text."""
    tokens = _renderer().parse(text or "")
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + top, 6)}"
    return mark_safe(str(_renderer().renderer.render(tokens, _renderer().options, {})))


def plain(text: str) -> str:
    """``text`` without its marks, paragraphs and list items on lines of their own: to be read out or sent."""
    lines = []
    for token in _renderer().parse(text or ""):
        if token.type == "inline":
            lines.append("".join(_words(token)))
    return "\n".join(line for line in lines if line.strip())


def _words(token: Token) -> list[str]:
    return ["\n" if part.type.endswith("break") else part.content for part in token.children or []]
