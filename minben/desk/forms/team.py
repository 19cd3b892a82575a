"""Lending people, asking for leave, deciding on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.actions.lending import LENT
from minben.agencies.models import Cover, Department, Staff
from minben.agencies.teams import staff_of
from minben.config.forms import DateInput, Form
from minben.foundation.access.roles import Role
from minben.foundation.records.translated import localized

from .fields import staff_pairs


class LendForm(Form):
    """Who, where to, as what, and for how long."""

    autocomplete = False
    staff = forms.ChoiceField(label=_("Who"))
    department = forms.ChoiceField(label=_("Works for"))
    role = forms.ChoiceField(label=_("As"), choices=[(r.value, r.label) for r in LENT])
    since = forms.DateField(label=_("First day"), widget=DateInput())
    until = forms.DateField(
        label=_("Last day"), widget=DateInput(), help_text=_("The grant ends by itself after this day.")
    )
    note = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, departments: list[Department]) -> None:
        today = timezone.localdate()
        initial = {"since": today, "until": today + dt.timedelta(days=6), "role": Role.OFFICER}
        super().__init__(data, initial=initial)
        self.fields["staff"].choices = [("", _("Choose somebody")), *_people(departments)]  # type: ignore[attr-defined]
        pairs = [("", _("Choose a department")), *((str(d.id), localized(d.name)) for d in departments)]
        self.fields["department"].choices = pairs  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """The arguments of the action."""
        given = self.cleaned_data
        return {
            "staff": Staff.objects.get(id=given["staff"]),
            "department": Department.objects.get(id=given["department"]),
            "role": Role(given["role"]),
            "since": given["since"],
            "until": given["until"],
            "note": given["note"],
        }


def _people(departments: list[Department]) -> list[tuple[str, list[tuple[str, str]]]]:
    """A group for each department."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in staff_of(departments):
        groups.setdefault(str(localized(one.department.name)), []).append((str(one.id), one.name))
    return list(groups.items())


class AskLeaveForm(Form):
    """One's own days away, both included, and who could stand in."""

    autocomplete = False
    since = forms.DateField(label=_("First day"), widget=DateInput())
    until = forms.DateField(label=_("Last day"), widget=DateInput())
    substitute = forms.ChoiceField(label=_("Who could stand in"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, staff: Staff) -> None:
        super().__init__(data)
        self.fields["substitute"].choices = _colleagues(staff)  # type: ignore[attr-defined]

    def stand_in(self) -> Staff | None:
        return _staff(self.cleaned_data["substitute"])


class DecideLeaveForm(Form):
    """Approve with who stands in, or refuse with words."""

    autocomplete = False
    substitute = forms.ChoiceField(label=_("Who stands in"), required=False)
    answer = forms.CharField(label=_("What you say to it"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, leave: Cover) -> None:
        super().__init__(data, initial={"substitute": str(leave.substitute_id or "")})
        self.fields["substitute"].choices = _colleagues(leave.staff)  # type: ignore[attr-defined]

    @property
    def approves(self) -> bool:
        return bool(self.data.get("decision") == "approve")

    def stand_in(self) -> Staff | None:
        return _staff(self.cleaned_data["substitute"])


def _colleagues(staff: Staff) -> list[tuple[str, Any]]:
    pairs = staff_pairs([staff.department_id])
    return [("", _("Nobody yet")), *(pair for pair in pairs if pair[0] != str(staff.id))]


def _staff(key: str) -> Staff | None:
    return Staff.objects.filter(id=key).first() if key else None
