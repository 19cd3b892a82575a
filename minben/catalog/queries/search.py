"""One search over everything, in both scripts and English, forgiving of typing errors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet

from minben.catalog.models import PublicEntry, SearchEntry, StaffEntry
from minben.foundation import textsearch
from minben.foundation.records.errors import Invalid
from minben.foundation.records.translated import localized

from .listening import meaning_the_same
from .nearly import match_nearly

Pieces = list[tuple[str, bool]]
DEEPEST = 1000


@dataclass(frozen=True)
class Hit:
    """One thing found. ``title`` and ``snippet`` are pieces (text, found here); ``key`` ends its address."""

    kind: str
    key: str
    title: Pieces
    snippet: Pieces
    language: str

    @property
    def plain_title(self) -> str:
        return "".join(text for text, _hit in self.title)


@dataclass(frozen=True)
class Found:
    """An answer. ``exact`` False: nothing has it all, these are the nearest.

    ``suggestion`` is the spelling that was searched for instead, or "".
    """

    text: str
    hits: list[Hit] = field(default_factory=list)
    exact: bool = True
    suggestion: str = ""
    next: str = ""
    previous: str = ""


def search(
    text: str,
    language: str = "zh-hant",
    *,
    audience: str = "public",
    kinds: Iterable[str] | None = None,
    cursor: str = "",
    size: int = 20,
) -> Found:
    """What ``text`` may mean, best first: two statements when it is found as written.

    Misspelt Latin words are put right first; Chinese with a wrong character is found by the pairs that are right.
    ``audience`` "staff" searches staff articles too. Raises Invalid for a cursor not made here.
    """
    start = _start(cursor)
    wanted = [kind for kind in (kinds or ()) if kind in SearchEntry.Kind.values]
    rows, exact = _page(text, audience, wanted, start, size)
    suggestion = "" if rows and exact else textsearch.suggest(text)
    if suggestion:
        rows, exact = _page(suggestion, audience, wanted, start, size)
    if not (rows and exact):
        rows, exact, suggestion = _by_synonym(text, audience, wanted, start, size) or (
            rows,
            exact,
            suggestion,
        )
    asked = suggestion or text
    return Found(
        text=text,
        hits=[_hit(row, asked, language) for row in rows[:size]],
        exact=exact,
        suggestion=suggestion if rows else "",
        next=str(start + size) if len(rows) > size else "",
        previous=str(max(start - size, 0)) if start else "",
    )


def _by_synonym(
    text: str, audience: str, kinds: list[str], start: int, size: int
) -> tuple[list[Any], bool, str] | None:
    """What other words that mean the same find, or None; asked for only when the words themselves find nothing."""
    for word in meaning_the_same(text):
        rows, exact = _page(word, audience, kinds, start, size)
        if rows and exact:
            return rows, exact, word
    return None


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    if not cursor.isdecimal() or int(cursor) > DEEPEST:
        raise Invalid("This page address is not valid any more. Start again from the first page.")
    return int(cursor)


def _page(text: str, audience: str, kinds: list[str], start: int, size: int) -> tuple[list[Any], bool]:
    if not textsearch.query(text):
        return [], True
    model: Any = StaffEntry if audience == "staff" else PublicEntry
    rows = model.objects.filter(kind__in=kinds) if kinds else model.objects.all()
    found = _cut(textsearch.match(rows, text), start, size)
    if found:
        return found, all(row.exact for row in found)
    near = match_nearly(rows, text)
    return ([] if near is None else _cut(near, start, size)), False


def _cut(ranked: QuerySet[Any], start: int, size: int) -> list[Any]:
    """The rows of one page, and one more if there is a next one. What people mostly look for comes first."""
    best = ranked.order_by((F("rank") * F("weight")).desc(), "pk").defer("vector")
    return list(best[start : start + size + 1])


def _hit(row: SearchEntry, text: str, language: str) -> Hit:
    title, body = localized(row.title, language), localized(row.text, language)
    return Hit(
        kind=row.kind,
        key=row.key,
        title=textsearch.highlight(title, text),
        snippet=textsearch.excerpt(body, text, width=160 if language == "en" else 80),
        language=title.language,
    )
