"""A notice as somebody would get it: filled with sample values, and counted as the carrier of an SMS counts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from minben.agencies.queries import city_name
from minben.foundation.records.translated import LANGUAGES, Localized, localized

from .rendering import VARIABLE, one_line

SHIPPED = Path(__file__).parent / "notices.yaml"
PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€\f")
"""The alphabets of GSM 03.38: these fit 160 to an SMS, those of ``TWICE`` count two; everything else 70."""


@dataclass(frozen=True)
class Length:
    """How long an SMS is, and how many a carrier sends for it."""

    characters: int
    parts: int


@dataclass(frozen=True)
class Seen:
    """One text in one language, filled. ``text`` knows its language and whether it was converted."""

    language: str
    subject: str
    text: Localized
    length: Length | None


def length_of(text: str) -> Length:
    """Seven bits a letter where the alphabet allows it, else UCS-2; parts of a longer one carry a header each."""
    plain = all(letter in PLAIN or letter in TWICE for letter in text)
    size = (
        len(text) + sum(letter in TWICE for letter in text) if plain else len(text.encode("utf-16-le")) // 2
    )
    alone, each = (160, 153) if plain else (70, 67)
    return Length(len(text), 1 if size <= alone else math.ceil(size / each))


def seen(name: str, values: Mapping[str, Any]) -> dict[str, list[Seen]]:
    """By channel, in each language that is read: what is typed in ``values``, with sample values."""
    return {
        "sms": [_seen(name, language, {}, values["sms"], counted=True) for language in LANGUAGES],
        "mail": [
            _seen(name, language, values["mail_subject"], values["mail"], counted=False)
            for language in LANGUAGES
        ],
    }


def _seen(
    name: str, language: str, subject: Mapping[str, Any], body: Mapping[str, Any], *, counted: bool
) -> Seen:
    samples, told = _samples(name, language), localized(body, language)
    text = _filled(told, samples)
    head = one_line(_filled(localized(subject, language), samples))
    return Seen(
        language, head, Localized(text, told.language, told.converted), length_of(text) if counted else None
    )


def _filled(text: str, samples: Mapping[str, str]) -> str:
    """A mark that nobody knows stays as it is typed."""
    return VARIABLE.sub(lambda found: samples.get(found.group(1), found.group(0)), text)


def _samples(name: str, language: str) -> dict[str, str]:
    common, own = _shipped_samples()
    with override(language):
        known = {key: str(localized(texts)) for key, texts in (common | own.get(name, {})).items()}
        due = date_format(timezone.localdate() + dt.timedelta(days=5), "DATE_FORMAT")
        return known | {"city": city_name(), "link": f"{settings.PUBLIC_URL}/track/", "due": due}


@cache
def _shipped_samples() -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    content = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return content["samples"], {row["name"]: row.get("sample", {}) for row in content["notices"]}
