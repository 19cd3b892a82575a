"""Trying a decision table out: one field for each fact that it reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import DateInput, Form, OneOfSeveral
from minben.foundation.records.errors import Invalid
from minben.processes.decisions.asking import Asked, facts_of

SENT = "try"
"""In the address: the form was sent. Nothing of it is kept."""


class FactsForm(Form):
    """Fields are named by the order of the facts, as their paths may be any text. Empty ones are null."""

    autocomplete = False

    def __init__(self, *args: Any, asked: Sequence[Asked], zone: dt.tzinfo, **kwargs: Any) -> None:
        self.asked, self.zone, self.facts = list(asked), zone, dict[str, Any]()
        super().__init__(*args, **kwargs)
        for number, one in enumerate(asked):
            self.fields[f"f{number}"] = _field(one)

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        texts = {one.path: cleaned.get(f"f{number}", "") for number, one in enumerate(self.asked)}
        try:
            self.facts = facts_of(self.asked, texts, self.zone)
        except Invalid as wrong:
            for number, one in enumerate(self.asked):
                if one.path in wrong.fields:
                    self.add_error(f"f{number}", str(wrong.fields[one.path]))
        return cleaned


def _field(one: Asked) -> forms.Field:
    return OneOfSeveral(
        label=one.label,
        max_length=300,
        widget=_widget(one),
        help_text=one.path if one.path != one.label else "",
    )


def _widget(one: Asked) -> forms.Widget:
    if one.choices:
        return forms.Select(choices=[("", _("nothing")), *((value, value) for value in one.choices)])
    if one.kind == "boolean":
        return forms.Select(choices=[("", _("nothing")), ("true", _("yes")), ("false", _("no"))])
    if one.kind == "date":
        return DateInput()
    if one.kind == "moment":
        return forms.TextInput(attrs={"type": "datetime-local"})
    return forms.TextInput(attrs={"inputmode": "decimal"} if one.kind == "number" else {})
