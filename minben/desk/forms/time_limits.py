"""One time limit as a form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.cases.actions.time_limits import amount_wrong
from minben.cases.limits import UNITS, Held
from minben.cases.models import Kind, Urgency
from minben.config.forms import Form
from minben.foundation.worktime import Unit
from minben.processes.actions.clocks import Limit
from minben.processes.models import TimeLimit


class LimitForm(Form):
    """``seen`` is the setting that was looked at; empty when the limit is as it came."""

    autocomplete = False
    amount = forms.DecimalField(
        label=_("Length of the limit"),
        max_digits=7,
        decimal_places=2,
        widget=forms.NumberInput({"class": "input--short"}),
    )
    unit = forms.ChoiceField(label=_("Counted in"), choices=list(UNITS.items()))
    rule = forms.CharField(
        label=_("Basis of the limit"),
        max_length=120,
        help_text=_("The law, rule or decision. Staff read it beside the clock."),
    )
    since = forms.DateField(
        label=_("From which day"),
        required=False,
        help_text=_("Empty: at once. Clocks that run already keep their limit."),
        widget=forms.DateInput({"type": "date"}),
    )
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=300, help_text=_("It stays in the history.")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, held: Held | None, newest: TimeLimit | None) -> None:
        initial: dict[str, Any] = {"seen": newest.id if newest else ""}
        if held is not None:
            initial |= {
                "amount": Decimal(f"{held.limit.amount.normalize():f}"),
                "unit": held.limit.unit.value,
                "rule": held.limit.rule if held.row else "",
            }
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if {"amount", "unit"} <= set(given) and (wrong := amount_wrong(given["amount"], Unit(given["unit"]))):
            self.add_error("amount", str(wrong))
        return given

    def limit(self) -> Limit:
        given = self.cleaned_data
        return Limit(given["amount"], Unit(given["unit"]), given["rule"].strip())

    def seen_id(self) -> UUID | None:
        """What was looked at; something that is no key was never there, so it leads to a conflict."""
        text = self.cleaned_data["seen"]
        try:
            return UUID(text) if text else None
        except ValueError:
            return UUID(int=0)


class CellForm(Form):
    """For which requests: read from the address."""

    autocomplete = False
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Every kind")), *Kind.choices])
    urgency = forms.ChoiceField(
        label=_("Urgency"), required=False, choices=[("", _("Every urgency")), *Urgency.choices]
    )
