"""Registering somebody properly."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import DateInput, Form

from .people import GENDERS, LANGUAGES, NUMBERS


class NewPartyForm(Form):
    """Somebody registered properly."""

    autocomplete = False
    kind = forms.ChoiceField(
        label=_("Who"),
        choices=[
            ("person", _("Person")),
            ("organisation", _("Business or organisation")),
            ("body", _("Government body")),
        ],
    )
    name = forms.CharField(label=_("Full name"), max_length=200)
    birth_date = forms.DateField(label=_("Date of birth"), widget=DateInput(), required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=list(GENDERS.items()), required=False)
    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    number_kind = forms.ChoiceField(
        label=_("Kind of identity number"), choices=[("", _("None")), *NUMBERS.items()], required=False
    )
    number = forms.CharField(label=_("Identity number"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
