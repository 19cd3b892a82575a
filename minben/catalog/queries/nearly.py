"""Short Chinese words with one wrong character: no pair of theirs is right, but the other characters are."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from minben.foundation import textsearch
from minben.foundation.textsearch.matching import Matches, Rank
from minben.foundation.textsearch.tokens import runs

SHORTEST, LONGEST = 3, 6


def nearly(text: str) -> str:
    """A tsquery for all but one character of each short Chinese run of ``text``; "" when there is none."""
    words = [run.text for run in runs(textsearch.fold(text[:200])) if run.cjk]
    return " | ".join(_all_but_one(word) for word in words if SHORTEST <= len(word) <= LONGEST)


def _all_but_one(word: str) -> str:
    """Any ``n - 1`` of the characters. Each is asked for as the start of a pair: the index holds pairs."""
    several = combinations(dict.fromkeys(word), max(len(set(word)) - 1, 1))
    return " | ".join("(" + " & ".join(f"'{character}':*" for character in some) + ")" for some in several)


def match_nearly(rows: QuerySet[Any], text: str) -> QuerySet[Any] | None:
    """``rows`` that nearly hold ``text`` with their ``rank``; None when there is nothing to ask for."""
    asked = nearly(text)
    if not asked:
        return None
    literal = Cast(Value(asked, output_field=TextField()), SearchQueryField())
    hits: Any = rows.filter(Matches(F("vector"), literal))
    ranked: QuerySet[Any] = hits.annotate(rank=Rank(F("vector"), literal))
    return ranked
