"""Finding text in both Chinese scripts and in Latin letters (DESIGN §3: search; TECHNOLOGY: full-text search).

``fold`` makes two spellings equal, ``as_vector`` writes a row's index, ``match`` asks it, ``highlight`` shows why.
"""

from .folding import fold
from .highlighting import excerpt, highlight
from .matching import match, query
from .pinyin import pinyin_initials, pinyin_key
from .vectors import as_vector, vector
from .words import learn_words, suggest

__all__ = [
    "as_vector",
    "excerpt",
    "fold",
    "highlight",
    "learn_words",
    "match",
    "pinyin_initials",
    "pinyin_key",
    "query",
    "suggest",
    "vector",
]
