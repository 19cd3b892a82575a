"""Giving and taking roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form
from minben.foundation.access.roles import Role

from .fields import department_pairs


class StaffFilter(Form):
    autocomplete = False
    q = forms.CharField(label=_("Name, pinyin or number"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("All")), *Role.choices], required=False)
    left = forms.BooleanField(label=_("Those who left"), required=False)


class RoleForm(Form):
    """A role in a department."""

    autocomplete = False
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    department = forms.ChoiceField(label=_("In the department"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = department_pairs()  # type: ignore[attr-defined]


class RevokeForm(Form):
    autocomplete = False
    role = forms.ChoiceField(choices=Role.choices)
    department = forms.UUIDField()
    reason = forms.CharField(max_length=500, required=False)
