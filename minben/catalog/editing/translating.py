"""Texts in three languages side by side: what was written stays, what was converted says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minben.catalog.texts import complete
from minben.foundation.records.translated import LANGUAGES

Translated = dict[str, Any]


def as_text(value: Any) -> Translated:
    """A text by language, however it was written."""
    return {"zh-hant": value} if isinstance(value, str) else dict(value or {})


def merged(before: Any, given: Mapping[str, str]) -> Translated:
    """What is kept when ``given`` was typed over ``before``.

    A converted text that was left as it was stays converted, and follows its source when that changed; one that was
    touched counts as written from then on.
    """
    held = as_text(before)
    converted = {name for name, how in (held.get("_origin") or {}).items() if how == "converted"}
    typed = {name: str(given.get(name) or "").replace("\r\n", "\n").strip() for name in LANGUAGES}
    followers = {name for name in converted if typed[name] and typed[name] == held.get(name)}
    written = {name: text for name, text in typed.items() if text and name not in followers}
    if not followers:
        return dict(written)
    again = complete(written)
    return again if set(again) > set(written) else _kept(written, held, followers)


def _kept(written: Translated, held: Translated, followers: set[str]) -> Translated:
    """The source is gone: the converted text is all there is, so it counts as written."""
    return written | {name: held[name] for name in followers}


def converted(value: Any) -> Translated:
    """The missing Chinese script as a first draft, marked as converted; what is written is left alone."""
    held = as_text(value)
    origin = held.get("_origin") or {}
    return complete({name: text for name, text in held.items() if name != "_origin" and name not in origin})


def state(value: Any, language: str) -> str:
    """written, converted or missing."""
    held = as_text(value)
    if not held.get(language):
        return "missing"
    return "converted" if (held.get("_origin") or {}).get(language) == "converted" else "written"
