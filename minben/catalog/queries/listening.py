"""What readers told: searches without a hit, opinions by page, synonyms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q, Sum

from minben.catalog.actions.listening.searches import words_only
from minben.catalog.models import Edition, Opinion, SearchCount, Synonym
from minben.foundation.records.translated import convert_script
from minben.foundation.textsearch import fold

from .editions import OPEN

SEEN_OFTEN_ENOUGH = 5
"""A text asked less often is not shown: one person's own words might be in it."""


@dataclass(frozen=True)
class Asked:
    """A text that people searched, over the days looked at."""

    text: str
    language: str
    asked: int
    clicked: int
    found: int

    @property
    def words(self) -> str:
        """As the reader wrote it: what is counted is folded to one script."""
        return convert_script(self.text, self.language) if self.language != "en" else self.text


def not_found(since: dt.date, *, limit: int = 200) -> list[Asked]:
    """What found nothing, or was never opened, most asked first: one statement. Rare texts are left out."""
    rows = SearchCount.objects.filter(day__gte=since).values("text", "language")
    summed = rows.annotate(n=Sum("asked"), c=Sum("clicked"), h=Max("hits")).filter(n__gte=SEEN_OFTEN_ENOUGH)
    wanted = summed.filter(Q(h=0) | Q(c=0)).order_by("-n", "text")
    return [Asked(row["text"], row["language"], row["n"], row["c"], row["h"]) for row in wanted[:limit]]


def answered_by(texts: Iterable[str]) -> dict[str, Edition]:
    """The draft that somebody works on for each of these texts, or else what was published for it: one statement.

    A draft answers a text that stands among its keywords; the open one goes before the published one.
    """
    wanted = set(texts)
    rows = Edition.objects.filter(state__in=[*OPEN, "published"], content__has_key="keywords")
    found: dict[str, Edition] = {}
    for edition in rows.annotate(keywords=F("content__keywords")).defer("content").order_by("-number"):
        for word in wanted & {words_only(word) for word in edition.keywords}:
            if word not in found or edition.state in OPEN:
                found[word] = edition
    return found


def hidden(since: dt.date) -> int:
    """How many texts are too rare to be shown."""
    rows = SearchCount.objects.filter(day__gte=since).values("text", "language").annotate(n=Sum("asked"))
    return rows.filter(n__lt=SEEN_OFTEN_ENOUGH).count()


def synonyms() -> list[Synonym]:
    return list(Synonym.objects.filter(active=True).order_by("-id")[:300])


def meaning_the_same(text: str) -> list[str]:
    """Other words for the whole of ``text``: one statement; [] when nobody made any."""
    folded = fold(text).strip()
    if not folded:
        return []
    rows = Synonym.objects.filter(active=True, folded__contains=[folded])[:5]
    return [word for row in rows for word in row.words if fold(word) != folded][:10]


def opinions(*, state: str = "open", kind: str = "", key: str = "") -> list[Opinion]:
    """The newest first; ``state`` open, done or all; only those that ask for something when open."""
    rows = Opinion.objects.order_by("-id")
    if state != "all":
        rows = rows.filter(done_at__isnull=state == "open")
    if state == "open" and not key:
        rows = rows.filter(Q(useful=False) | ~Q(comment=""))
    if key:
        rows = rows.filter(kind=kind, key=key)
    return list(rows[:200])


def figures(*, kind: str = "", key: str = "") -> list[dict[str, Any]]:
    """Yes and no by page, the least useful first: one statement."""
    rows = Opinion.objects.filter(kind=kind, key=key) if key else Opinion.objects.all()
    counted = rows.values("kind", "key").annotate(
        yes=Count("id", filter=Q(useful=True)), no=Count("id", filter=Q(useful=False))
    )
    return [dict(row) for row in counted.order_by("-no", "yes", "key")[:100]]
