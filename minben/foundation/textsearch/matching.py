"""Asking the index: phrases of bigrams first; when nothing has them all, whatever has most of them."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, FloatField, Func, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast

from .folding import fold
from .tokens import Run, grams, runs, stem, word

M = TypeVar("M", bound=Model)
RANKED = 1000
LONGEST_QUESTION = 200
_EMPTY_WORDS = frozenset(
    (
        "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "for",
        "from", "how", "i", "in", "is", "it", "my", "of", "on", "or", "the",
        "to", "we", "what", "when", "where", "which", "with", "you",
    )
)  # fmt: skip


class Matches(Func):
    """``vector @@ query``"""

    output_field = BooleanField()
    template = "(%(expressions)s)"
    arg_joiner = " @@ "


class Rank(Func):
    function = "ts_rank"
    output_field = FloatField()


def query(text: str, *, loose: bool = False) -> str:
    """``text`` as a tsquery literal, "" when nothing in it can be asked for.

    Strict: every run must occur, a Chinese run or a code as a phrase. Loose: any bigram or word will do. One
    character alone is asked for as the start of a bigram.
    """
    found = list(runs(fold(text[:LONGEST_QUESTION])))
    meant = [r for r in found if r.cjk or r.joined or r.text not in _EMPTY_WORDS] or found
    if loose:
        return " | ".join(dict.fromkeys(term for run in meant for term in _any_of(run)))
    return " & ".join(_phrase(part) for part in _parts(meant))


def match(
    queryset: QuerySet[M, M], text: str, *, field: str = "vector", limit: int = RANKED
) -> QuerySet[M, M]:
    """Rows of ``queryset`` that hold ``text``, best first, each with ``rank`` and ``exact``.

    Only the newest ``limit`` hits are ranked (keys are in the order of time). ``exact`` is False for all rows when
    no row has the whole text and these are the nearest ones. Narrow ``queryset`` to what may be seen *before*.
    """
    strict = query(text)
    if not strict:
        return queryset.none()
    hits = queryset.filter(Matches(F(field), _literal(strict)))
    if hits.exists():
        return _ranked(queryset, hits, strict, field, limit, exact=True)
    nearest = query(text, loose=True)
    return _ranked(
        queryset, queryset.filter(Matches(F(field), _literal(nearest))), nearest, field, limit, exact=False
    )


def _ranked(
    queryset: QuerySet[M, M], hits: QuerySet[M, M], asked: str, field: str, limit: int, *, exact: bool
) -> QuerySet[M, M]:
    newest = hits.order_by("-pk").values("pk")[:limit]
    ranked: Any = queryset.filter(pk__in=newest).annotate(
        rank=Rank(F(field), _literal(asked)), exact=Value(exact)
    )
    return cast("QuerySet[M, M]", ranked.order_by("-rank", "-pk"))


def _literal(asked: str) -> Cast:
    return Cast(Value(asked, output_field=TextField()), SearchQueryField())


def _parts(found: list[Run]) -> list[list[Run]]:
    """Runs that must follow one another: a Chinese run alone, a code with all its words."""
    parts: list[list[Run]] = []
    for run in found:
        if run.joined and parts:
            parts[-1].append(run)
        else:
            parts.append([run])
    return parts


def _phrase(part: list[Run]) -> str:
    return "(" + " <-> ".join(term for run in part for term in _all_of(run)) + ")"


def _all_of(run: Run) -> list[str]:
    if not run.cjk:
        return [_either(run.text)]
    return [f"'{gram}'" for gram in grams(run.text)[:-1]] or [f"'{run.text}':*"]


def _any_of(run: Run) -> list[str]:
    return _all_of(run) if run.cjk else [_either(run.text)]


def _either(text: str) -> str:
    forms = dict.fromkeys((word(text), stem(word(text))))
    return "(" + " | ".join(f"'{form}'" for form in forms) + ")"
