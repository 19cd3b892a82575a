"""Answers as people read them back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from minben.foundation.records.texts import listed
from minben.foundation.records.translated import localized

from .forms import Kind, Question

YES_NO = {"yes": lambda: _("Yes"), "no": lambda: _("No")}


def in_words(question: Question, value: Any) -> str:
    """An answer in the reader's language: the words of a choice, yes and no; "" when nothing was answered."""
    if value in (None, "", []):
        return ""
    if question.kind in {Kind.YES_NO, Kind.PROMISE}:
        return YES_NO[str(value)]() if value in YES_NO else str(value)
    words = {choice.value: str(localized(choice.label)) for choice in question.choices}
    values = value if isinstance(value, list) else [value]
    return listed(words.get(str(one), str(one)) for one in values)
