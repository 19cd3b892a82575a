"""Clients of the API: who calls in whose name, and what for."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import DateInput, Form
from minben.foundation.access.roles import CASE_ROLES, Role
from minben.foundation.access.scopes import Scope

from .fields import department_pairs


class RightsForm(Form):
    """What a client may: what its roles may in its department, narrowed by its scopes."""

    autocomplete = False
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, role.label) for role in Role if role in CASE_ROLES],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As whose it works there. Give as few as it needs."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may ask for"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    rate = forms.IntegerField(
        label=_("Calls a minute"),
        initial=600,
        min_value=1,
        max_value=600_000,
        help_text=_("For each process of the server. More is answered with “wait”."),
    )
    expires_on = forms.DateField(
        label=_("Last day"), required=False, widget=DateInput(), help_text=_("Empty: until it is revoked.")
    )


class ClientForm(RightsForm):
    """A new client."""

    name = forms.CharField(
        label=_("Which system is it?"),
        max_length=120,
        help_text=_("The trail names it so, and so does the list of who read a record."),
    )
    department = forms.ChoiceField(
        label=_("In whose name does it call?"), help_text=_("It sees the cases that this department sees.")
    )
    field_order = ("name", "department")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", _("Choose a department")), *department_pairs()]  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        """The values for the action."""
        given = dict(self.cleaned_data)
        department_id: uuid.UUID = uuid.UUID(given.pop("department"))
        expires: dt.date | None = given.pop("expires_on")
        return {**given, "department_id": department_id, "expires_on": expires}


class AdmissionForm(Form):
    """The second person's answer; refusing needs a reason."""

    autocomplete = False
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Needed to refuse; the system administrator reads it."),
    )


class RotateForm(Form):
    autocomplete = False
    at_once = forms.BooleanField(
        label=_("The key leaked"),
        required=False,
        help_text=_(
            "The old key stops now. Otherwise it works for another 24 hours once the new one is let in."
        ),
    )


class RevokeForm(Form):
    autocomplete = False
    reason = forms.CharField(label=_("Reason"), max_length=500)
