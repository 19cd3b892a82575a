"""What narrows the editors' list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.catalog.editing import choices
from minben.catalog.models import Edition
from minben.config.forms import Form

BELONGING = frozenset({"service", "article"})
"""Kinds that belong to a department."""
STATES = [
    ("", _("All")),
    ("open", _("Open drafts")),
    *((state.value, state.label) for state in Edition.State if state != Edition.State.SUPERSEDED),
]


class LinesFilter(Form):
    """State, department where there is one, and words of the name. What does not fit narrows nothing."""

    autocomplete = False
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    q = forms.CharField(
        label=_("Words of the name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, data: Any, *, kind: str) -> None:
        super().__init__(data)
        if kind in BELONGING:
            pairs = [("", _("All")), *choices.pairs("departments")]
            self.fields["department"].choices = pairs  # type: ignore[attr-defined]
        else:
            del self.fields["department"]

    @property
    def given(self) -> dict[str, str]:
        """The arguments of the query."""
        self.is_valid()
        found = self.cleaned_data
        return {
            "state": found.get("state", ""),
            "department": found.get("department", ""),
            "text": found.get("q", ""),
        }
