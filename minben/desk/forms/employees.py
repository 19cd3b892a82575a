"""Hiring, correcting and releasing staff, their leave, and their way back in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, Staff
from minben.config.forms import DateInput, Form

from .fields import department_pairs, staff_pairs


class EmployeeForm(Form):
    """Who somebody is. The e-mail address is what they sign in with."""

    autocomplete = False
    name = forms.CharField(label=_("Name"), max_length=120)
    number = forms.CharField(label=_("Staff number"), max_length=20)
    department = forms.ChoiceField(label=_("Department"))
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("To sign in with."),
        error_messages={"invalid": _("Enter an e-mail address like name@example.org.")},
    )
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def __init__(self, *args: Any, held: Staff | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = _of(held) if held else kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = department_pairs()  # type: ignore[attr-defined]
        if held is not None:
            self.fields["department"].help_text = _(
                "Roles stay where they were given until the security administrator takes them away."
            )
        if held is not None and held.account is None:
            del self.fields["email"]

    def details(self) -> dict[str, Any]:
        """The values for the action, without the department."""
        return {name: value for name, value in self.cleaned_data.items() if name != "department"}

    def department_chosen(self) -> Department:
        return Department.objects.get(id=self.cleaned_data["department"])


def _of(held: Staff) -> dict[str, Any]:
    plain = {name: getattr(held, name) for name in ("name", "number", "title", "phone")}
    email = held.account.email if held.account else ""
    return {**plain, "email": email, "department": str(held.department_id)}


class ReleaseForm(Form):
    autocomplete = False
    reason = forms.CharField(label=_("Reason"), max_length=500)


class LetInForm(Form):
    """What was lost, and why one is sure who asked."""

    autocomplete = False
    lost = forms.MultipleChoiceField(
        label=_("What was lost?"),
        choices=[("second", _("Authenticator and recovery codes")), ("password", _("Password"))],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Say why, and how you made sure who asked.")
    )


class LeaveForm(Form):
    """Days, both included, and who stands in."""

    autocomplete = False
    since = forms.DateField(label=_("First day"), widget=DateInput())
    until = forms.DateField(label=_("Last day"), widget=DateInput())
    substitute = forms.ChoiceField(label=_("Who stands in"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, held: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = [pair for pair in staff_pairs([held.department_id]) if pair[0] != str(held.id)]
        self.fields["substitute"].choices = [("", _("Nobody")), *colleagues]  # type: ignore[attr-defined]

    def stand_in(self) -> Staff | None:
        wanted = self.cleaned_data["substitute"]
        return Staff.objects.filter(id=wanted).first() if wanted else None
