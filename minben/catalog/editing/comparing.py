"""How two texts differ: field by field, and in each text word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from minben.foundation.records.translated import LANGUAGES

from .sections import Place, places, shown

Mark = tuple[str, str]
"""("same" | "gone" | "new", words)"""
_WORDS = re.compile(r"[A-Za-z0-9_.'’-]+|\s+|.", re.S)


@dataclass(frozen=True)
class Difference:
    """One field that differs, in one language ("" for fields without). ``marks`` are the words in order."""

    label: str
    section: str
    language: str
    marks: list[Mark]

    @property
    def before(self) -> list[Mark]:
        return [mark for mark in self.marks if mark[0] != "new"]

    @property
    def after(self) -> list[Mark]:
        return [mark for mark in self.marks if mark[0] != "gone"]


def compare(kind: str, before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Every field that says something else, in the order of the sections."""
    old = {place.path: place for place in places(kind, before)}
    new = {place.path: place for place in places(kind, after)}
    paths = [*new, *(path for path in old if path not in new)]
    return [found for path in paths for found in _field(old.get(path), new.get(path))]


def _field(old: Place | None, new: Place | None) -> list[Difference]:
    place = new or old
    assert place is not None
    said = [
        (language, _text(old, language), _text(new, language))
        for language in (LANGUAGES if place.field.translated else ("",))
    ]
    return [
        Difference(place.label, str(place.section.title), language, words(a, b))
        for language, a, b in said
        if a != b
    ]


def _text(place: Place | None, language: str) -> str:
    if place is None:
        return ""
    value = place.value
    if not language:
        return shown(place.field, value)
    if isinstance(value, str):
        return value if language == "zh-hant" else ""
    return "" if (value.get("_origin") or {}).get(language) == "converted" else str(value.get(language) or "")


def words(before: str, after: str) -> list[Mark]:
    """The words of both, each marked: Chinese by character, Latin by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    marks: list[Mark] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            marks.append(("same", _joined(old[a:b])))
            continue
        marks += [("gone", _joined(old[a:b]))] if b > a else []
        marks += [("new", _joined(new[c:d]))] if d > c else []
    return marks


def _joined(parts: Sequence[str]) -> str:
    return "".join(parts)


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Names of the top fields that say something else; converted scripts and empty parts say nothing."""
    old, new = plain(before), plain(after)
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def plain(value: Any) -> Any:
    """``value`` without what follows from the rest: converted scripts, origin marks, empty parts."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    converted = {name for name, how in (value.get("_origin") or {}).items() if how == "converted"}
    kept = {name: plain(one) for name, one in value.items() if name != "_origin" and name not in converted}
    return {name: one for name, one in kept.items() if one not in (None, "", [], {})}
