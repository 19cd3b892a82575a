"""The questions of a request, one form a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.cases.intake import BODY_MOST, PLACE_MOST, TITLE_MOST
from minben.cases.models import Case, Kind
from minben.config.forms import Form
from minben.foundation.records.errors import Invalid
from minben.parties import reaching

KINDS = [
    (Kind.ENQUIRY, _("I have a question"), _("How something works, what you need, where to go")),
    (Kind.COMPLAINT, _("I want to complain"), _("Something was not done, done badly, or disturbs you")),
    (Kind.HELP, _("I need help"), _("You are in difficulty and need somebody to act")),
    (Kind.REPORT, _("I want to report a breach"), _("Somebody breaks the law or a rule")),
    (Kind.SUGGESTION, _("I have a suggestion"), _("Something could be done better")),
    (Kind.PRAISE, _("I want to say thank you"), _("Somebody did their work well")),
    (Kind.OTHER, _("Something else"), ""),
]
PRIVACY = [
    (
        Case.Privacy.OPEN,
        _("With my name"),
        _("The people who work on it see who you are and can ask you. Most requests are sent like this."),
    ),
    (
        Case.Privacy.CONFIDENTIAL,
        _("Confidential"),
        _("We know who you are, but your name is sealed. The department that works on it does not see it."),
    ),
    (
        Case.Privacy.ANONYMOUS,
        _("Anonymous"),
        _(
            "We do not ask who you are and keep nothing about you. We cannot call you; you read the answer "
            "with the number and code that you get at the end."
        ),
    ),
]


class Subject(Form):
    title = forms.CharField(
        label=_("What is it about?"),
        max_length=TITLE_MOST,
        help_text=_("One line is enough. Details come next."),
    )
    place = forms.CharField(
        label=_("Where is it?"),
        max_length=PLACE_MOST,
        required=False,
        help_text=_("Street and number, or a place people know. Leave it empty if there is none."),
    )


class Details(Form):
    body = forms.CharField(
        label=_("Tell us more"),
        max_length=BODY_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What happened, when, and what you would like us to do. Leave out identity numbers."),
    )


class Privacy(Form):
    privacy = forms.ChoiceField(
        label=_("How do you want to send it?"), choices=[(v, t) for v, t, _hint in PRIVACY]
    )


class Contact(Form):
    """Who asks and how to reach them: at least one way."""

    name = forms.CharField(label=_("Your name"), max_length=100)
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text=_("We call you about this request only."),
    )
    email = forms.CharField(
        label=_("E-mail"), required=False, max_length=254, widget=forms.TextInput(attrs={"type": "email"})
    )

    def __init__(self, *args: Any, region: str = reaching.DEFAULT_REGION, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region

    def clean_name(self) -> str:
        text = " ".join(str(self.cleaned_data["name"]).split())
        if not text.isprintable():
            raise forms.ValidationError(_("The name holds characters that cannot be printed. Type it again."))
        return text

    def clean_phone(self) -> str:
        return _normal("phone", self.cleaned_data.get("phone", ""), self.region)

    def clean_email(self) -> str:
        return _normal("email", self.cleaned_data.get("email", ""), self.region)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("phone") and not data.get("email"):
            self.add_error(
                "phone", _("Give a telephone number or an e-mail address, so that we can answer you.")
            )
        return data


def _normal(kind: str, value: str, region: str) -> str:
    if not value.strip():
        return ""
    try:
        return reaching.normalise(kind, value, region=region)
    except Invalid as problem:
        raise forms.ValidationError(str(problem.fields.get("value") or problem.message)) from problem
