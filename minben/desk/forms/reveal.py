"""Why somebody needs to see a number in full."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form


class RevealForm(Form):
    """Whether the reason is enough is the action's rule."""

    autocomplete = False

    reason = forms.CharField(
        label=_("Why you need it"),
        help_text=_("Kept with the look; the person can see it."),
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
    )
