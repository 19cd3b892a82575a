"""Signing what somebody else applies for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form


class SignForm(Form):
    autocomplete = False
    code = forms.CharField(
        label=_("The code that was sent to you"),
        max_length=10,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    name = forms.CharField(
        label=_("Your name, as your signature"),
        help_text=_("As it stands above."),
        max_length=120,
    )


class DeclineForm(Form):
    autocomplete = False
    reason = forms.CharField(
        label=_("Why you do not sign"),
        help_text=_("The applicant reads this."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
