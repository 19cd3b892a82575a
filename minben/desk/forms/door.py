"""The forms of the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form
from minben.foundation.records.errors import Text

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


def _password(label: Text, purpose: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": purpose})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget)


class PasswordForm(Form):
    """The old password and, twice, the new one."""

    old = _password(_("Password until now"), "current-password")
    new = _password(_("New password"), "new-password")
    again = _password(_("New password again"), "new-password")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if {"new", "again"} <= given.keys() and given["new"] != given["again"]:
            self.add_error("again", _("The two new passwords differ. Write the same one twice."))
        return given
