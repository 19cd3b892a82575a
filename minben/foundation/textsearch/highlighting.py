"""Showing where a text was found. Works on the text as written, in whatever script."""

from __future__ import annotations

from collections.abc import Iterator

from .folding import fold
from .tokens import grams, runs, stem

Pieces = list[tuple[str, bool]]


def highlight(text: str, query: str) -> Pieces:
    """``text`` cut into (piece, hit). The pieces joined are ``text``; a template escapes each one."""
    return _pieces(text, _hits(text, query))


def excerpt(text: str, query: str, *, width: int = 120) -> Pieces:
    """About ``width`` characters around the first hit, highlighted; "…" where something was cut."""
    hits = _hits(text, query)
    first = min(hits, default=0)
    start = 0 if len(text) <= width else max(0, min(first - width // 4, len(text) - width))
    end = min(len(text), start + width)
    inside = _pieces(text[start:end], {i - start for i in hits if start <= i < end})
    before, after = [("…", False)] * (start > 0), [("…", False)] * (end < len(text))
    return before + inside + after


def _pieces(text: str, hits: set[int]) -> Pieces:
    pieces: Pieces = []
    for place, character in enumerate(text):
        hit = place in hits
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + character, hit)
        else:
            pieces.append((character, hit))
    return pieces


def _hits(text: str, query: str) -> set[int]:
    folded, origins = _folded_with_origins(text)
    asked = list(runs(fold(query[:200])))
    places = {p for run in asked if run.cjk for p in _chinese(folded, run.text)}
    places |= set(_latin(folded, {stem(run.text) for run in asked if not run.cjk}))
    return {origins[place] for place in places}


def _folded_with_origins(text: str) -> tuple[str, list[int]]:
    pieces = [fold(character) for character in text]
    return "".join(pieces), [place for place, piece in enumerate(pieces) for _ in piece]


def _chinese(folded: str, asked: str) -> Iterator[int]:
    """The whole run where it occurs; its bigrams when it does not."""
    whole = list(_occurrences(folded, asked))
    parts = grams(asked)[:-1] if not whole else []
    yield from whole
    for part in parts:
        yield from _occurrences(folded, part)


def _occurrences(folded: str, part: str) -> Iterator[int]:
    start = folded.find(part)
    while start >= 0:
        yield from range(start, start + len(part))
        start = folded.find(part, start + 1)


def _latin(folded: str, stems: set[str]) -> Iterator[int]:
    for run in runs(folded):
        if not run.cjk and stem(run.text) in stems:
            yield from range(run.start, run.start + len(run.text))
