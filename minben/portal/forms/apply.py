"""One question of an application as a form of one field. The rule of each kind is in ``catalog.answers``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _

from minben.catalog import answers
from minben.catalog.forms import Kind, Question
from minben.config.forms import DatePartsField, Form, name_when_missing
from minben.foundation.records.translated import localized

_FILL = {
    "party.name": "name",
    "party.phone": "tel",
    "party.email": "email",
    "party.address": "street-address",
}


class QuestionForm(Form):
    """``answer`` is the field; ``clean_answer`` gives the plain value that is kept."""

    def __init__(
        self, question: Question, data: Any = None, *, initial: Any = None, region: str = "CN"
    ) -> None:
        super().__init__(data, initial={"answer": initial})
        self.question, self.region = question, region
        self.hint = str(localized(question.help))
        field = _field(question)
        field.required = question.required
        field.label = str(localized(question.label))
        field.help_text = conditional_escape(str(localized(question.help)))
        if question.fills in _FILL:
            field.widget.attrs["autocomplete"] = _FILL[question.fills]
        self.fields["answer"] = field
        name_when_missing(field, "answer")

    def clean_answer(self) -> Any:
        try:
            return answers.answer(self.question, self.cleaned_data.get("answer"), region=self.region)
        except answers.Wrong as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


def _field(question: Question) -> forms.Field:
    choices = [(choice.value, str(localized(choice.label))) for choice in question.choices]
    makers: Mapping[Kind, Any] = {
        Kind.LONG_TEXT: lambda: forms.CharField(widget=forms.Textarea(attrs={"rows": 6})),
        Kind.ADDRESS: lambda: forms.CharField(widget=forms.Textarea(attrs={"rows": 3})),
        Kind.NUMBER: lambda: forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"})),
        Kind.MONEY: lambda: forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"})),
        Kind.DATE: lambda: DatePartsField(),
        Kind.CHOICE: lambda: forms.ChoiceField(choices=choices, widget=forms.RadioSelect),
        Kind.CHOICES: lambda: forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple),
        Kind.YES_NO: lambda: forms.ChoiceField(
            choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
        ),
        Kind.PHONE: lambda: forms.CharField(widget=forms.TextInput(attrs={"type": "tel"})),
        Kind.EMAIL: lambda: forms.CharField(widget=forms.TextInput(attrs={"type": "email"})),
        Kind.ID_NUMBER: lambda: forms.CharField(
            widget=forms.TextInput(attrs={"autocapitalize": "characters"})
        ),
    }
    made: forms.Field = makers.get(question.kind, forms.CharField)()
    return made
