"""Forms of the drawing board."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form
from minben.processes.models import Definition

RESERVED = frozenset({"new", "draw", "check"})
"""Words that stand in the addresses of processes already."""


class BeginForm(Form):
    """What a new drawing begins with, and what it is called."""

    autocomplete = False
    beginning = forms.ChoiceField(label=_("Begin with"))
    name = forms.CharField(label=_("Name"), max_length=100)
    english = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    key = forms.RegexField(
        r"\A[a-z][a-z0-9_-]*\Z",
        label=_("Code name"),
        max_length=50,
        help_text=_(
            "Small letters, digits, “-” and “_”. Services and other drawings call it by this; it stays."
        ),
        error_messages={"invalid": _("Begin with a small letter; then small letters, digits, “-” and “_”.")},
    )

    def __init__(self, *args: object, beginnings: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beginning"].choices = list(beginnings)  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if key in RESERVED or Definition.objects.filter(key=key).exists():
            raise forms.ValidationError(_("“%s” is taken. Choose another key.") % key)
        return key


class BoardForm(Form):
    """The drawing as it stands on the board, and what is new about it."""

    autocomplete = False
    source = forms.CharField(
        label=_("The drawing as text (XML)"),
        strip=False,
        error_messages={"required": _("The drawing is empty.")},
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "board-source"}),
    )
    changed = forms.IntegerField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What is new"),
        max_length=300,
        required=False,
        help_text=_("For whoever looks at the versions later."),
    )

    def content(self) -> bytes:
        """As the board wrote it: forms send lines ended in two characters."""
        return str(self.cleaned_data["source"]).replace("\r\n", "\n").encode()
