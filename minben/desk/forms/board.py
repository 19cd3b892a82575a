"""Taking several cases under supervision with one word."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form

MOST = 100


class Ticked(forms.Widget):
    """The boxes stand in the tables of the page; this only collects what was ticked."""

    is_hidden = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if isinstance(data, MultiValueDict) else []


class CaseIds(forms.Field):
    widget = Ticked

    def to_python(self, value: list[str] | None) -> list[uuid.UUID]:
        try:
            return list(dict.fromkeys(uuid.UUID(text) for text in value or []))[:MOST]
        except ValueError as error:
            raise ValidationError(_("Tick the cases again.")) from error

    def validate(self, value: Any) -> None:
        if not value:
            raise ValidationError(_("Tick at least one case."))


class SuperviseForm(Form):
    """What is expected, and by when."""

    autocomplete = False
    case = CaseIds(label=_("Cases"))
    text = forms.CharField(
        label=_("What you expect, and by when"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
