"""From words to a PDF: typst with the Chinese font of ``noto-cjk-sans-otc``. Offline, no file is fetched."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import segno

TEMPLATES = Path(__file__).parent / "papers"
FONT = "noto_cjk_sans_otc"
_FACES = {
    "zh-hant": ("zh", "TW", "Noto Sans CJK TC"),
    "zh-hans": ("zh", "CN", "Noto Sans CJK SC"),
}
_OTHER = ("en", "GB", "Noto Sans CJK TC")


class RenderingFailed(RuntimeError):
    """A paper could not be made. The message says what is missing."""


@dataclass(frozen=True)
class Paper:
    """The words of one certificate or letter, in the language of the person.

    A letter has a ``body`` to somebody in place of ``lines``. ``draft``: what is written across a paper that does not hold.
    """

    template: str
    language: str
    title: str
    city: str
    department: str
    date: str
    lines: tuple[tuple[str, str], ...]
    check: str
    address: str
    proof: str
    number: str = ""
    addressee: str = ""
    body: str = ""
    draft: str = ""


def pdf(paper: Paper) -> bytes:
    """The PDF of a certificate. Raises RenderingFailed when a library or its font is not there."""
    return render(paper.template, paper.language, _given(paper))


def render(template: str, language: str, given: dict[str, Any]) -> bytes:
    """The PDF of one of our papers, with words as data. Raises RenderingFailed when a library or its font is not there."""
    try:
        import typst
    except ImportError as error:
        raise RenderingFailed(
            "The package typst is missing: install what requirements.lock names."
        ) from error
    lang, region, font = _FACES.get(language, _OTHER)
    whole = {**given, "lang": lang, "region": region, "font": font}
    source = TEMPLATES / f"{template}.typ"
    inputs = {"paper": json.dumps(whole, ensure_ascii=False)}
    try:
        made = typst.compile(source, font_paths=[_font()], ignore_system_fonts=True, sys_inputs=inputs)
    except typst.TypstError as error:
        raise RenderingFailed(f"The template {template} does not work: {error}") from error
    assert isinstance(made, bytes)
    return made


def _font() -> Path:
    found = find_spec(FONT)
    if found is None or not found.submodule_search_locations:
        raise RenderingFailed(
            "The package noto-cjk-sans-otc is missing: without it there is no Chinese font."
        )
    return Path(next(iter(found.submodule_search_locations)))


def _given(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "city": paper.city,
        "department": paper.department,
        "date": paper.date,
        "lines": paper.lines,
        "check": paper.check,
        "address": paper.address,
        "proof": paper.proof,
        "number": paper.number,
        "addressee": paper.addressee,
        "body": _paragraphs(paper.body),
        "draft": paper.draft,
        "qr": _qr(paper.address),
    }


def _paragraphs(text: str) -> list[list[str]]:
    """An empty line parts two; within one, each line stands by itself."""
    parts = re.split(r"\n\s*\n", text.strip())
    return [[line.strip() for line in part.split("\n")] for part in parts if part.strip()]


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=2, dark="#1b1b1a", light="#ffffff")
    return out.getvalue().decode()
