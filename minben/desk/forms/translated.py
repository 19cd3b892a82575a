"""A text in three languages as three inputs of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from minben.config.forms import OneOfSeveral
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import LANGUAGES, convert_script

WORDS = {"zh-hant": "繁體中文", "zh-hans": "简体中文", "en": "English"}


def inputs(
    name: str, label: Text, *, most: int = 200, rows: int = 0, hint: Text = "", needed: bool = False
) -> dict[str, Any]:
    """The fields ``name_zh_hant``, ``name_zh_hans``, ``name_en``; the hint stands at the first.

    ``needed``: one of them at least, which the hint says.
    """
    field = OneOfSeveral if needed else partial(forms.CharField, required=False)
    told = _with_rule(hint) if needed else hint
    return {
        key(name, language): field(
            label=format_lazy("{label} ({language})", label=label, language=WORDS[language]),
            help_text=told if language == LANGUAGES[0] else "",
            max_length=most,
            widget=_widget(language, rows),
        )
        for language in LANGUAGES
    }


def _with_rule(hint: Text) -> Text:
    rule = _("At least one; the other script is converted.")
    return format_lazy(_("{hint} {rule}"), hint=hint, rule=rule) if hint else rule


def _widget(language: str, rows: int) -> forms.Widget:
    attrs = {"lang": "en" if language == "en" else language.title().replace("Zh", "zh")}
    return forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)


def key(name: str, language: str) -> str:
    return f"{name}_{language.replace('-', '_')}"


def spread(name: str, value: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the inputs. A converted script is left out: it follows from the written one."""
    origin = value.get("_origin") or {}
    return {
        key(name, language): "" if origin.get(language) == "converted" else value.get(language, "")
        for language in LANGUAGES
    }


def gathered(name: str, given: Mapping[str, Any]) -> dict[str, str]:
    """The stored text; a script that was not written is converted when it is read."""
    found = {language: given.get(key(name, language), "").strip() for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}


def with_other_script(typed: QueryDict, names: Iterable[str]) -> QueryDict:
    """What was typed, and where one Chinese script is empty, the other converted to it. Written words are left alone."""
    found = typed.copy()
    for name in names:
        for language, other in (("zh-hant", "zh-hans"), ("zh-hans", "zh-hant")):
            if not str(found.get(key(name, language), "")).strip():
                found[key(name, language)] = convert_script(str(found.get(key(name, other), "")), language)
    return found
