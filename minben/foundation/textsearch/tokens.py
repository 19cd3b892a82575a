"""Folded text as tokens: runs of Chinese (Japanese, Korean) characters, and Latin words, numbers and codes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

import snowballstemmer

LONGEST_WORD = 100
_CJK = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U000323af"
)
_RUN = re.compile(rf"([{_CJK}]+)|((?:(?![{_CJK}_])\w)+)")
_JOINED = re.compile(r"[-./:@_+'’#&]{1,2}")


class Run(NamedTuple):
    """A stretch of one kind in folded text. ``joined``: a code goes on from the word before (MB-2026)."""

    text: str
    start: int
    cjk: bool
    joined: bool = False


def runs(folded: str) -> Iterator[Run]:
    end, after_word = 0, False
    for found in _RUN.finditer(folded):
        cjk = found.group(1) is not None
        start, stop = found.span()
        between = folded[end:start]
        joined = not cjk and after_word and between != " " and bool(_JOINED.fullmatch(between))
        yield Run(found.group(), start, cjk, joined)
        end, after_word = stop, not cjk


def grams(run: str) -> list[str]:
    """Every two characters, and the last one alone, so that any piece of ``run`` can be asked for."""
    return [run[i : i + 2] for i in range(len(run) - 1)] + [run[-1]]


@functools.lru_cache(maxsize=20_000)
def lexemes(text: str) -> tuple[str, ...]:
    """A Latin word as it is indexed: itself, and its stem where that differs."""
    kept = word(text)
    return tuple(dict.fromkeys((kept, stem(kept))))


def word(text: str) -> str:
    return text[:LONGEST_WORD]


@functools.lru_cache(maxsize=20_000)
def stem(text: str) -> str:
    """The English stem; a number, a code or another language stays as it is."""
    if not (text.isascii() and text.isalpha()):
        return text
    return str(_stemmer().stemWord(text))


@functools.cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")
