"""Why a certificate is taken back or replaced."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.cases.actions.replacing import GROUNDS
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


class ReplaceForm(RevokeForm):
    ground = forms.ChoiceField(
        label=_("What happened"), choices=list(GROUNDS.items()), widget=forms.RadioSelect
    )

    field_order = ("ground", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why it is replaced")


class DeclineForm(Form):
    autocomplete = False

    reason = forms.CharField(
        label=_("Why it is not replaced"),
        help_text=_("The person reads this."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
