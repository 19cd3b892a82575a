"""Texts in three languages as the catalogue takes them in: one written script is enough, the other is converted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Invalid
from minben.foundation.records.translated import LANGUAGES, convert_script

_OTHER = {"zh-hant": "zh-hans", "zh-hans": "zh-hant"}
_NAMES = {"zh_hant": "zh-hant", "zh_hans": "zh-hans"}


def complete(value: str | Mapping[str, Any] | None) -> dict[str, Any]:
    """A text by language with both Chinese scripts. What was converted says so in ``_origin``.

    A bare string is Traditional Chinese. Raises Invalid for a language that is not ours.
    """
    texts: dict[str, Any] = {"zh-hant": value} if isinstance(value, str) else dict(value or {})
    written = {
        _language(name): str(text).strip() for name, text in texts.items() if name != "_origin" and text
    }
    origin = dict(texts.get("_origin") or {})
    made: dict[str, Any] = {name: written[name] for name in LANGUAGES if written.get(name)}
    for have, want in _OTHER.items():
        if have in written and want not in written:
            made[want] = convert_script(written[have], want)
            origin[want] = "converted"
    return {**made, "_origin": origin} if origin else made


def _language(name: str) -> str:
    known = _NAMES.get(name, name)
    if known not in LANGUAGES:
        raise Invalid(
            _("“%(name)s” is not a language of this site. Write zh-hant, zh-hans or en.") % {"name": name}
        )
    return known
