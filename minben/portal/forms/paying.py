"""Why somebody need not pay."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form


class ExemptionForm(Form):
    autocomplete = False
    why = forms.CharField(
        label=_("Why you need not pay"),
        help_text=_("For example: you receive the minimum living allowance. An officer checks it."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )
