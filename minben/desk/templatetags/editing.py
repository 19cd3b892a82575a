"""Words and marks of the editors' pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.catalog.editing import sections
from minben.catalog.models import Edition, EditionStep
from minben.catalog.rules import Finding
from minben.desk.forms.translated import WORDS
from minben.foundation.records.errors import Text

register = template.Library()
TONES = {
    "draft": ("info", "edit"),
    "in_review": ("warning", "eye"),
    "approved": ("success", "check"),
    "scheduled": ("info", "calendar"),
    "published": ("success", "done"),
    "superseded": ("neutral", "change"),
    "withdrawn": ("error", "close"),
    "dropped": ("neutral", "close"),
}
STEPS: dict[str, Text] = {
    "begun": gettext_lazy("Draft begun"),
    "kept": gettext_lazy("Written"),
    "submitted": gettext_lazy("Handed over for review"),
    "sent_back": gettext_lazy("Sent back"),
    "approved": gettext_lazy("Approved"),
    "scheduled": gettext_lazy("Given a time"),
    "unscheduled": gettext_lazy("Time taken away"),
    "published": gettext_lazy("Published"),
    "not_published": gettext_lazy("Could not be published"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "dropped": gettext_lazy("Dropped"),
    "rolled_back": gettext_lazy("Rolled back"),
}
STATES: dict[str, tuple[str, str, Text]] = {
    "converted": ("warning", "change", gettext_lazy("converted")),
    "missing": ("neutral", "", gettext_lazy("missing")),
}


@register.filter
def edition_tag(state: str) -> SafeString:
    tone, icon = TONES[state]
    return _tag(tone, icon, str(Edition.State(state).label))


@register.filter
def text_state(state: str) -> SafeString:
    """A mark where a text is not written by a person."""
    if state not in STATES:
        return mark_safe("")
    tone, icon, words = STATES[state]
    return _tag(tone, icon, str(words))


def _tag(tone: str, icon: str, words: str) -> SafeString:
    return mark_safe(
        render_to_string("desk/editing/_tag.html", {"tone": tone, "icon": icon, "words": words}).strip()
    )


@register.filter
def step_words(step: EditionStep) -> str:
    said = str(STEPS.get(step.verb, step.verb))
    section = sections.section(step.edition.kind, step.section) if step.section else None
    return f"{said}: {section.title}" if section else said


@register.filter
def rule_name(rule: str) -> str:
    return _("To be written") if rule == "form" else rule


@register.filter
def language_word(language: str) -> str:
    return WORDS.get(language, language)


@register.filter
def in_order(row: dict[str, Any]) -> list[dict[str, Any]]:
    """zh-Hant, English, zh-Hans: English stands beside what it is translated from."""
    cells = {cell["lang"]: cell for cell in row["cells"]}
    return [cells[name] for name in ("zh-hant", "en", "zh-hans")]


@register.simple_tag
def finding_href(edition: Edition, found: Finding) -> str:
    """Where a finding is mended."""
    name, *rest = found.field.split(".")
    for one in sections.ALL[edition.kind]:
        if one.part == name:
            if rest and rest[0].isdecimal():
                return reverse("desk:edition_part", args=[edition.id, one.key, int(rest[0])])
            return reverse("desk:edition_section", args=[edition.id, one.key])
        if not one.part and name in {field.name.split(".")[0] for field in one.fields}:
            return reverse("desk:edition_section", args=[edition.id, one.key])
    return reverse("desk:edition", args=[edition.id])
