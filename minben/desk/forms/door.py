"""The forms of the door."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form

_EMAIL = {"autocomplete": "username", "inputmode": "email", "spellcheck": "false"}
_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "data-short": True}


class SignInForm(Form):
    """E-mail and password."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.TextInput(attrs=_EMAIL),
        error_messages={"required": _("Write your e-mail address.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )


class CodeForm(Form):
    """Six digits of the authenticator, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs=_CODE),
        error_messages={"required": _("Type the code.")},
    )
