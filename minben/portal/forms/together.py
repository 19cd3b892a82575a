"""The few questions that find the parts of a life event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.catalog.forms import Question
from minben.catalog.queries.bundles import Bundle
from minben.config.forms import Form
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized

YES_NO: list[tuple[str, Text]] = [("yes", _("Yes")), ("no", _("No"))]


class GuideForm(Form):
    """One field for each question: choices, and yes or no."""

    def __init__(self, bundle: Bundle, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        self.bundle = bundle
        for question in bundle.questions:
            self.fields[question.key] = _field(question)

    def answers(self) -> dict[str, Any]:
        """What was answered so far; nothing before the form was sent, or when it was sent wrongly."""
        if not self.is_bound or not self.is_valid():
            return {}
        return {
            q.key: self.cleaned_data[q.key] for q in self.bundle.questions if self.cleaned_data.get(q.key)
        }


def _field(question: Question) -> forms.Field:
    own: list[tuple[str, Text]] = [(choice.value, localized(choice.label)) for choice in question.choices]
    several = question.kind == "choices"
    kind = forms.MultipleChoiceField if several else forms.ChoiceField
    widget = forms.CheckboxSelectMultiple if several else forms.RadioSelect
    return kind(
        label=localized(question.label),
        help_text=localized(question.help),
        choices=own or YES_NO,
        widget=widget,
        required=question.required,
    )
