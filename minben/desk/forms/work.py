"""What a list of tasks is narrowed to, and passing a task on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form
from minben.foundation.records.errors import Text

DUE: dict[str, Text] = {
    "": _("Any time"),
    "late": _("Late"),
    "day": _("Within 24 hours"),
    "week": _("Within 7 days"),
}
ORDERS: dict[str, Text] = {"": _("Most pressing first"), "new": _("Newest first")}


class DelegateForm(Form):
    """To whom, and why."""

    autocomplete = False
    colleague = forms.ChoiceField(label=_("Colleague"), widget=forms.Select)
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Your colleague reads it, and it stands on the timeline that only the house sees."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(key), name) for key, name in people]
        self.fields["colleague"].choices = [("", _("Choose a colleague")), *named]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return {
            "staff_id": uuid.UUID(self.cleaned_data["colleague"]),
            "reason": self.cleaned_data["reason"],
        }
