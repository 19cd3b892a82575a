"""Count a public search. The count knows the words, the language and the day, and nobody."""

from __future__ import annotations

import datetime as dt
import re

from django.db import connection

from minben.foundation.records.ids import new_id
from minben.foundation.textsearch import fold

LONGEST = 60
_TELLING = re.compile(r"[0-9０-９]{4,}|\S+@\S+|https?:\S+|[A-Za-z]*\d[\w-]{5,}")
_COUNT = """
INSERT INTO catalog_searchcount (id, day, language, text, asked, hits, clicked)
VALUES (%s, %s, %s, %s, 1, %s, 0)
ON CONFLICT (day, language, text) DO UPDATE SET asked = catalog_searchcount.asked + 1, hits = EXCLUDED.hits
"""
_CLICK = "UPDATE catalog_searchcount SET clicked = clicked + 1 WHERE day = %s AND language = %s AND text = %s"


def words_only(text: str) -> str:
    """``text`` folded and without what may tell a person: runs of digits, codes, addresses; "" when too long.

    Whoever writes a whole story into the box tells of themselves; that is not kept.
    """
    plain = " ".join(_TELLING.sub(" ", fold(text)).split())
    return plain if len(plain) <= LONGEST else ""


def searched(text: str, *, language: str, hits: int, day: dt.date) -> None:
    """One more search of these words today: one statement."""
    if words := words_only(text):
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [new_id(), day, language, words, hits])


def clicked(text: str, *, language: str, day: dt.date) -> None:
    """Somebody opened something that these words found."""
    if words := words_only(text):
        with connection.cursor() as cursor:
            cursor.execute(_CLICK, [day, language, words])
