"""One spelling for all: NFKC, lower case, simplified characters.

OpenCC converts whole phrases, so a word and a piece of it could fold apart (乾隆 stays, 乾 becomes 干). We
therefore take its table of single characters: the folding of a substring is the substring of the folding.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from opencc import OpenCC

_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))
# Pairs that OpenCC tells apart by the words around them only; found by converting five million characters of
# messages into every script it knows and back.
_ALSO_EQUAL = {
    "覆": "复", "瞭": "了", "著": "着", "衞": "卫", "藉": "借", "俱": "具", "像": "象", "幺": "么", "揹": "背",
    "炼": "链", "枱": "台", "彷": "仿", "座": "坐", "薰": "熏", "坯": "坏", "簷": "檐", "敍": "叙", "伕": "夫",
    "甦": "苏", "鲶": "鲇", "痺": "痹", "妳": "你",
}  # fmt: skip
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def fold(text: str) -> str:
    """``text`` as it is compared: compatibility forms, case and script do not matter any more.

    Takes any string; characters that a database cannot hold (NUL, lone surrogates) become spaces.
    """
    if text.isascii() and "\0" not in text:
        return text.lower()
    plain = unicodedata.normalize("NFKC", _UNSTORABLE.sub(" ", text)).lower()
    return plain.translate(_table())


@functools.cache
def _table() -> dict[int, str]:
    characters = [chr(code) for low, high in _BLOCKS for code in range(low, high)]
    simpler = _converted(characters, "t2s")
    fuller = _converted(characters, "s2t")
    table = {c: s for c, s in simpler.items() if s != c}
    for character in characters:
        back = table.get(fuller[character], fuller[character])
        if character not in table and fuller[character] != character != back:
            table[character] = back
    table |= _ALSO_EQUAL
    return {ord(c): _end(table, c) for c in table}


def _converted(characters: list[str], way: str) -> dict[str, str]:
    return dict(zip(characters, str(OpenCC(way).convert("\n".join(characters))).split("\n"), strict=True))


def _end(table: dict[str, str], character: str) -> str:
    seen: set[str] = set()
    while character in table and character not in seen:
        seen.add(character)
        character = table[character]
    return character
