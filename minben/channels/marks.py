"""Marks in texts that people of the house write: notices and letters alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Text

from .rendering import VARIABLE, variables_of


def mark(name: str) -> str:
    return f"{{{name}}}"


def wrong_with(text: str, *, known: Sequence[str], needed: Collection[str] = ()) -> Text | None:
    """What is wrong with the marks of a text: one that nobody fills in, a stray brace, one that must be there and is not."""
    named = variables_of(text)
    unknown = sorted(named - set(known))
    if unknown:
        sentence = _("Nothing is filled in for {mark} here. You can use: {known}.")
        return format_lazy(sentence, mark=mark(unknown[0]), known=" ".join(map(mark, known)))
    if set("{}") & set(VARIABLE.sub("", text)):
        return _("Braces stand around the name of a mark only, without spaces.")
    missing = [name for name in needed if name not in named]
    return (
        format_lazy(_("{mark} must not be left out of this text."), mark=mark(missing[0]))
        if missing
        else None
    )
