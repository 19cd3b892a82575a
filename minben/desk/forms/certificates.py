"""Why a certificate is taken back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form


class RevokeForm(Form):
    """The reason is asked for here, and its length is the action's rule."""

    autocomplete = False

    reason = forms.CharField(
        label=_("Why it is revoked"),
        help_text=_("The person reads this. Whoever checks the paper does not."),
        error_messages={"required": _("Say why, in at most 500 characters: the person reads it.")},
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
