"""How the desk says what was found."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from minben.catalog.queries import Hit
from minben.config import markdown
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import Localized, localized
from minben.foundation.textsearch import fold

register = template.Library()
_CHINESE = re.compile("[\u3400-\u9fff]")
KINDS: dict[str, Text] = {
    "service": _("Service guide"),
    "event": _("Life event"),
    "article": _("Article"),
    "law": _("Law or policy"),
    "topic": _("Topic"),
}


@register.filter
def marked(value: Any, top: int = 3) -> SafeString:
    """A translated Markdown text as HTML, its highest heading at ``top``."""
    return markdown.render(str(localized(value)), top=top)


@register.filter
def pieces(value: list[tuple[str, bool]]) -> SafeString:
    """A found text with what was asked for marked."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in value)
    )


@register.filter
def hit_kind(kind: str) -> Text:
    return KINDS.get(kind, kind)


@register.filter
def language_of(value: Localized) -> str:
    return {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}.get(value.language, value.language)


@register.filter
def in_chinese(value: str) -> bool:
    """Whether people wrote it in Chinese characters, whatever the page's language."""
    return bool(_CHINESE.search(value))


@register.filter
def holds(value: str, part: str) -> bool:
    """Whether ``value`` says ``part`` already, in either Chinese script."""
    return fold(part) in fold(value)


@register.filter
def is_group(label: Any) -> bool:
    """Whether a choice is a group of choices."""
    return isinstance(label, (list, tuple))


@register.filter
def mask_mail(value: str) -> str:
    """m•••@example.org"""
    name, at, place = (value or "").partition("@")
    return f"{name[:1]}•••@{place}" if at else value


@register.simple_tag
def knowledge_address(hit: Hit) -> str:
    """Articles open at the desk, everything else on the public site."""
    if hit.kind == "article":
        return reverse("desk:article", args=[hit.key])
    return public_address(hit.kind, hit.key)


@register.simple_tag(name="public_page")
def public_address(kind: str, key: str) -> str:
    """A page of the public site; the knowledge base while there is none."""
    try:
        return reverse(f"portal:{kind}", args=key.split("/"))
    except NoReverseMatch:
        return reverse("desk:knowledge")


LANGUAGES = {"zh-hant": "繁體中文", "zh-hans": "简体中文", "en": "English"}
PAGES: dict[str, Text] = {
    "desk.party": _("Whole person"),
    "desk.party.verb": _("A form on the record"),
    "desk.party.other": _("Search for another record"),
    "desk.people": _("Search for people"),
    "desk.search": _("Search"),
    "desk.intake": _("Intake"),
    "desk.intake.found": _("Search at the intake"),
    "party.identifier": _("Identity number shown in full"),
    "party.identifier.used": _("Identity number put into a form, not shown"),
    "desk.assist": _("An application filled in for somebody"),
    "case.seal": _("A confidential case was opened"),
    "desk.case": _("Case"),
    "desk.cases": _("List of cases"),
    "desk.cases.csv": _("Export of cases"),
    "desk.cases.xlsx": _("Export of cases"),
    "desk.bulk": _("Something done to many cases"),
    "desk.palette": _("Commands"),
    "desk.beside": _("Cases beside a case"),
    "desk.peek": _("Side panel of a case"),
    "desk.print": _("Printed case"),
    "desk.work": _("My work"),
    "desk.dispatch": _("Dispatch"),
    "desk.verb": _("A form on a case"),
    "desk.board": _("Overview"),
    "desk.outbox": _("Outbox"),
    "desk.message": _("A message"),
    "desk.audit": _("Trail"),
}


@register.filter
def page_name(code: str) -> Text:
    """The page of a look in words; the bare name of one that has none."""
    return PAGES.get(code, code)


@register.filter
def language_name(code: str) -> str:
    return LANGUAGES.get(code, code)


@register.simple_tag
def cell(column: Any, case: Any, names: Any) -> Any:
    """A column's plain words on the page."""
    return column.say(case, names)


@register.filter
def clock(value: Any) -> str:
    """The minute of a moment: 12:31."""
    return timezone.localtime(value).strftime("%H:%M") if value else ""
