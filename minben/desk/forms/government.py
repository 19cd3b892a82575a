"""Closing a department; days that differ from the holiday calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.config.forms import DateInput, Form

from .fields import department_pairs
from .translated import gathered, inputs


class ClosingForm(Form):
    """Who takes over, and why. Without anything left nobody has to."""

    autocomplete = False
    successor = forms.ChoiceField(
        label=_("Who takes over"),
        help_text=_(
            "Open requests with their limits, queues, services, staff with their roles, and offices."
        ),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("It stays in the trail."))

    def __init__(self, *args: Any, held: Department, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs = [pair for pair in department_pairs() if pair[0] != str(held.id)]
        nobody = _("Choose a department") if needed else _("Nobody: nothing is left")
        field = self.fields["successor"]
        field.choices, field.required = [("", nobody), *pairs], needed  # type: ignore[attr-defined]

    def heir(self) -> Department | None:
        wanted = self.cleaned_data["successor"]
        return Department.objects.filter(id=wanted).first() if wanted else None


class DayForm(Form):
    """One day, and whether it is worked."""

    autocomplete = False
    day = forms.DateField(label=_("Date"), widget=DateInput())
    working = forms.ChoiceField(
        label=_("This day is"),
        choices=[("", "—"), ("off", _("a day off")), ("on", _("a workday"))],
        error_messages={"required": _("Choose one of the two.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= inputs("note", _("Why"), most=100)

    def note(self) -> dict[str, str]:
        return gathered("note", self.cleaned_data)
