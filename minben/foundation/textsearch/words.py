""" "Did you mean": Latin words of public text, nearest by trigrams, then by typing errors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from django.db import connection

from .folding import fold
from .tokens import runs

SHORTEST, LONGEST = 4, 40
_WORD = re.compile(r"[^\W\d_]+")

_LEARN = """
INSERT INTO textsearch_lexeme (word, seen)
SELECT * FROM unnest(%s::text[], %s::integer[]) ORDER BY 1
ON CONFLICT (word) DO UPDATE SET seen = textsearch_lexeme.seen + EXCLUDED.seen
"""
_KNOWN = "SELECT word FROM textsearch_lexeme WHERE word = ANY(%s)"
_NEAR = """
SELECT word FROM textsearch_lexeme WHERE word %% %s
ORDER BY similarity(word, %s) DESC, seen DESC, word LIMIT 20
"""


def learn_words(texts: Iterable[str]) -> int:
    """Remember the Latin words of PUBLIC texts; returns how many different ones there were."""
    counted = Counter(word for text in texts for word in _words(text))
    if counted:
        with connection.cursor() as cursor:
            cursor.execute(_LEARN, [list(counted), list(counted.values())])
    return len(counted)


def suggest(text: str) -> str:
    """``text`` with misspelt Latin words put right by what public texts hold; "" when there is nothing to say."""
    folded = fold(text[:200])
    unknown = _unknown(_words(folded))
    better = {word: near for word in unknown if (near := _nearest(word))}
    if not better:
        return ""
    return _WORD.sub(lambda found: better.get(found.group(), found.group()), folded)


def _words(text: str) -> list[str]:
    found = (run.text for run in runs(fold(text)) if not run.cjk)
    return [w for w in found if SHORTEST <= len(w) <= LONGEST and _WORD.fullmatch(w)]


def _unknown(words: list[str]) -> list[str]:
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [words])
        known = {row[0] for row in cursor.fetchall()}
    return [word for word in dict.fromkeys(words) if word not in known]


def _nearest(word: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [word, word])
        near = [row[0] for row in cursor.fetchall()]
    allowed = 1 if len(word) < 6 else 2
    close = [(typing_errors(word, other), n, other) for n, other in enumerate(near)]
    return min((c for c in close if c[0] <= allowed), default=(0, 0, ""))[2]


def typing_errors(one: str, other: str) -> int:
    """Letters missed, added, changed or swapped with their neighbour (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
