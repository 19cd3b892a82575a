"""Finding somebody from whatever was typed: number, phone, e-mail, name in either script, pinyin.

Every way is one indexed statement: blind index, contact value, GIN on name grams, trigram GIN on the Latin ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from minben.foundation import keys

from .models import ContactPoint, Identifier, Party
from .naming import HAN, fold, grams_of
from .numbers import kinds_of
from .reaching import phones_of

CANDIDATES = 1000
"""Partial matches looked at for ranking; beyond it the text is too short to mean anybody."""


def find(text: str, limit: int = 20) -> list[Party]:
    """Parties that ``text`` may mean, surest first, at most ``limit``; contact points and identifiers prefetched.

    Names match whole, at the start, then anywhere, in either script; Latin letters match names, full pinyin and
    initials. Empty and one-letter Latin texts find nobody.
    """
    typed = text.strip()[:200]
    found: dict[object, Party] = {}
    for way in (_by_email, _by_phone, _by_number, _by_name):
        if len(found) >= limit:
            break
        for party in way(typed, limit):
            found.setdefault(party.id, party)
    return list(found.values())[:limit]


def _shown(query: QuerySet[Party]) -> QuerySet[Party]:
    return query.exclude(state=Party.State.ERASED).prefetch_related("contact_points", "identifiers")


def _by_email(text: str, limit: int) -> Iterable[Party]:
    if "@" not in text:
        return []
    return _by_contacts([text.lower()], limit)


def _by_phone(text: str, limit: int) -> Iterable[Party]:
    numbers = phones_of(text)
    return _by_contacts(numbers, limit) if numbers else []


def _by_contacts(values: list[str], limit: int) -> Iterable[Party]:
    points = ContactPoint.objects.filter(value__in=values, ended_at__isnull=True).values("party_id")
    return _shown(Party.objects.filter(id__in=points)).order_by("-id")[:limit]


def _by_number(text: str, limit: int) -> Iterable[Party]:
    blinds = [blind for kind, number in kinds_of(text) for blind in keys.blinds(kind, number)]
    if not blinds:
        return []
    owners = Identifier.objects.filter(blind__in=blinds).values("party_id")
    return _shown(Party.objects.filter(id__in=owners)).order_by("-id")[:limit]


def _by_name(text: str, limit: int) -> Iterable[Party]:
    folded = fold(text)
    if not folded:
        return []
    exact = list(_shown(Party.objects.filter(name_folded=folded)).order_by("-id")[:limit])
    if len(exact) >= limit:
        return exact
    way = _way(folded)
    rest = [] if way is None else _partly(way(folded), folded, limit)
    known = {party.id for party in exact}
    return exact + [party for party in rest if party.id not in known]


def _way(folded: str) -> Callable[[str], Q] | None:
    if HAN.search(folded):
        return _han
    letters = _letters(folded)
    if len(letters) == 2:
        return lambda text: Q(name_grams__contains=[_letters(text)])
    return _latin if len(letters) >= 3 else None


def _letters(folded: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded.replace("ü", "v"))


def _han(folded: str) -> Q:
    grams = grams_of(folded)
    pairs = {gram for gram in grams if len(gram) == 2}
    runs = [f for f in folded.split(" ") if f]
    holds = Q(name_grams__contains=sorted(pairs or grams))
    for run in runs:
        holds &= Q(name_folded__contains=run)
    return holds


def _latin(folded: str) -> Q:
    return Q(name_pinyin__contains=_letters(folded)) | Q(name_folded__contains=folded)


@contextmanager
def _by_index_only() -> Iterator[None]:
    """A limit tempts the planner to read the table from its start, which is slow when the matches lie at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


def _partly(where: Q, folded: str, limit: int) -> list[Party]:
    """Candidates by index, then whole reading, start, anywhere; shorter names first."""
    with _by_index_only():
        near = list(Party.objects.filter(where).values_list("id", flat=True)[:CANDIDATES])
    letters = _letters(folded)
    ranked = _shown(Party.objects.filter(id__in=near)).annotate(
        nearness=Case(
            When(name_pinyin__startswith=f"{letters} " if letters else "\x01", then=Value(0)),
            When(name_folded__startswith=folded, then=Value(1)),
            When(name_pinyin__startswith=letters or "\x01", then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    )
    return list(ranked.order_by("nearness", Length("name_folded"), "-id")[:limit])
