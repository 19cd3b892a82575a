"""A row's search index, built by us: the database only stores it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from django.contrib.postgres.search import SearchVectorField
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from .folding import fold
from .tokens import grams, lexemes, runs

LONGEST_TEXT = 10_000
SHORT = 300
WEIGHTS = "ABCD"
Weighted = Iterable[tuple[str, str]]


def vector(weighted: Weighted) -> str:
    """A tsvector literal of (text, weight) pairs, weight "A" (title) to "D" (small print).

    A row keeps its first 10,000 folded characters (the database allows 16,383 positions). Two texts, and two
    runs of one text, are apart by an empty position, so that no phrase goes across.
    """
    places: dict[str, str] = {}
    room, position = LONGEST_TEXT, 0
    for text, weight in weighted:
        if weight not in WEIGHTS or len(weight) != 1:
            raise ValueError(f"A weight is one of A, B, C, D, not {weight!r}.")
        long, steps = _read(text) if len(text) <= SHORT < room / 4 else _read_at_most(text, room)
        room -= long
        position = _put(places, steps, position, weight) + 1
    return " ".join([f"'{lexeme}':{where}" for lexeme, where in places.items()])


def as_vector(weighted: Weighted) -> Cast:
    """``vector`` as an expression, for create, update, save and bulk_create of a SearchVectorField."""
    return Cast(Value(vector(weighted), output_field=TextField()), SearchVectorField())


def _put(places: dict[str, str], steps: Iterable[tuple[str, int]], start: int, weight: str) -> int:
    """Note where each lexeme stands after ``start``; returns the last position."""
    position = start
    for lexeme, step in steps:
        position = start + step
        held = places.get(lexeme)
        places[lexeme] = f"{held},{position}{weight}" if held else f"{position}{weight}"
    return position


def _read_at_most(text: str, room: int) -> tuple[int, Iterable[tuple[str, int]]]:
    folded = fold(text[:room])[:room]
    return len(folded), _steps(folded)


@functools.lru_cache(maxsize=2_000)
def _read(text: str) -> tuple[int, tuple[tuple[str, int], ...]]:
    """A short text: subjects, places and standard answers come again and again."""
    folded = fold(text)
    return len(folded), tuple(_steps(folded))


def _steps(folded: str) -> Iterator[tuple[str, int]]:
    """Lexemes with their place, counted from 1. A joined word follows its code directly."""
    place = 0
    for run in runs(folded):
        place += 0 if run.joined else 1
        if run.cjk:
            for gram in grams(run.text):
                place += 1
                yield gram, place
            continue
        place += 1
        for lexeme in lexemes(run.text):
            yield lexeme, place
