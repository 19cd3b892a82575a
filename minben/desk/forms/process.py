"""Forms of tasks and of drawn processes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.cases.course.own_steps import Outcome
from minben.config.forms import Form
from minben.processes.xml import LARGEST


class OwnStepForm(Form):
    """How a step of the drawing's own ended."""

    autocomplete = False
    outcome = forms.ChoiceField(label=_("How it ended"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What was done"),
        help_text=_("It stands on the timeline of the case."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, outcomes: Sequence[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(one.value, one.name) for one in outcomes]  # type: ignore[attr-defined]
        if len(outcomes) == 1:
            self.fields["outcome"].widget = forms.HiddenInput()
            self.initial["outcome"] = outcomes[0].value

    def given(self) -> dict[str, Any]:
        return {"outcome": self.cleaned_data["outcome"], "note": self.cleaned_data["note"]}


class WithoutForm(Form):
    """Why a process goes on without what another system should have done."""

    autocomplete = False
    reason = forms.CharField(
        label=_("What was done by hand"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class DrawingForm(Form):
    """A file with a drawing, and what is new about it."""

    autocomplete = False
    file = forms.FileField(
        label=_("File"),
        help_text=_("A BPMN 2.0 drawing or a DMN decision table, at most 1 MB."),
        error_messages={"empty": _("The file is empty. Choose another one.")},
    )
    note = forms.CharField(
        label=_("What is new"),
        max_length=300,
        required=False,
        help_text=_("For whoever looks at the versions later."),
    )

    def content(self) -> bytes:
        return bytes(self.cleaned_data["file"].read(LARGEST + 1))


class ServiceForm(Form):
    """A service that goes a process, or leaves it."""

    autocomplete = False
    service = forms.UUIDField(label=_("Service"), widget=forms.Select)
    leave = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].widget = forms.Select(choices=[("", _("Choose a service")), *services])
