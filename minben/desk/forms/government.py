"""Closing a department; days that differ from the holiday calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import DateInput, Form

from .translated import gathered, inputs


class ClosingForm(Form):
    autocomplete = False
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("It stays in the trail."))


class DayForm(Form):
    """One day, and whether it is worked."""

    autocomplete = False
    day = forms.DateField(label=_("Day"), widget=DateInput())
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
