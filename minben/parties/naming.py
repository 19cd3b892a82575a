"""What is kept beside a name so that it is found: folding, pinyin, grams. The name itself is never converted.

``name_pinyin`` is the whole reading and the initials ("wangxiaoming wxm"); ``name_grams`` holds every character
and pair of characters of the folded name, which a GIN index answers for one and two characters too
(a trigram index cannot).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

from minben.foundation import textsearch

HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")
_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "翟": "zhai", "盖": "ge",
    "朴": "piao", "乐": "yue", "覃": "qin", "任": "ren", "华": "hua", "尉迟": "yuchi", "万俟": "moqi",
    "长孙": "zhangsun", "缪": "miao", "冼": "xian", "召": "shao", "秘": "bi", "黑": "he", "折": "she",
}  # fmt: skip
"""Surnames whose reading differs from the character's usual one (通用規範漢字字典), in simplified script."""


@dataclass(frozen=True)
class NameKeys:
    name_folded: str
    name_pinyin: str
    name_grams: list[str]


def name_keys(name: str, *, person: bool = True) -> NameKeys:
    folded = fold(name)
    syllables = _syllables(folded, person=person)
    initials = "".join(s[0] for s in syllables)
    pinyin = f"{''.join(syllables)} {initials}".strip()
    grams = sorted({*grams_of(folded), *([initials] if initials else [])})
    return NameKeys(folded[:200], pinyin[:400], grams)


def fold(name: str) -> str:
    """Lower-case, simplified, one space between words: for searching only."""
    return re.sub(r"\s+", " ", textsearch.fold(name)).strip()


def grams_of(folded: str) -> set[str]:
    """Every Han character and every pair of neighbouring ones."""
    runs = re.findall(f"(?:{HAN.pattern})+", folded)
    return {run[i : i + n] for run in runs for n in (1, 2) for i in range(len(run) - n + 1)}


def _syllables(folded: str, *, person: bool) -> list[str]:
    head: list[str] = []
    if person:
        for length in (2, 1):
            if folded[:length] in _SURNAMES:
                head, folded = [_SURNAMES[folded[:length]]], folded[length:]
                break
    read = [s for s in lazy_pinyin(folded, style=Style.NORMAL, errors="ignore", v_to_u=False) if s]
    return [s.replace("ü", "v") for s in head + read]
