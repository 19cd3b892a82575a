"""Text in three languages: JSONB by language with an origin mark (DESIGN §3, §4.8).

Stored shape: ``{"zh-hant": "…", "zh-hans": "…", "en": "…", "_origin": {"zh-hans": "converted"}}``.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from opencc import OpenCC

LANGUAGES = ("zh-hant", "zh-hans", "en")
_FALLBACK = {
    "zh-hant": ("zh-hant", "zh-hans", "en"),
    "zh-hans": ("zh-hans", "zh-hant", "en"),
    "en": ("en", "zh-hant", "zh-hans"),
}


@functools.cache
def _converter(to: str) -> OpenCC:
    return OpenCC("t2s" if to == "zh-hans" else "s2t")


def convert_script(text: str, to: str) -> str:
    """Chinese text in the script of ``to`` ("zh-hant" or "zh-hans"). Never use it on a person's name."""
    return str(_converter(to).convert(text))


class Localized(str):
    """Text in the language asked for, or the nearest there is; says which and whether it was converted."""

    language: str
    converted: bool

    def __new__(cls, text: str, language: str, converted: bool) -> Localized:
        made = super().__new__(cls, text)
        made.language, made.converted = language, converted
        return made


def localized(value: Mapping[str, Any] | None, language: str | None = None) -> Localized:
    """``value`` in ``language`` (default: the active one): written, else converted script, else any."""
    wanted = _known(language or get_language() or "zh-hant")
    texts = value or {}
    origin = texts.get("_origin") or {}
    for found in _FALLBACK[wanted]:
        text = texts.get(found)
        if not text:
            continue
        if found == wanted:
            return Localized(text, found, origin.get(found) == "converted")
        if found != "en" and wanted != "en":
            return Localized(convert_script(text, wanted), wanted, True)
        return Localized(text, found, False)
    return Localized("", wanted, False)


def in_every_language(text: Promise) -> dict[str, str]:
    """Words of the program as a text by language, beside those that people wrote."""
    return {language: _in(language, text) for language in LANGUAGES}


def _in(language: str, text: Promise) -> str:
    with override(language):
        return str(text)


def _known(language: str) -> str:
    low = language.lower()
    if low in LANGUAGES:
        return low
    if low.startswith("zh"):
        return "zh-hans" if low in {"zh", "zh-cn", "zh-sg"} else "zh-hant"
    return "en"


class TranslatedField(models.JSONField):
    """A text by language; see the module."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
