"""Why a certificate is taken back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form


class RevokeForm(Form):
    """Whether the reason is enough is the action's rule."""

    autocomplete = False

    reason = forms.CharField(
        label=_("Why it is revoked"),
        help_text=_("The person reads this. Whoever checks the paper does not."),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
