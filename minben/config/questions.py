"""The questions of a form as fields of a page: the same for the public and for staff. Rules are in ``catalog.answers``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _

from minben.catalog.forms import Kind, Question
from minben.foundation.records.translated import localized

from .forms import DatePartsField

Maker = Callable[[], forms.Field]


def field_of(question: Question, *, date: Maker = DatePartsField) -> forms.Field:
    """The field that asks it, with its words. ``date``: how a day is entered."""
    field = _made(question, date)
    field.required = question.required
    field.label = str(localized(question.label))
    field.help_text = conditional_escape(str(localized(question.help)))
    return field


def _made(question: Question, date: Maker) -> forms.Field:
    choices = [(choice.value, str(localized(choice.label))) for choice in question.choices]
    makers: Mapping[Kind, Maker] = {
        Kind.LONG_TEXT: lambda: forms.CharField(widget=forms.Textarea(attrs={"rows": 6})),
        Kind.ADDRESS: lambda: forms.CharField(widget=forms.Textarea(attrs={"rows": 3})),
        Kind.NUMBER: lambda: forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"})),
        Kind.MONEY: lambda: forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"})),
        Kind.DATE: date,
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
    return makers.get(question.kind, forms.CharField)()
