"""How the public pages say things. What they say is decided in ``portal.presenters``."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from minben.config import markdown as marked
from minben.foundation.records.translated import Localized, localized
from minben.portal.presenters import wording

register = template.Library()


@register.filter
def markdown(value: Any) -> SafeString:
    return marked.render(str(localized(value)))


@register.filter
def pieces(value: list[tuple[str, bool]]) -> SafeString:
    """A found text with what was asked for marked."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in value)
    )


@register.filter
def lang_is_other(value: Any) -> bool:
    """Whether a text is in another language than the page's (not merely the other script)."""
    asked = (get_language() or "zh-hant") == "en"
    return isinstance(value, Localized) and bool(value) and (value.language == "en") != asked


for name in ("visits", "online", "ways", "audiences", "price", "need", "kind"):
    register.filter(name, getattr(wording, name))


@register.filter
def listed(words: list[str]) -> str:
    """Words in a row, with the comma of the page's language."""
    return str(pgettext("list", ", ")).join(words)


@register.filter
def promised(version: Any) -> str:
    return wording.span(version.promised_amount, version.promised_unit)


@register.filter
def statutory(version: Any) -> str:
    return wording.span(version.statutory_amount, version.statutory_unit)


@register.filter
def total(costs: Any) -> str:
    return wording.total(list(costs))
