"""What a strict content policy forbids, looked for in a page and its headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

RUNS = ("javascript:", "vbscript:", "data:text/html")
EVALUATED = {"hx-vars", "hx-on"}
"""What htmx would hand to eval."""
DRAWS = frozenset({"/desk/processes/draw", "/desk/processes/<slug:key>/versions/<int:number>/draw"})
"""Routes whose policy lets style attributes in: the libraries of the drawing board write them (docs/decisions/drawing-board.md)."""
LET_IN = "style-src-attr 'unsafe-inline'"
FETCHES = {"script": "src", "link": "href", "img": "src", "iframe": "src", "form": "action"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [f"<{tag} {what}>" for what in _wrong(tag, given)]


def _wrong(tag: str, given: dict[str, str]) -> Iterator[str]:
    if tag == "script" and "src" not in given:
        yield "without src"
    if tag in {"style", "object", "embed", "base", "iframe"}:
        yield "is not allowed"
    for name, value in given.items():
        low = value.strip().lower()
        if name == "style" or name.startswith(("on", "hx-on")) or name in EVALUATED:
            yield name
        if low.startswith(RUNS) or (
            name in {"hx-vals", "hx-headers"} and low.startswith(("js:", "javascript:"))
        ):
            yield f"{name}={value[:40]}"
        if name == "hx-trigger" and "[" in value:
            yield f"{name}={value[:40]}"
    target = given.get(FETCHES.get(tag, ""), "")
    if urlsplit(target).netloc:
        yield f"from elsewhere: {target[:60]}"


def draws(address: str) -> bool:
    """Is this a page of the drawing board? Told by its route, or by an address that was filled in."""
    return (
        address in DRAWS
        or re.fullmatch(r"/desk/processes/([\w-]+/versions/\d+/)?draw(\?.*)?", address) is not None
    )


def inline_parts(page: str) -> list[str]:
    """Every tag that the policy would stop, or that would need it to be looser."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


def weaknesses(answer: Any, *, drawn: bool = False) -> list[str]:
    """What is wrong with an HTML answer: its headers and its marks. ``drawn``: it is a page of the drawing board."""
    policy = _policy(answer.headers.get("Content-Security-Policy", ""))
    found = [] if policy.get("default-src") in {"'self'", "'none'"} else ["no default-src"]
    found += [loose for loose in _loose(policy) if not (drawn and loose == LET_IN)]
    wanted = {"frame-ancestors": "'none'", "base-uri": "'none'"}
    found += [f"no {name}" for name, value in wanted.items() if policy.get(name) != value]
    heads = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
    found += [name for name, value in heads.items() if answer.headers.get(name) != value]
    return found + inline_parts(answer.content.decode())


def lets_styles_in(answer: Any) -> bool:
    return LET_IN in _loose(_policy(answer.headers.get("Content-Security-Policy", "")))


def _loose(policy: dict[str, str]) -> list[str]:
    return [f"{name} {value}" for name, value in policy.items() if "unsafe" in value or "*" in value]


def _policy(header: str) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in header.split(";")]
    return {name: value.strip() for name, _space, value in parts}


class Looked:
    """Every HTML answer once, and what is wrong with it."""

    def __init__(self) -> None:
        self.pages = Counter[str]()
        self.wrong: list[str] = []

    def __call__(self, address: str, answer: Any) -> None:
        if answer.streaming or "text/html" not in answer.get("Content-Type", ""):
            return
        self.pages[str(answer.status_code)] += 1
        found = weaknesses(answer, drawn=draws(address))
        self.wrong += [f"{address} ({answer.status_code}): {what}" for what in found]
