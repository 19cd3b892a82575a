"""Template filters and tags of the house, loaded everywhere. What they say is decided in ``config.wording``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.contrib.messages import constants
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from minben.config import forms, marks, wording
from minben.foundation.access.devices import device_words
from minben.foundation.files import taking
from minben.foundation.records import texts
from minben.foundation.records.translated import Localized, localized

register = template.Library()
TAGS = {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans", "en": "en"}


@register.filter
def tr(value: Any) -> Localized:
    """A translated field in the active language."""
    return localized(value)


@register.filter
def lang_span(value: Any) -> str:
    """Marks text of another language with ``lang``, and text converted between scripts discreetly."""
    if not isinstance(value, Localized) or not value:
        return conditional_escape(value or "")
    if value.converted:
        return format_html(
            '<span class="converted" title="{}">{}</span>',
            gettext("Converted automatically from the other Chinese script"),
            str(value),
        )
    if value.language == (get_language() or "zh-hant"):
        return conditional_escape(str(value))
    return format_html('<span lang="{}">{}</span>', bcp47(value.language), str(value))


@register.filter
def bcp47(code: str | None) -> str:
    """A language code as HTML writes it: ``zh-hant`` → ``zh-Hant``."""
    return TAGS.get((code or "").lower(), code or "")


@register.filter
def device(agent: str | None) -> str:
    """Browser and system in words; the page keeps the whole string in a title where somebody may need it."""
    return device_words(agent or "")


@register.filter
def when(value: datetime | date | None) -> str:
    """A time as people say it, with the exact one on hover and in print."""
    if not value:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        wording.exact(value),
        wording.spoken(value, timezone.now()),
    )


@register.filter
def exact(value: datetime | date | None) -> str:
    """The full date and minute, in a ``<time>``."""
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), wording.exact(value))


@register.filter
def due(value: datetime | None, soon_hours: int = 24) -> str:
    """A deadline: due when, due soon, or late by how much, with an icon and exact time."""
    if not value:
        return ""
    said = wording.due(value, timezone.now(), soon=timedelta(hours=soon_hours))
    return _due_html(said, value)


@register.filter
def due_paused(value: datetime | None) -> str:
    """A deadline whose clock is stopped."""
    return _due_html(wording.due(value, timezone.now(), paused=True), value) if value else ""


def _due_html(said: wording.Due, value: datetime) -> str:
    return format_html(
        '<span class="due tone-{}">{}<time datetime="{}" title="{}">{}</time></span>',
        said.tone,
        icon(said.icon),
        value.isoformat(),
        wording.exact(value),
        said.text,
    )


@register.filter
def number(value: float | None, places: int | None = None) -> str:
    """A number with its thousands apart; a dash when there is none."""
    return "–" if value is None else wording.number(value, places)


@register.filter
def percent(value: float | None) -> str:
    """A share of 1 as a percentage with one decimal."""
    return "–" if value is None else f"{wording.number(value * 100, 1)} %"


@register.filter
def file_size(value: int | None) -> str:
    return "" if value is None else wording.file_size(value)


@register.filter
def short_day(value: datetime | date | None) -> str:
    """A day without its year, with the whole date on hover and in print."""
    if not value:
        return ""
    day, whole = wording.short_day(value), wording.exact(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), whole, day)


@register.filter
def took(value: timedelta) -> str:
    """A length of time in words: by its largest unit, and “at once” below a minute."""
    return wording.length(value) if value >= timedelta(minutes=1) else gettext("At once")


@register.filter
def span_to(first: date, last: date) -> str:
    """From one day to another: ``{{ leave.since|span_to:leave.until }}``."""
    return wording.span(first, last)


@register.filter
def phone(value: str | None) -> str:
    return wording.phone(value or "")


@register.filter
def mask_phone(value: str | None) -> str:
    return wording.masked_phone(value or "")


@register.filter
def mask_id(value: str | None) -> str:
    return wording.masked_id(value or "")


@register.filter
def mask_name(value: str | None) -> str:
    return wording.masked_name(value or "")


@register.filter
def status_tag(status: str, label: str = "") -> str:
    """A status as icon and word. A Django choice brings its own label; otherwise give one."""
    tone, symbol = marks.STATUS.get(str(status), marks.DEFAULT)
    text = label or getattr(status, "label", str(status))
    return format_html('<span class="tag tone-{}">{}{}</span>', tone, icon(symbol), text)


@register.filter
def urgency_tag(urgency: str, label: str = "") -> str:
    tone, symbol = marks.URGENCY.get(str(urgency), marks.DEFAULT)
    text = label or getattr(urgency, "label", str(urgency))
    return format_html('<span class="tag tone-{}">{}{}</span>', tone, icon(symbol), text)


@register.filter
def tone_icon(tone: str) -> str:
    return marks.TONE_ICONS.get(tone, "info")


@register.filter
def message_tone(level: int) -> str:
    """The tone of a Django message."""
    tones = {constants.SUCCESS: "success", constants.WARNING: "warning", constants.ERROR: "error"}
    return tones.get(level, "info")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A sign from our sprite: silent beside a word, or with a ``label`` when it stands alone."""
    address = icon_href(name)
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_tag
def icon_href(name: str) -> str:
    """The address of a sign in our sprite, for an ``<svg>`` of one's own."""
    return f"{static('minben/icons.svg')}#{name}"


@register.simple_tag
def static_href(*parts: str) -> str:
    """The address of a static file whose name is put together from parts."""
    return static("".join(parts))


@register.filter
def split_words(text: str) -> list[str]:
    return text.split()


@register.filter
def attributes(attrs: Any) -> SafeString:
    """The other attributes given to a component, escaped; empty and false ones left out."""
    items = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else dict(attrs)
    pairs = [(k, k if v is True else v) for k, v in items.items() if v not in (None, False, "")]
    return format_html_join("", ' {}="{}"', pairs)


@register.filter
def get(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """The entry of a mapping under a variable key."""
    return (mapping or {}).get(key)


@register.filter
def errors_of(form: BaseForm) -> list[tuple[str, str]]:
    """The errors of a form as (input id, message), in the order of its fields."""
    return forms.errors_of(form)


@register.filter
def field_kind(field: BoundField) -> str:
    """How a field is laid out: input, choices (a group with a legend), checkbox, parts or file."""
    return forms.field_kind(field)


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether the label says “(optional)”."""
    return forms.is_optional(field)


@register.filter
def listed(things: Iterable[Any]) -> str:
    """“a, b, c” as the reader's language writes it."""
    return texts.listed(things)


@register.simple_tag
def files_taken() -> dict[str, str]:
    """What may be attached (settings, files): ``hint`` in words, ``accept`` for the browser's chooser."""
    return {"hint": taking.in_words(), "accept": taking.accept()}


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[dict[str, Any]]:
    """This page in each language of the public site."""
    request = context.get("request")
    here, path = get_language(), request.get_full_path() if request else "/"
    return [
        {
            "code": bcp47(code),
            "value": code,
            "name": name,
            "href": translate_url(path, code),
            "here": code == here,
        }
        for code, name in context.get("languages") or ()
    ]


@register.simple_tag
def url_or(name: str, fallback: str = "") -> str:
    """The address of a page if there is one, else ``fallback``: a part may stand before its page does."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return fallback
